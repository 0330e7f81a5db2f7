import { headerNameList } from './header-names.js';
import { IdentityNumbers } from './identity-numbers.js';
import { toList } from './list-value.js';
import { BUILT_IN_POLICY } from './policy-fields.js';
import type { CorsPolicyOptions, OriginRule } from './policy-options.js';
import { permits } from './validation/check-dangerously.js';
import { isRegExp } from './validation/value-kinds.js';

/**
 * Gives equal policies equal keys. Functions and classes compare by identity, not by their source,
 * because two closures can have the same source and different variables.
 */
export class PolicyIdentity {
  private readonly functions = new IdentityNumbers();
  private readonly origins = new IdentityNumbers();
  // A list can be long, and many policies can share it.
  private readonly numbers = new Map<CorsPolicyOptions['origin'], number>();

  of(values: CorsPolicyOptions): string {
    const { methods, allowedHeaders = BUILT_IN_POLICY.allowedHeaders, exposedHeaders = [] } = values;
    return JSON.stringify([
      this.originNumber(values.origin),
      methods === undefined ? null : distinct(toList(methods)),
      distinct([...headerNameList(allowedHeaders).names]),
      distinct([...headerNameList(exposedHeaders).names]),
      values.credentials,
      values.maxAge,
      values.optionsSuccessStatus,
      values.enforce,
      values.resourcePolicy,
      values.handshakes,
      permits(values.dangerously, 'allowNullOrigin'),
      permits(values.dangerously, 'allowFileOrigin'),
    ]);
  }

  private originNumber(origin: CorsPolicyOptions['origin']): number {
    let number = this.numbers.get(origin);
    if (number === undefined) {
      number = this.origins.of(JSON.stringify(this.originIdentity(origin)));
      this.numbers.set(origin, number);
    }
    return number;
  }

  private originIdentity(origin: CorsPolicyOptions['origin']): unknown {
    if (origin === undefined || origin === false) return origin;
    const rules = Array.isArray(origin) ? origin : [origin];
    // Predicates are asked in the order of the list. The order of other rules has no effect.
    return [distinct(rules.flatMap(fixedRule)), rules.flatMap(rule => this.askedRule(rule))];
  }

  private askedRule(rule: OriginRule): number[] {
    return typeof rule === 'function' ? [this.functions.of(rule)] : [];
  }
}

function fixedRule(rule: OriginRule): string[] {
  if (typeof rule === 'function') return [];
  return [isRegExp(rule) ? `~${rule.flags}/${rule.source}` : `=${rule}`];
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
