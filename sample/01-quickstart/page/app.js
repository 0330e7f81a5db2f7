import { cardView } from './card-view.js';
import { el } from './dom.js';
import { heroView } from './hero-view.js';
import { indexLink, indexGroup } from './index-view.js';
import { OtherOrigin } from './other-origin.js';
import { ROLES } from './roles.js';
import { runScenario } from './run.js';
import { GROUPS, HERO, SCENARIOS } from './scenarios.js';
import { countOutcomes } from './tally.js';
import { explain } from './verdict.js';

const setup = await (await fetch('setup.json')).json();
const [here, there] = location.origin === setup.trusted ? ROLES : ROLES.toReversed();
const otherOrigin = new OtherOrigin(setup[there]);
const send = {
  [here]: scenario => runScenario(scenario, setup),
  [there]: scenario => otherOrigin.run(scenario),
};
const spoken = document.getElementById('spoken');
const runAll = document.getElementById('run-all');
const heroButton = document.getElementById('hero-run');
const origins = document.getElementById('origins');
const outcomes = { trusted: new Map(), untrusted: new Map() };
const views = new Map();

document.documentElement.dataset.role = here;
document.title = `${here === 'trusted' ? 'Trusted' : 'Untrusted'} origin – CORS, request by request`;
const hero = heroView(origins, setup, here);
build();
countOutcomes(outcomes);
document.documentElement.dataset.ready = 'true';

function build() {
  const cards = document.getElementById('cards');
  const index = document.getElementById('index');
  for (const { title, scenarios } of GROUPS) {
    const links = scenarios.map(indexLink);
    index.append(indexGroup(title, links));
    cards.append(el('h3.cards__group', title));
    scenarios.forEach((scenario, position) => {
      const view = cardView(scenario, setup, () => run(scenario, true));
      const shownIn = [view, links[position], ...(scenario.id === HERO ? [hero] : [])];
      views.set(scenario.id, { ...view, shownIn });
      cards.append(view.card);
    });
  }
}

async function run(scenario, aloud) {
  const { card, button } = views.get(scenario.id);
  if (isBusy(button)) {
    return;
  }
  setBusy(button, true);
  card.setAttribute('aria-busy', 'true');
  const verdicts = await Promise.all(ROLES.map(role => runFrom(role, scenario)));
  setBusy(button, false);
  card.setAttribute('aria-busy', 'false');
  countOutcomes(outcomes);
  if (aloud) {
    spoken.textContent = `${scenario.title}. ${verdicts.join(' ')}`;
  }
}

async function runFrom(role, scenario) {
  const { shownIn } = views.get(scenario.id);
  try {
    const result = await send[role](scenario);
    outcomes[role].set(scenario.id, result.outcome);
    shownIn.forEach(view => view.show(role, result));
    return `From the ${role} origin: ${result.outcome}. ${explain(result).headline}.`;
  } catch (error) {
    outcomes[role].delete(scenario.id);
    shownIn.forEach(view => view.fail(role, error.message));
    return `From the ${role} origin: ${error.message}`;
  }
}

runAll.addEventListener('click', async () => {
  if (isBusy(runAll)) {
    return;
  }
  setBusy(runAll, true);
  for (const scenario of SCENARIOS) {
    await run(scenario, false);
  }
  setBusy(runAll, false);
  spoken.textContent = `All requests have run. ${countOutcomes(outcomes)}`;
});

heroButton.addEventListener('click', async () => {
  if (isBusy(heroButton)) {
    return;
  }
  setBusy(heroButton, true);
  await run(
    SCENARIOS.find(({ id }) => id === HERO),
    true,
  );
  setBusy(heroButton, false);
  origins.scrollIntoView({ block: 'nearest' });
});

/** A busy button keeps the focus, which a disabled button would lose. */
function setBusy(button, busy) {
  button.setAttribute('aria-disabled', String(busy));
}

function isBusy(button) {
  return button.getAttribute('aria-disabled') === 'true';
}
