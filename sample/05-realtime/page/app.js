import { Chat } from './chat.js';
import { byId, el } from './dom.js';
import { WayView } from './way-view.js';
import { WAYS } from './ways.js';
import { consoleSays, serverSays } from './why.js';

const PAGES = {
  chat: { title: "The chat's own origin", note: 'needs no rule' },
  frontEnd: { title: 'The frontend', note: 'in the policy' },
  stranger: { title: 'A stranger', note: 'not in the policy' },
};

const setup = await (await fetch('/setup.json')).json();
const chat = new Chat(setup.chat);
const views = new Map(WAYS.map(way => [way, new WayView(way)]));
const outcomes = new Map();

showOrigins();
byId('ways').append(...[...views.values()].map(({ element }) => element));
byId('again').addEventListener('click', tryAll);
byId('log-in').addEventListener('submit', async event => {
  event.preventDefault();
  await run(WAYS[0], byId('name').value);
  await tryAll();
});
await tryAll();
document.documentElement.dataset.ready = '';

function showOrigins() {
  for (const [role, { title, note }] of Object.entries(PAGES)) {
    const link = el('a', el('strong', title), el('code', setup[role]), el('span', note));
    link.href = setup[role];
    byId('origins').append(link);
    if (setup[role] !== location.origin) continue;
    link.setAttribute('aria-current', 'page');
    document.body.dataset.role = role;
    document.title = `${title}: one policy for HTTP and sockets`;
  }
}

/** Tries all ways except the log-in, which needs a name. */
async function tryAll() {
  byId('again').disabled = true;
  const [, history, ...sockets] = WAYS;
  const { outcome, body } = await run(history);
  if (outcome === 'allowed' && body === undefined) {
    byId('verdict').textContent = 'This page may use the chat. Log in.';
  } else {
    for (const way of sockets) await run(way);
    const refused = [...outcomes.values()].filter(each => each === 'refused').length;
    byId('verdict').textContent =
      refused === 0
        ? 'This page may use the chat.'
        : `The chat refuses this page in ${refused} of ${outcomes.size} ways.`;
    if (body !== undefined) chat.enter();
  }
  byId('again').disabled = false;
}

async function run(way, name) {
  const attempt = crypto.randomUUID();
  const view = views.get(way);
  view.begin();
  try {
    const { text, body } = await way.send(`${setup.chat}${way.path}?attempt=${attempt}`, name);
    return end(way, 'allowed', { 'The page gets': [text] }, body);
  } catch (error) {
    const decisions = await (await fetch(`/decisions.json?attempt=${attempt}`)).json();
    return end(way, 'refused', {
      'The page gets': [String(error)],
      'Its console': consoleSays(way, setup.chat),
      'The server': [serverSays(decisions, location.origin)],
    });
  }
}

function end(way, outcome, facts, body) {
  views.get(way).end(outcome, facts);
  outcomes.set(way, outcome);
  return { outcome, body };
}
