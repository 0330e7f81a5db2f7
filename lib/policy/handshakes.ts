import type { Enforcement } from './policy-options.js';
import type { PolicyEntry } from './policy-book.js';

/**
 * What the server does with WebSocket handshakes of origins that a policy does not allow. Without a
 * value of `handshakes`, it refuses them if some level sets `origin`, and otherwise reports them.
 */
export function handshakesOf({ policy, effective }: PolicyEntry): Enforcement {
  return policy.handshakes ?? (setsOrigin(effective) ? true : 'report');
}

/** Whether some level sets `origin`. */
export function setsOrigin({ origin }: PolicyEntry['effective']): boolean {
  return origin !== undefined && origin.level !== 'built-in';
}
