import { isObject } from './value-kinds.js';
import type { Finding } from './finding.js';

const SUGGESTION =
  'read the environment variable with parseOrigins(), which returns false if it is not set, or throws with { required: true }';

/**
 * Checks for `origin` with the value `undefined`. The usual cause is an environment variable that
 * is not set.
 */
export function checkUnsetOrigin(options: unknown, inherits: boolean): Finding | undefined {
  if (!isObject(options) || !Object.hasOwn(options, 'origin') || options.origin !== undefined)
    return undefined;
  return {
    reason: inherits
      ? 'origin is present but undefined, so the next level decides. Perhaps an environment variable is not set'
      : 'origin is present but undefined, so no other origin has access. Perhaps an environment variable is not set',
    suggestion: SUGGESTION,
  };
}
