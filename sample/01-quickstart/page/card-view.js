import { code, el, highlighted, icon } from './dom.js';
import { flowView } from './flow-view.js';
import { policyView } from './policy-view.js';
import { toCode } from './request.js';
import { ICONS, ROLES } from './roles.js';
import { LOGIN } from './scenarios.js';
import { explain } from './verdict.js';
import { showNoVerdict, showVerdict, verdictView } from './verdict-view.js';

/** One request with the verdict for each origin. Its code and its sequence diagrams unfold. */
export function cardView(scenario, setup, run) {
  const { id, title } = scenario;
  const button = el(
    'button.button',
    { 'type': 'button', 'data-testid': `run-${id}`, 'aria-label': `Run: ${title}` },
    icon('play'),
    'Run',
  );
  button.addEventListener('click', run);
  const verdicts = byRole(role => verdictView(scenario, role));
  const flows = byRole(role => flowPlace(role));
  const panel = panelView(scenario, setup, flows);
  const card = el(
    'article.card',
    { id, 'data-testid': `scenario-${id}`, 'aria-labelledby': `${id}-title` },
    el(
      'div.card__request',
      el('h4', { id: `${id}-title` }, el('span.verb', scenario.request.method), ` ${title}`),
      el('p.card__sentence', scenario.sentence),
      el('p.card__policy', highlighted(oneLine(scenario.policy))),
    ),
    ...ROLES.map(role => verdicts[role].cell),
    el('div.card__actions', button, toggle(scenario, panel)),
    panel,
  );
  return {
    card,
    button,
    show(role, result) {
      showVerdict(verdicts[role], result);
      flows[role].body.replaceChildren(
        el('p.flow__because', explain(result).steps.join(' ')),
        flowView(result, setup),
        resultJson(result, role),
      );
    },
    fail(role, message) {
      showNoVerdict(verdicts[role], message);
      flows[role].body.replaceChildren(waiting(message));
    },
  };
}

function byRole(create) {
  return Object.fromEntries(ROLES.map(role => [role, create(role)]));
}

function toggle({ id, title }, panel) {
  const button = el(
    'button.toggle',
    {
      'type': 'button',
      'data-testid': `toggle-${id}`,
      'aria-expanded': 'false',
      'aria-controls': panel.id,
      'aria-label': `Diagrams and code: ${title}`,
    },
    icon('unfold'),
    'Diagrams and code',
  );
  button.addEventListener('click', () => {
    panel.hidden = !panel.hidden;
    button.setAttribute('aria-expanded', String(!panel.hidden));
  });
  return button;
}

function panelView(scenario, setup, flows) {
  const { id, handler, policy } = scenario;
  const effective = policyView(handler, setup.routes);
  return el(
    'div.panel',
    { 'id': `${id}-panel`, 'data-testid': `panel-${id}`, 'hidden': '' },
    el('div.panel__flows', ...ROLES.map(role => flows[role].section)),
    el(
      'div.panel__code',
      el('section', el('h5', 'In the page'), code(pageCode(scenario))),
      el('section', el('h5', 'In the API'), code(policy)),
      effective === null ? null : el('section', el('h5', 'Effective policy'), effective),
    ),
  );
}

function flowPlace(role) {
  const body = el('div', waiting('Run the request to draw its diagram.'));
  const head = el('h5', icon(ICONS[role]), `From the ${role} origin`);
  return { section: el('section.panel__flow', { 'data-role': role }, head, body), body };
}

function waiting(text) {
  return el('p.waiting', text);
}

/** The finished run as JSON, for tests and for readers who want all details. */
function resultJson(result, role) {
  const testId = `result-${result.scenario}-${role}`;
  const json = el('script', { 'type': 'application/json', 'data-testid': testId });
  json.textContent = JSON.stringify(result);
  return json;
}

function pageCode(scenario) {
  const login = scenario.login ? `// log in\n${toCode(LOGIN)}\n\n` : '';
  return login + toCode(scenario.request);
}

/** The code of a policy without its comments and line breaks. */
function oneLine(policy) {
  return policy
    .replace(/^\/\/.*\n/gm, '')
    .replace(/,\n *(?=[\]}])/g, ' ')
    .replace(/\n */g, ' ')
    .replace(/\[ /g, '[')
    .replace(/ \]/g, ']');
}
