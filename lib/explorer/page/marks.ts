import type { RouteMark } from '../messages.js';
import { element } from './dom.js';
import { icon } from './icons.js';

export const MARK_WORDS: Readonly<Record<RouteMark, string>> = {
  'any-origin': 'Any origin',
  'credentials': 'Credentials',
  'no-access': 'No other origin',
  'versions-differ': 'Versions differ',
};

export const MARKS: readonly RouteMark[] = ['any-origin', 'credentials', 'no-access', 'versions-differ'];

/** What stands out about a route: a picture and a word, never colour alone. */
export function markBadge(mark: RouteMark): HTMLElement {
  return element('span', { class: `mark mark--${mark}` }, icon(mark), MARK_WORDS[mark]);
}
