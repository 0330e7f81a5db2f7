import {
  FILE_ORIGIN,
  MAX_ORIGIN_LENGTH,
  OPAQUE_ORIGIN,
  type OriginParts,
  SCHEME_END,
  canExist,
  parseOrigin,
} from '../fetch/index.js';
import type {
  CorsOriginResolverType,
  CorsPolicyOptions,
  OriginPredicate,
  OriginRule,
} from './policy-options.js';
import { isRegExp } from './validation/value-kinds.js';

/** What the rules that need nobody's answer say; `ask` where only the predicates can tell. */
export type OriginVerdict = 'allowed' | 'refused' | 'ask';

/** The origin rules of a policy, compiled: the request path only reads them. */
export interface OriginMatcher {
  /** Whether the answer depends on the origin; if not, responses do not vary by it. */
  readonly dependsOnOrigin: boolean;
  /** `true` for `origin: '*'`. */
  readonly allowsAny: boolean;
  /** The rules to ask where {@link OriginMatcher.verdict} says so, in the order of the list. */
  readonly predicates: readonly OriginPredicate[];
  verdict(origin: string): OriginVerdict;
}

/** Turns resolver classes into predicates; the caller has their instances. */
export type PredicateOf = (rule: OriginPredicate | CorsOriginResolverType) => OriginPredicate;

/** For rules without any: what is asked by mistake refuses. */
export const NO_PREDICATES: PredicateOf = () => refuse;

function refuse(): boolean {
  return false;
}

export interface OriginMatcherOptions {
  readonly allowNullOrigin: boolean;
  readonly allowFileOrigin: boolean;
  readonly predicateOf: PredicateOf;
}

const ANY_ORIGIN: OriginMatcher = Object.freeze({
  dependsOnOrigin: false,
  allowsAny: true,
  predicates: [],
  verdict: (): OriginVerdict => 'allowed',
});

const NO_ORIGIN: OriginMatcher = Object.freeze({
  dependsOnOrigin: false,
  allowsAny: false,
  predicates: [],
  verdict: (): OriginVerdict => 'refused',
});

const ANY_SUBDOMAIN = '*.';
const ANY_PORT = ':*';
const PORT = /:\d+$/;

/** Compiles valid origin rules. Matching costs the same for one rule and for a hundred thousand strings. */
export function compileOriginMatcher(
  option: Exclude<CorsPolicyOptions['origin'], undefined>,
  options: OriginMatcherOptions,
): OriginMatcher {
  if (option === '*') return ANY_ORIGIN;
  if (option === false) return NO_ORIGIN;
  return new OriginRules(Array.isArray(option) ? option : [option], options);
}

class OriginRules implements OriginMatcher {
  readonly dependsOnOrigin = true;
  readonly allowsAny = false;
  readonly predicates: readonly OriginPredicate[];
  private readonly exact = new Set<string>();
  // Keyed by what of the origin is fixed: `https://example.com`, `https://.example.com:8443`, `https://.example.com`.
  private readonly onAnyPort = new Set<string>();
  private readonly subdomains = new Set<string>();
  private readonly subdomainsOnAnyPort = new Set<string>();
  /** Of the domains that have subdomains, with the dot before them: suffixes of any other length need no look. */
  private readonly domainLengths = new Set<number>();
  private readonly expressions: RegExp[] = [];
  /** Whether a rule stands for more than the origins that are written out. */
  private readonly hasFreeNames: boolean;
  /** Origins that many unrelated pages share, and that no rule matches without a permission. */
  private readonly shared: ReadonlySet<string>;

  constructor(rules: readonly OriginRule[], options: OriginMatcherOptions) {
    this.shared = new Set([
      ...(options.allowNullOrigin ? [] : [OPAQUE_ORIGIN]),
      ...(options.allowFileOrigin ? [] : [FILE_ORIGIN]),
    ]);
    const predicates: OriginPredicate[] = [];
    for (const rule of rules) {
      if (typeof rule === 'string') this.addString(rule);
      else if (isRegExp(rule)) this.expressions.push(readyExpression(rule));
      else predicates.push(options.predicateOf(rule));
    }
    this.predicates = predicates;
    this.hasFreeNames = this.expressions.length + this.onAnyPort.size + this.domainLengths.size > 0;
  }

  verdict(origin: string): OriginVerdict {
    if (origin.length > MAX_ORIGIN_LENGTH) return 'refused';
    if (this.shared.has(origin)) return 'refused';
    if (this.exact.has(origin)) return 'allowed';
    const parts = parseOrigin(origin);
    if (parts === undefined && origin !== OPAQUE_ORIGIN) return 'refused';
    // Only a predicate can know of a name that DNS cannot have, such as one of a local resolver.
    if (this.hasFreeNames && (parts === undefined || canExist(parts))) {
      if (parts !== undefined && this.matchesPattern(parts)) return 'allowed';
      if (this.expressions.some(expression => expression.test(origin))) return 'allowed';
    }
    return this.predicates.length > 0 ? 'ask' : 'refused';
  }

  private addString(rule: string): void {
    const anyPort = rule.endsWith(ANY_PORT);
    const base = anyPort ? rule.slice(0, -ANY_PORT.length) : rule;
    const hostStart = base.indexOf(SCHEME_END) + SCHEME_END.length;
    if (base.startsWith(ANY_SUBDOMAIN, hostStart)) {
      const domain = base.slice(hostStart + 1);
      (anyPort ? this.subdomainsOnAnyPort : this.subdomains).add(base.slice(0, hostStart) + domain);
      this.domainLengths.add(domain.replace(PORT, '').length);
    } else {
      (anyPort ? this.onAnyPort : this.exact).add(base);
    }
  }

  private matchesPattern({ scheme, host, port }: OriginParts): boolean {
    if (this.onAnyPort.size > 0 && this.onAnyPort.has(scheme + host)) return true;
    if (this.domainLengths.size === 0) return false;
    // Schemes other than http and https may have such hosts. No rule means them.
    if (host.startsWith('.') || host.includes('..')) return false;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      if (!this.domainLengths.has(host.length - dot)) continue;
      const suffix = scheme + host.slice(dot);
      if (this.subdomains.has(suffix + port) || this.subdomainsOnAnyPort.has(suffix)) return true;
    }
    return false;
  }
}

/**
 * A copy, since the caller could compile or alter theirs; the flags were checked at start-up. V8 interprets an expression at
 * its first use and compiles it at the second, which is many times faster: the first use is not a client's.
 */
function readyExpression({ source, flags }: RegExp): RegExp {
  const expression = new RegExp(source, flags);
  expression.test('https://app.example.com');
  return expression;
}
