import { byId, el } from './dom.js';
import { io } from './socket.io.js';

/** The chat itself, for a user who has logged in. */
export class Chat {
  #url;
  #socket;

  constructor(url) {
    this.#url = url;
    this.#socket = io(url, { withCredentials: true, autoConnect: false });
    this.#socket.on('connect', () => this.#load());
    this.#socket.on('message', message => this.#show(message));
    byId('say').addEventListener('submit', event => {
      event.preventDefault();
      this.#socket.emit('say', byId('text').value);
      event.target.reset();
    });
  }

  enter() {
    byId('log-in').hidden = true;
    byId('say').hidden = false;
    this.#socket.connect();
  }

  async #load() {
    const response = await fetch(`${this.#url}/chat/messages`, { credentials: 'include' });
    const history = await response.json();
    byId('messages').replaceChildren();
    for (const message of history) this.#show(message);
  }

  #show({ from, page, text }) {
    const item = el('li', el('span.by', `${from}, on ${page}`), text);
    item.classList.toggle('mine', page === location.origin);
    byId('messages').append(item);
    byId('messages').scrollTop = byId('messages').scrollHeight;
  }
}
