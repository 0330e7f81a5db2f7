import { byId, el } from './dom.js';
import { io } from './socket.io.js';

/** The chat, for a logged-in user. */
export class Chat {
  #url;
  #socket;
  /** By number, because the history and the socket can deliver the same message. */
  #messages = new Map();

  constructor(url) {
    this.#url = url;
    this.#socket = io(url, { withCredentials: true, autoConnect: false });
    this.#socket.on('connect', () => this.#load());
    this.#socket.on('message', message => this.#show([message]));
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
    this.#messages.clear();
    const response = await fetch(`${this.#url}/chat/messages`, { credentials: 'include' });
    this.#show(await response.json());
  }

  #show(messages) {
    for (const message of messages) this.#messages.set(message.number, message);
    const list = byId('messages');
    const inOrder = [...this.#messages.values()].sort((a, b) => a.number - b.number);
    list.replaceChildren(...inOrder.map(itemOf));
    list.scrollTop = list.scrollHeight;
  }
}

function itemOf({ from, page, text }) {
  const item = el('li', el('span.by', `${from}, on ${page}`), text);
  item.classList.toggle('mine', page === location.origin);
  return item;
}
