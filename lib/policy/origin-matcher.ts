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

/** The decision of the rules about an origin; `ask` if only the predicates can decide. */
export type OriginVerdict = 'allowed' | 'refused' | 'ask';

/** The compiled origin rules of a policy. Requests only read them. */
export interface OriginMatcher {
  /** Whether the verdict depends on the origin. If it does, responses have `Vary: Origin`. */
  readonly dependsOnOrigin: boolean;
  /** `true` for `origin: '*'`. */
  readonly allowsAny: boolean;
  /** The predicates to ask after the verdict `ask`, in the order of the list. */
  readonly predicates: readonly OriginPredicate[];
  verdict(origin: string): OriginVerdict;
}

/** Returns the predicate of a rule. For a resolver class, the predicate calls its instance. */
export type PredicateOf = (rule: OriginPredicate | CorsOriginResolverType) => OriginPredicate;

/** For rules without predicates and resolver classes. It refuses every origin. */
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

/** Compiles valid origin rules. The cost of a match does not grow with the number of strings. */
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
  // Patterns without their wildcards: `https://example.com`, `https://.example.com:8443`,
  // `https://.example.com`.
  private readonly onAnyPort = new Set<string>();
  private readonly subdomains = new Set<string>();
  private readonly subdomainsOnAnyPort = new Set<string>();
  /**
   * The lengths of the domains in subdomain patterns, with the dot before them. Other suffixes are
   * skipped.
   */
  private readonly domainLengths = new Set<number>();
  private readonly expressions: RegExp[] = [];
  /** Whether there is a pattern or an expression. */
  private readonly hasFreeNames: boolean;
  /** Origins of many unrelated pages, which no rule matches without a permission. */
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
    if (!this.hasFreeNames && this.predicates.length === 0) return 'refused';
    const parts = parseOrigin(origin);
    if (parts === undefined && origin !== OPAQUE_ORIGIN) return 'refused';
    // Names that DNS cannot have can exist in a local resolver. Only a predicate can know them.
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
    // Schemes other than http and https can have hosts with empty labels. No pattern matches them.
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
 * A copy of an expression, because the application can change its own. V8 interprets an expression
 * at its first use and compiles it at the second, which is many times faster. The first use is
 * here, so that no request pays for it.
 */
function readyExpression({ source, flags }: RegExp): RegExp {
  const expression = new RegExp(source, flags);
  expression.test('https://app.example.com');
  return expression;
}
