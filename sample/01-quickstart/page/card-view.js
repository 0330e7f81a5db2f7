import { code, el, icon } from './dom.js';
import { flowView } from './flow-view.js';
import { toCode } from './request.js';
import { LOGIN } from './scenarios.js';
import { explain } from './verdict.js';

const FIELDS = ['origin', 'methods', 'allowedHeaders', 'exposedHeaders', 'credentials', 'maxAge', 'enforce'];

/** One request: what it is, its code on both sides, and room for what happened. */
export function cardView(scenario, setup, run) {
  const button = el(
    'button.button',
    { 'type': 'button', 'data-testid': `run-${scenario.id}` },
    icon('play'),
    'Run',
  );
  button.addEventListener('click', run);
  const chip = el('p.chip', { 'data-testid': `verdict-${scenario.id}` }, 'not run yet');
  const result = el('div.card__result', { 'aria-live': 'off' }, waiting());
  const { method } = scenario.request;
  const card = el(
    'article.card',
    {
      'id': scenario.id,
      'data-testid': `scenario-${scenario.id}`,
      'aria-labelledby': `${scenario.id}-title`,
    },
    el(
      'header.card__head',
      el('span.verb', method),
      el('h4', { id: `${scenario.id}-title` }, scenario.title),
      el('div.card__run', chip, button),
    ),
    el(
      'div.card__brief',
      el('p.card__sentence', scenario.sentence),
      el('h5', 'In the page'),
      code(pageCode(scenario)),
      el('h5', 'In the API'),
      code(scenario.policy),
      policyDetails(scenario, setup),
    ),
    result,
  );
  return { card, button, chip, result };
}

function pageCode(scenario) {
  const login = scenario.login ? `// log in\n${toCode(LOGIN)}\n\n` : '';
  return login + toCode(scenario.request);
}

function waiting() {
  return el('p.waiting', 'What will this page get? Run it and see.');
}

function policyDetails({ handler }, { routes }) {
  const route = routes.find(candidate => candidate.handler === handler);
  if (route === undefined) {
    return null;
  }
  const rows = FIELDS.filter(field => route.policy[field] !== undefined).map(field => {
    const { value, level, named } = route.policy[field];
    const from = named === undefined ? level : `${level}, ‘${named}’`;
    return el('tr', el('th', { scope: 'row' }, field), el('td', show(value)), el('td', from));
  });
  const head = el('tr', ...['Field', 'Value', 'Set by'].map(name => el('th', { scope: 'col' }, name)));
  return el(
    'details.policy',
    el('summary', 'The policy in effect'),
    el('table', el('thead', head), el('tbody', ...rows)),
  );
}

function show(value) {
  if (value === undefined || value === null) {
    return '–';
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Shows a finished run and leaves it in the card as JSON, for tests and for the curious. */
export function showResult(view, result, setup) {
  const { headline, because } = explain(result);
  const json = el('script', { 'type': 'application/json', 'data-testid': `result-${result.scenario}` });
  json.textContent = JSON.stringify(result);
  setChip(view.chip, result.outcome);
  view.card.dataset.outcome = result.outcome;
  view.result.replaceChildren(
    el('div.because', el('p.because__head', headline), el('p', because)),
    flowView(result, setup),
    json,
  );
  return headline;
}

export function showFailure(view, error) {
  view.chip.replaceChildren('no answer');
  view.result.replaceChildren(el('p.waiting', String(error.message)));
}

export function setChip(chip, outcome) {
  chip.dataset.outcome = outcome;
  chip.replaceChildren(icon(outcome === 'readable' ? 'check' : 'stop'), outcome);
}
