import { isObject } from './value-kinds.js';
import type { Finding } from './finding.js';

const SUGGESTION =
  'read an environment variable with parseOrigins(), which gives false where it is not set, or throws with { required: true }';

/** What is wrong with an `origin` that is written and undefined, mostly because an environment variable is not set. */
export function checkUnsetOrigin(options: unknown, inherits: boolean): Finding | undefined {
  if (!isObject(options) || !Object.hasOwn(options, 'origin') || options.origin !== undefined)
    return undefined;
  return {
    reason: inherits
      ? 'origin is written and undefined, so that the next level decides: an environment variable is perhaps not set'
      : 'origin is written and undefined, so that no other origin has access: an environment variable is perhaps not set',
    suggestion: SUGGESTION,
  };
}
