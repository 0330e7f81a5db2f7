import { describeValue } from '../../policy/index.js';
import type { PoliciesAtPath } from '../../routing/index.js';

/** Why the outcome of a request is not known. */
export function unmanaged({ isUnmanaged, keys }: PoliciesAtPath): string | undefined {
  return isUnmanaged
    ? `${keyNames(keys)} leaves the path to the application: its own handlers decide, and this module does not know how`
    : undefined;
}

/** Which policy decides if no route serves the request. */
export function unserved({ hasKey, keys }: PoliciesAtPath): string {
  return hasKey ? keyNames(keys) : 'the module defaults';
}

export function decide({ hasKey, keys }: PoliciesAtPath): string {
  return hasKey && keys.length === 1 ? 'decides' : 'decide';
}

function keyNames(keys: PoliciesAtPath['keys']): string {
  return keys
    .map(key => (key === undefined ? 'the module defaults' : `paths[${describeValue(key.key)}]`))
    .join(' and ');
}
