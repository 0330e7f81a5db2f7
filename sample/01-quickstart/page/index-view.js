import { el, icon } from './dom.js';
import { ROLES } from './roles.js';

/** A group of links to cards. */
export function indexGroup(title, links) {
  return el('section.index__group', el('h3', title), el('ol', ...links.map(({ item }) => item)));
}

/** A link to a card, with a mark for the verdict on each origin. */
export function indexLink({ id, title }) {
  const marks = Object.fromEntries(ROLES.map(role => [role, el('span.mark')]));
  const link = el('a', { href: `#${id}` }, el('span', title), ...ROLES.map(role => marks[role]));
  return {
    item: el('li', link),
    show(role, { outcome }) {
      marks[role].dataset.outcome = outcome;
      marks[role].replaceChildren(
        icon(outcome === 'readable' ? 'check' : 'stop'),
        el('span.spoken', `, ${role}: ${outcome}`),
      );
    },
    fail(role) {
      delete marks[role].dataset.outcome;
      marks[role].replaceChildren();
    },
  };
}
