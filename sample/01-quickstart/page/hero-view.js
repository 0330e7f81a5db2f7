import { el, icon } from './dom.js';
import { hostOf, ICONS, ROLES } from './roles.js';
import { explain } from './verdict.js';
import { setChip } from './verdict-view.js';

const MEANINGS = {
  trusted: 'The policy allows this origin.',
  untrusted: 'The policy does not allow this origin.',
};

/** Shown before the run. Each step of the run is the answer to one question. */
const QUESTIONS = ['Is a preflight needed?', 'Does the handler run?', 'Does the response allow this origin?'];

/** One panel for each origin, with the steps and the verdict of the request that the hero sends. */
export function heroView(section, setup, here) {
  const views = Object.fromEntries(ROLES.map(role => [role, originView(role, setup, here)]));
  section.replaceChildren(...ROLES.map(role => views[role].card));
  return {
    show(role, result) {
      const { headline, steps } = explain(result);
      setChip(views[role].chip, result.outcome);
      views[role].headline.textContent = headline;
      views[role].flow.replaceChildren(stepList('ol.steps.steps--run', steps));
    },
    fail(role, message) {
      delete views[role].chip.dataset.outcome;
      views[role].chip.replaceChildren('no response');
      views[role].headline.textContent = '';
      views[role].flow.replaceChildren(el('p', message));
    },
  };
}

function originView(role, setup, here) {
  const chip = el('span.chip', { 'data-testid': `hero-verdict-${role}` }, 'not run yet');
  const headline = el('span');
  const flow = el(
    'div.origin__flow',
    { 'data-testid': `hero-flow-${role}` },
    stepList('ol.steps', QUESTIONS),
  );
  const card = el(
    'section.origin',
    { 'data-role': role, 'aria-labelledby': `origin-${role}` },
    el(
      'header.origin__head',
      icon(ICONS[role]),
      el('h2', { id: `origin-${role}` }, role === 'trusted' ? 'Trusted origin' : 'Untrusted origin'),
    ),
    el('p.origin__name', el('span', 'http://'), hostOf(setup[role])),
    el('p', MEANINGS[role]),
    flow,
    el('p.origin__verdict', chip, headline),
    role === here
      ? el('p.origin__place', { 'data-testid': 'origin-banner' }, 'You are on this origin.')
      : el(
          'p.origin__place',
          'A frame sends from here. ',
          el('a', { 'href': setup[role], 'data-testid': 'other-origin' }, `Open the ${role} origin`),
        ),
  );
  return { card, chip, headline, flow };
}

function stepList(selector, steps) {
  return el(selector, ...steps.map(step => el('li', step)));
}
