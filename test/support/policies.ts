import {
  type CompiledPolicy,
  type CorsOriginResolverType,
  type CorsPolicyOptions,
  type OriginPredicate,
  type OriginRule,
  compilePolicy,
} from '../../lib/policy/index.js';
import { isResolverType } from '../../lib/policy/origin-rule.js';

/** Compiles values whose rules hold no resolver classes. */
export function compiled(values: CorsPolicyOptions): CompiledPolicy {
  return compilePolicy(values, withoutResolvers);
}

/** A policy with these origin rules and nothing else. */
export function policyFor(
  origin: OriginRule | OriginRule[],
  dangerously?: CorsPolicyOptions['dangerously'],
): CompiledPolicy {
  return compiled(dangerously === undefined ? { origin } : { origin, dangerously });
}

/** Options that a type checker would reject, as plain JavaScript can pass them. */
export function unchecked(options: unknown): CorsPolicyOptions {
  return options as CorsPolicyOptions;
}

function withoutResolvers(rule: OriginPredicate | CorsOriginResolverType): OriginPredicate {
  if (isResolverType(rule)) throw new TypeError('These policies have no resolver classes.');
  return rule;
}
