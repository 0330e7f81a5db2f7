import { cardView, setChip, showFailure, showResult } from './card-view.js';
import { el } from './dom.js';
import { showHere } from './here-view.js';
import { runScenario } from './run.js';
import { GROUPS, SCENARIOS } from './scenarios.js';

const setup = await (await fetch('/setup.json')).json();
const role = location.origin === setup.trusted ? 'trusted' : 'untrusted';
const spoken = document.getElementById('spoken');
const tally = document.getElementById('tally');
const runAll = document.getElementById('run-all');
const views = new Map();

document.documentElement.dataset.role = role;
document.title = `${role === 'trusted' ? 'Trusted' : 'Untrusted'} origin – CORS, request by request`;
showHere(document.getElementById('here'), setup, role);
build();
countOutcomes();
document.documentElement.dataset.ready = 'true';

function build() {
  const cards = document.getElementById('cards');
  const rail = document.getElementById('rail');
  for (const { title, scenarios } of GROUPS) {
    const list = el('ol.rail__list');
    rail.append(el('p.rail__group', title), list);
    cards.append(el('h3.cards__group', title));
    for (const scenario of scenarios) {
      const view = cardView(scenario, setup, () => run(scenario, true));
      const mark = el('span.rail__mark');
      views.set(scenario.id, { ...view, mark, outcome: null });
      cards.append(view.card);
      list.append(el('li', el('a', { href: `#${scenario.id}` }, el('span', scenario.title), mark)));
    }
  }
}

async function run(scenario, aloud) {
  const view = views.get(scenario.id);
  if (view.button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  setBusy(view, true);
  try {
    const result = await runScenario(scenario, setup);
    const headline = showResult(view, result, setup);
    view.outcome = result.outcome;
    setChip(view.mark, result.outcome);
    if (aloud) {
      spoken.textContent = `${scenario.title}: ${result.outcome}. ${headline}.`;
    }
  } catch (error) {
    view.outcome = null;
    showFailure(view, error);
    spoken.textContent = `${scenario.title}: ${error.message}`;
  } finally {
    setBusy(view, false);
    countOutcomes();
  }
}

function setBusy({ card, button }, busy) {
  card.setAttribute('aria-busy', String(busy));
  button.setAttribute('aria-disabled', String(busy));
}

runAll.addEventListener('click', async () => {
  if (runAll.getAttribute('aria-disabled') === 'true') {
    return;
  }
  runAll.setAttribute('aria-disabled', 'true');
  for (const scenario of SCENARIOS) {
    await run(scenario, false);
  }
  runAll.removeAttribute('aria-disabled');
  spoken.textContent = `All run from the ${role} origin: ${tally.textContent}`;
});

function countOutcomes() {
  const outcomes = [...views.values()].map(view => view.outcome);
  const count = wanted => outcomes.filter(outcome => outcome === wanted).length;
  tally.textContent = outcomes.every(outcome => outcome === null)
    ? 'Not run yet'
    : `${count('readable')} readable, ${count('blocked')} blocked`;
}
