import {
  type CorsConfigurationProblem,
  type EffectivePolicy,
  OPAQUE_ORIGIN,
  UNMATCHED_PATHS,
  placeOfPath,
} from '../policy/index.js';
import { type DiscoveredRoute, type PolicySnapshot, handlerName, routeLabel } from '../routing/index.js';

/** The origins that at least one policy allows with credentials, as a list of exact origins. */
export interface CredentialedOrigins {
  /** Exact origins without duplicates, in the order of their code units. */
  readonly origins: readonly string[];
  /** The rules that a list of exact origins cannot express. */
  readonly problems: readonly CorsConfigurationProblem[];
}

type FoundProblem = CorsConfigurationProblem & { readonly routes: string[] };

export { OPAQUE_ORIGIN };

export const NO_ROUTE = UNMATCHED_PATHS;
const MODULE = 'CorsModule.forRoot()';

const BY_PREDICATE =
  'write enableCsrfProtection({ exclude: request => cors.trusts(request) }), with cors = app.get(CorsService), or list the origins one by one';

/**
 * Collects the origins of all policies with credentials: of the routes, and of the defaults for
 * other paths.
 */
export function credentialedOrigins(
  routes: readonly DiscoveredRoute[],
  snapshot: PolicySnapshot,
): CredentialedOrigins {
  const origins = new Set<string>();
  const problems = new Map<string, Map<unknown, FoundProblem>>();
  const listed = [undefined, ...routes].map(route => [route, snapshot.entryOf(route)] as const);
  for (const [route, { effective }] of [...listed, ...snapshot.entriesOfKeys]) {
    if (effective.credentials?.value !== true) continue;
    for (const rule of rulesOf(effective)) {
      if (isExact(rule)) origins.add(rule);
      else addProblem(problems, rule, route, effective);
    }
  }
  return {
    origins: [...origins].sort(),
    problems: [...problems.values()].flatMap(found => [...found.values()]),
  };
}

function rulesOf({ origin }: EffectivePolicy): readonly unknown[] {
  const value = origin?.value;
  if (value === undefined || value === false) return [];
  return Array.isArray(value) ? value : [value];
}

function isExact(rule: unknown): rule is string {
  return typeof rule === 'string' && rule !== OPAQUE_ORIGIN && !rule.includes('*');
}

/** Adds one problem for each place and rule, with all routes that it concerns. */
function addProblem(
  problems: Map<string, Map<unknown, FoundProblem>>,
  rule: unknown,
  route: DiscoveredRoute | undefined,
  { origin: source }: EffectivePolicy,
): void {
  if (source === undefined) return;
  const { level, named, path } = source;
  const place = path === undefined ? placeOf(level, named, route) : placeOfKey(path, named);
  const label = route === undefined ? NO_ROUTE : routeLabel(route);
  const ofPlace = problems.get(place) ?? new Map<unknown, FoundProblem>();
  problems.set(place, ofPlace);
  const known = ofPlace.get(rule);
  if (known !== undefined) {
    if (!known.routes.includes(label)) known.routes.push(label);
    return;
  }
  ofPlace.set(rule, {
    route: label,
    routes: [label],
    level,
    ...(named === undefined ? {} : { named }),
    place,
    field: 'origin',
    value: rule,
    ...whatToDo(rule),
  });
}

function whatToDo(rule: unknown): { reason: string; suggestion: string } {
  if (rule === OPAQUE_ORIGIN) {
    return {
      reason:
        'this policy has credentials, and trustedOrigins cannot contain null, because sandboxed frames of every site have this origin',
      suggestion:
        'in the option exclude of enableCsrfProtection(), list the routes to which pages with origin null may post',
    };
  }
  if (typeof rule === 'function') {
    return {
      reason:
        'this policy has credentials, and trustedOrigins can contain only exact origins, not predicates and resolver classes',
      suggestion: `${BY_PREDICATE}, and add enforce: true to this policy, because Nest does not wait for predicates`,
    };
  }
  return {
    reason: `this policy has credentials, and trustedOrigins can contain only exact origins, not ${typeof rule === 'string' ? 'patterns' : 'regular expressions'}`,
    suggestion: BY_PREDICATE,
  };
}

function placeOfKey(path: string, named: string | undefined): string {
  return named === undefined ? placeOfPath(path) : `policies.${named} in ${MODULE}`;
}

function placeOf(
  level: CorsConfigurationProblem['level'],
  named: string | undefined,
  route: DiscoveredRoute | undefined,
): string {
  if (named !== undefined) return `policies.${named} in ${MODULE}`;
  if (route === undefined || (level !== 'method' && level !== 'controller')) return `defaults in ${MODULE}`;
  return `@CorsPolicy() on ${level === 'method' ? handlerName(route) : route.controller.name}`;
}
