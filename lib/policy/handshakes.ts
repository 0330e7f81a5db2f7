import type { Enforcement } from './policy-options.js';
import type { PolicyEntry } from './policy-book.js';

/**
 * What the server does about WebSocket handshakes of origins that a policy does not allow. Where no level has a word
 * about it, they are refused if some level sets `origin`, and only reported if none does.
 */
export function handshakesOf({ policy, effective }: PolicyEntry): Enforcement {
  return policy.handshakes ?? (setsOrigin(effective) ? true : 'report');
}

/** Whether some level sets `origin`. */
export function setsOrigin({ origin }: PolicyEntry['effective']): boolean {
  return origin !== undefined && origin.level !== 'built-in';
}
