import type { CorsOriginResolverType } from './policy-options.js';

/**
 * Whether a rule is a resolver class. Any other function is a predicate.
 *
 * The language makes the `prototype` property of a class read-only, and that of a function
 * writable. `Object.freeze()` removes the difference. A frozen function therefore counts as a
 * predicate unless its instances have `isAllowed()`. If it is a class after all, calling it throws,
 * which refuses.
 */
export function isResolverType(rule: unknown): rule is CorsOriginResolverType {
  if (typeof rule !== 'function') return false;
  const prototype: unknown = rule.prototype;
  // Arrow functions and methods have no prototype.
  if (typeof prototype !== 'object' || prototype === null) return false;
  if ('isAllowed' in prototype) return true;
  return Object.getOwnPropertyDescriptor(rule, 'prototype')?.writable === false && !Object.isFrozen(rule);
}
