import type { RouteMark } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';

export const MARK_WORDS: Readonly<Record<RouteMark, string>> = {
  'any-origin': 'Any origin',
  'credentials': 'Credentials',
  'no-access': 'No other origin',
  'simple-post': 'No preflight for POST',
  'enforced': 'Enforced',
  'versions-differ': 'Versions differ',
};

const MARK_MEANINGS: Readonly<Record<RouteMark, string>> = {
  'any-origin': 'Pages of every origin may read the responses.',
  'credentials': 'Pages of the allowed origins may send cookies and read the responses.',
  'no-access': 'Pages of other origins may read nothing.',
  'simple-post':
    'Browsers send a POST with the content type of a form without a preflight, from a page of any origin. The handler runs, since enforce is not true.',
  'enforced': 'The server answers 403 to other origins before the handler runs, or before a WebSocket opens.',
  'versions-differ': 'Another version of the route has another policy.',
};

export const MARKS: readonly RouteMark[] = [
  'any-origin',
  'credentials',
  'no-access',
  'simple-post',
  'enforced',
  'versions-differ',
];

/** What stands out about a route, as an icon with words. Colour alone would not be accessible. */
export function markBadge(mark: RouteMark): HTMLElement {
  return element('span', { class: `mark mark--${mark}` }, icon(mark), MARK_WORDS[mark]);
}

/** The meaning of each mark, as a list of definitions. */
export function markLegend(): HTMLElement {
  return element(
    'dl',
    { class: 'meanings' },
    ...MARKS.map(mark =>
      element('div', {}, element('dt', {}, markBadge(mark)), element('dd', {}, MARK_MEANINGS[mark])),
    ),
  );
}
