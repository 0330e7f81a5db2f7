import { type CompiledPolicy, compilePolicy } from './compiled-policy.js';
import { CorsConfigurationError } from './configuration-error.js';
import { CredentialLevels } from './credential-levels.js';
import { IdentityNumbers } from './identity-numbers.js';
import { isResolverType } from './origin-rule.js';
import { checkRuleTimeout } from './rule-timeout.js';
import { DEFAULT_ORIGIN_TIMEOUT } from './answer-time.js';
import { POLICY_FIELDS } from './policy-fields.js';
import { PolicyIdentity } from './policy-identity.js';
import { type PlacedLayer, mergePolicy, mergeValues, writtenValue } from './policy-merge.js';
import type {
  CorsOriginResolver,
  CorsOriginResolverType,
  CorsPolicyOptions,
  EffectivePolicy,
  OriginPredicate,
} from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';
import { type ProblemSource, ProblemReport } from './problem-report.js';
import {
  checkEffectivePolicy,
  checkHandshakePolicy,
  checkOrigin,
  checkPolicyOptions,
  policyWarnings,
} from './validation/index.js';
import { problemsOf } from './validation/finding.js';
import {
  CREDENTIALS_WITHOUT_ORIGIN,
  HANDSHAKES_OF_ROUTE,
  missingMethod,
} from './validation/route-warnings.js';
import { trustedSuggestion } from './validation/trusted-suggestion.js';
import { checkUnsetOrigin } from './validation/unset-origin.js';
import { isObject } from './validation/value-kinds.js';

/** A compiled policy, and the effective policy with the level of each field. */
export interface PolicyEntry {
  readonly policy: CompiledPolicy;
  readonly effective: EffectivePolicy;
}

/** The source of the instances of resolver classes. */
export interface ResolverLookup {
  /** The reason why there is no instance; `undefined` if there is one. */
  problemWith(type: CorsOriginResolverType): PolicyProblem | undefined;
  instanceOf(type: CorsOriginResolverType): CorsOriginResolver;
}

/** Effective values that several routes share. */
interface Combination {
  readonly values: CorsPolicyOptions;
  readonly problems: readonly PolicyProblem[];
  /** `undefined` until a route without problems needs them. */
  warnings: readonly PolicyProblem[] | undefined;
  /** `undefined` until a route without problems needs it. */
  policy: CompiledPolicy | undefined;
}

const EVERY_METHOD = 'ALL';

const ROUTE_LEVELS: readonly string[] = ['method', 'controller'];

const BUILT_IN: ProblemSource = { level: 'built-in', place: 'the built-in policy' };

/**
 * Checks and compiles the policies of an application at start-up. Call {@link PolicyBook.enter} for
 * every route, then {@link PolicyBook.close}, which throws all problems together. Equal policies
 * share one compiled form.
 */
export class PolicyBook {
  readonly report = new ProblemReport();
  readonly warnings = new ProblemReport();
  private readonly compiled = new Map<string, CompiledPolicy>();
  private readonly identity = new PolicyIdentity();
  private readonly predicates = new Map<CorsOriginResolverType, OriginPredicate>();
  // A list of origins can be long and apply to hundreds of routes, so results are kept by identity.
  private readonly checkedOptions = new Map<CorsPolicyOptions, readonly PolicyProblem[]>();
  private readonly checkedOrigins = new Map<unknown, PolicyProblem[]>();
  private readonly combinations = new Map<string, Combination>();
  private readonly numbers = new IdentityNumbers();
  private readonly openings = new CredentialLevels();
  private readonly sound = new Map<readonly PlacedLayer[], PolicyEntry>();

  /** @param originTimeout the time of all predicates of a request together, in milliseconds */
  constructor(
    private readonly resolvers: ResolverLookup,
    private readonly originTimeout: number = DEFAULT_ORIGIN_TIMEOUT,
  ) {}

  /** The cached entry for these layers, if they produced no problems or warnings. */
  known(layers: readonly PlacedLayer[]): PolicyEntry | undefined {
    return this.sound.get(layers);
  }

  /**
   * Checks the levels of a route.
   *
   * @param layers the levels, nearest first
   * @param isTrusted whether the values give origins access that only trusted origins may have
   * @returns the policy, if there are no problems
   */
  enter(
    route: string,
    layers: readonly PlacedLayer[],
    isTrusted: (values: CorsPolicyOptions) => boolean = ({ credentials }) => credentials === true,
  ): PolicyEntry | undefined {
    // A value that is not an object cannot be merged.
    const values = layers.every(({ options }) => isObject(options)) ? mergeValues(layers) : undefined;
    const trusted = values !== undefined && isTrusted(values) ? values : undefined;
    const broken = layers.filter(layer => this.reportLayer(route, layer, trusted));
    const doubtful = layers.filter(layer => this.warnOfLayer(route, layer));
    if (values === undefined) return undefined;

    // Checked even if a level has a problem, so that one start reports all problems.
    const combination = this.combine(values);
    const { problems } = combination;
    for (const problem of problems) this.report.add(problem, route, sourceOf(problem, layers));
    if (broken.length > 0 || problems.length > 0) return undefined;

    const warnings = (combination.warnings ??= policyWarnings(values));
    for (const warning of warnings) this.warnings.add(warning, route, sourceOf(warning, layers));
    combination.policy ??= this.compile(values);
    const entry = { effective: mergePolicy(layers), policy: combination.policy };
    const lacksOrigin = this.openings.note(route, layers);
    if (warnings.length === 0 && doubtful.length === 0 && !lacksOrigin) this.sound.set(layers, entry);
    return entry;
  }

  /** Checks the levels of a gateway like those of a route, and the rules for handshakes. */
  enterGateway(route: string, layers: readonly PlacedLayer[]): PolicyEntry | undefined {
    const entry = this.enter(
      route,
      layers,
      ({ credentials, handshakes }) => credentials === true || handshakes !== false,
    );
    if (entry === undefined) return undefined;
    const problems = checkHandshakePolicy(mergeValues(layers));
    for (const problem of problems) this.report.add(problem, route, sourceOf(problem, layers));
    return problems.length === 0 ? entry : undefined;
  }

  /** The policy of levels without problems. Problems of other levels are not reported. */
  enterQuietly(layers: readonly PlacedLayer[]): PolicyEntry | undefined {
    if (layers.some(({ options }) => !isObject(options) || this.problemsOfOptions(options).length > 0))
      return undefined;
    const combination = this.combine(mergeValues(layers));
    if (combination.problems.length > 0) return undefined;
    combination.policy ??= this.compile(combination.values);
    return { effective: mergePolicy(layers), policy: combination.policy };
  }

  /** Warns if the policy of a route does not allow the method of the route. */
  checkMethod(
    route: () => string,
    method: string,
    { policy, effective }: PolicyEntry,
    layers: readonly PlacedLayer[],
  ): void {
    const { methods, origin } = policy;
    const opens = origin.allowsAny || origin.dependsOnOrigin;
    const complete = methods === undefined || methods.size === 0 || methods.has(method);
    if (!opens || complete || method === EVERY_METHOD) return;
    for (const problem of problemsOf('methods', effective.methods?.value, missingMethod(method))) {
      this.warnings.add(problem, route(), sourceOf(problem, layers));
    }
  }

  /** @throws {CorsConfigurationError} with all problems */
  close(): void {
    for (const { source, routes } of this.openings.useless) {
      const problems = problemsOf('credentials', true, CREDENTIALS_WITHOUT_ORIGIN);
      for (const problem of problems) for (const route of routes) this.warnings.add(problem, route, source);
    }
    if (this.report.problems.length > 0) throw new CorsConfigurationError(this.report.problems);
  }

  /** Warns of options that are valid, but have no effect or an unexpected one. */
  private warnOfLayer(route: string, layer: PlacedLayer): boolean {
    const { level, options } = layer;
    const handshakes = isObject(options) ? writtenValue(options, 'handshakes') : undefined;
    const warnings = isDecorated(layer)
      ? problemsOf(
          'handshakes',
          handshakes,
          handshakes !== undefined && ROUTE_LEVELS.includes(level) ? HANDSHAKES_OF_ROUTE : undefined,
        )
      : // An undefined origin of a decorator is an error instead, because an outer level may open it.
        problemsOf('origin', undefined, checkUnsetOrigin(options, false));
    for (const warning of warnings) this.warnings.add(warning, route, layer);
    return warnings.length > 0;
  }

  /**
   * @param trusted the values of the route, if it trusts its origins. Suggestions must then be
   * valid for trusted origins.
   */
  private reportLayer(route: string, layer: PlacedLayer, trusted: CorsPolicyOptions | undefined): boolean {
    const problems = this.problemsOfOptions(layer.options);
    const unset = problemsOf(
      'origin',
      undefined,
      isDecorated(layer) ? checkUnsetOrigin(layer.options, true) : undefined,
    );
    for (const problem of [...problems, ...unset]) {
      this.report.add(
        trusted === undefined ? problem : trustedSuggestion(problem, trusted.dangerously),
        route,
        layer,
      );
    }
    return problems.length + unset.length > 0;
  }

  private problemsOfOptions(options: CorsPolicyOptions): readonly PolicyProblem[] {
    let problems = this.checkedOptions.get(options);
    if (problems === undefined) {
      problems = checkPolicyOptions(options, origin => this.checkOrigins(origin));
      this.checkedOptions.set(options, problems);
    }
    return problems;
  }

  private checkOrigins(origin: unknown): PolicyProblem[] {
    let problems = this.checkedOrigins.get(origin);
    if (problems === undefined) {
      const rules: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
      problems = [
        ...checkOrigin(origin),
        ...rules.filter(isResolverType).flatMap(rule => this.resolvers.problemWith(rule) ?? []),
        ...rules.flatMap(rule => problemsOf('origin', rule, checkRuleTimeout(rule, this.originTimeout))),
      ];
      this.checkedOrigins.set(origin, problems);
    }
    return problems;
  }

  private combine(values: CorsPolicyOptions): Combination {
    const key = POLICY_FIELDS.map(field => this.numbers.of(values[field])).join();
    let combination = this.combinations.get(key);
    if (combination === undefined) {
      combination = {
        values,
        problems: checkEffectivePolicy(values),
        warnings: undefined,
        policy: undefined,
      };
      this.combinations.set(key, combination);
    }
    return combination;
  }

  private compile(values: CorsPolicyOptions): CompiledPolicy {
    const identity = this.identity.of(values);
    let policy = this.compiled.get(identity);
    if (policy === undefined) {
      policy = compilePolicy(values, rule => this.predicateOf(rule));
      this.compiled.set(identity, policy);
    }
    return policy;
  }

  // One predicate for each class, so that a request asks the class once.
  private predicateOf(rule: OriginPredicate | CorsOriginResolverType): OriginPredicate {
    if (!isResolverType(rule)) return rule;
    let predicate = this.predicates.get(rule);
    if (predicate === undefined) {
      const resolver = this.resolvers.instanceOf(rule);
      predicate = (asked, request) => resolver.isAllowed(asked, request);
      // Logs show the name of the class.
      Object.defineProperty(predicate, 'name', { value: rule.name });
      this.predicates.set(rule, predicate);
    }
    return predicate;
  }
}

/**
 * Whether the options are written in a decorator or a key of `paths`, so that outer levels set the
 * other fields.
 */
function isDecorated({ level, named }: PlacedLayer): boolean {
  return named === undefined && level !== 'defaults';
}

/** The nearest level that sets the field of a problem. */
function sourceOf({ field }: PolicyProblem, layers: readonly PlacedLayer[]): ProblemSource {
  return layers.reduceRight<ProblemSource>(
    (source, layer) => (writtenValue(layer.options, field) === undefined ? source : layer),
    BUILT_IN,
  );
}
