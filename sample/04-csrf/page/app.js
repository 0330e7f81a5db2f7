import { ATTEMPTS } from './attempts.js';
import { describe, OUTCOMES, outcomeOf } from './outcome.js';

const PAGES = {
  frontEnd: "the bank's own frontend, which its policy trusts",
  neighbour: 'a neighbour: the same site, another origin, not trusted',
  stranger: 'a stranger: another site',
};
const COOKIES = {
  none: 'SameSite=None; Secure',
  unset: 'without SameSite',
  lax: 'SameSite=Lax',
  strict: 'SameSite=Strict',
};
const DEFENCES = {
  cors: 'the CORS policy alone',
  enforce: 'enforce: true',
  csrf: 'enableCsrfProtection()',
  both: 'both',
};
const PATIENCE_MS = 5000;

const element = id => document.getElementById(id);
const setup = await (await fetch('/setup.json')).json();
const page = Object.keys(PAGES).find(name => setup[name] === setup.here);
const state = new URLSearchParams(decodeURIComponent(location.hash.slice(1)));

document.body.dataset.page = page;
element('banner').textContent = `You are on ${setup.here}, ${PAGES[page]}.`;
for (const [name, text] of Object.entries(PAGES)) {
  const link = Object.assign(document.createElement('a'), {
    href: `${setup[name]}/${location.hash}`,
    textContent: text.split(/[:,]/)[0],
  });
  if (name === page) link.setAttribute('aria-current', 'page');
  element('pages').append(link);
}
fill(element('cookie'), COOKIES, state.get('cookie'));
fill(element('defence'), DEFENCES, state.get('defence'));
element('session').textContent = state.has('cookie')
  ? `Logged in, with a cookie ${COOKIES[state.get('cookie')]}.`
  : 'Not logged in.';
element('log-in').addEventListener('click', logIn);
for (const attempt of ATTEMPTS) element('attempts').append(rowOf(attempt));
for (const [word, meaning] of Object.entries(OUTCOMES)) {
  element('words').append(
    Object.assign(document.createElement('dt'), { textContent: word }),
    Object.assign(document.createElement('dd'), { textContent: meaning }),
  );
}
document.documentElement.dataset.ready = '';

function fill(select, choices, chosen) {
  for (const [value, text] of Object.entries(choices))
    select.add(new Option(text, value, false, value === chosen));
}

// Navigates to the bank and back. The bank sets its cookie as a first party, so the browser's rules
// for third-party cookies do not apply.
function logIn() {
  const [cookie, defence] = [element('cookie').value, element('defence').value];
  const after = new URLSearchParams({ cookie, defence });
  const query = new URLSearchParams({ cookie, back: setup.here, state: String(after) });
  location.assign(`${setup.banks.cors}/session?${query}`);
}

function rowOf(attempt) {
  const row = document.createElement('tr');
  const [title, outcome, seen] = ['th', 'td', 'td'].map(name =>
    row.appendChild(document.createElement(name)),
  );
  title.scope = 'row';
  const button = Object.assign(document.createElement('button'), { textContent: attempt.title });
  button.dataset.testid = `run-${attempt.id}`;
  outcome.dataset.testid = `outcome-${attempt.id}`;
  outcome.setAttribute('role', 'status');
  title.append(button);
  button.addEventListener('click', async () => {
    delete outcome.dataset.outcome;
    outcome.textContent = '…';
    const { word, entries } = await run(attempt);
    seen.textContent = describe(entries);
    outcome.textContent = word;
    outcome.dataset.outcome = word;
  });
  return row;
}

async function run(attempt) {
  const id = crypto.randomUUID();
  const bank = setup.banks[element('defence').value];
  const readable = await attempt.send(`${bank}${attempt.path ?? '/account/transfers'}?attempt=${id}`);
  const entries = await seenByBank(id);
  return { word: outcomeOf(attempt, entries, readable), entries };
}

/** Polls, because a navigation in another tab reaches the bank after a short time. */
async function seenByBank(id) {
  const giveUp = Date.now() + PATIENCE_MS;
  for (;;) {
    const entries = await (await fetch(`/ledger?attempt=${id}`)).json();
    if (entries.length > 0 || Date.now() > giveUp) return entries;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
