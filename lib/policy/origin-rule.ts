import type { CorsOriginResolverType } from './policy-options.js';

/** Whether a rule is a resolver class; any other function is a predicate. */
export function isResolverType(rule: unknown): rule is CorsOriginResolverType {
  if (typeof rule !== 'function') return false;
  const prototype: unknown = rule.prototype;
  // Arrow functions and methods have no prototype. A method can have the name `class`.
  if (typeof prototype !== 'object' || prototype === null) return false;
  return 'isAllowed' in prototype || /^class\b/.test(Function.prototype.toString.call(rule));
}
