import type { HeaderList } from './header-list.js';
import { isToken } from '../fetch/index.js';

/** A header without values: `absent`, or `failure` if it does not parse. */
export type Missing = 'absent' | 'failure';

/**
 * The members of a header whose grammar is a list of tokens, such as
 * `Access-Control-Allow-Methods`.
 *
 * @see https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractTokens(name: string, headers: HeaderList): string[] | Missing {
  const lines = headers.lines(name);
  if (lines.length === 0) return 'absent';
  const members = lines
    .flatMap(line => line.split(','))
    .map(member => member.replace(/^[\t ]+|[\t ]+$/g, ''))
    // RFC 9110, 5.6.1.2: a recipient ignores a reasonable number of empty members.
    .filter(member => member !== '');
  return members.every(isToken) ? members : 'failure';
}

/**
 * `Access-Control-Max-Age`: delta-seconds, once.
 *
 * @see https://fetch.spec.whatwg.org/#http-new-header-syntax
 */
export function extractDeltaSeconds(name: string, headers: HeaderList): number | Missing {
  const lines = headers.lines(name);
  const [line] = lines;
  if (line === undefined) return 'absent';
  return lines.length === 1 && /^[0-9]+$/.test(line) ? Number(line) : 'failure';
}
