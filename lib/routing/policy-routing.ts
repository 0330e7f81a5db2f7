import { type CompiledPolicy, type PreflightPolicies, USUAL_METHODS } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import type { PoliciesAtPath } from './paths/path-policies.js';
import type { RequestTarget, RouteTable } from './route-table.js';

/** A table of Nest's routes; `undefined` for one that the application registered on the platform itself. */
export type NestRouteTable = RouteTable<DiscoveredRoute | undefined>;

export type NestTarget = RequestTarget<DiscoveredRoute | undefined>;

type Found = readonly (DiscoveredRoute | undefined)[];

/** The route of Nest that answers a request, as far as its target tells. */
export function routeFor(
  table: NestRouteTable,
  method: string,
  target: NestTarget,
): DiscoveredRoute | undefined {
  return table.at(target).find(method)[0];
}

/**
 * The policies that the request announced by a preflight may meet, and the methods of its path that the same policies answer, so that one
 * preflight serves them all. For the same routes it is the same object, as long as the policies are the same.
 */
export function preflightPolicies(
  table: NestRouteTable,
  policies: PoliciesAtPath,
  method: string,
  target: NestTarget,
): PreflightPolicies {
  const { combinations } = policies;
  const routes = table.at(target);
  const asked = routes.find(method);
  const served = asked.some(route => route !== undefined);
  const methods = served ? combinations.methodsBeside(method, table.methods) : unservedMethods(policies);
  const found = methods.map(each => (each === method ? asked : routes.find(each)));
  const make = (): PreflightPolicies => {
    const own = policiesOf(asked, policies) ?? policies.policiesOf(undefined);
    const shared = found.flatMap((routes, index) =>
      isSharedBy(own, served, policiesOf(routes, policies)) ? methods.slice(index, index + 1) : [],
    );
    return { policies: own, methods: shared };
  };
  // A route for all methods serves whatever a client writes there, which nobody should remember.
  if (served && !USUAL_METHODS.includes(method) && !table.methods.has(method)) return make();
  return combinations.recall(served ? method : '', asked, found, make);
}

/** The methods that a policy stands for where no route serves the path. */
function unservedMethods(policies: PoliciesAtPath): readonly string[] {
  return [
    ...new Set(policies.policiesOf(undefined).flatMap(({ methods }) => [...(methods ?? USUAL_METHODS)])),
  ];
}

function policiesOf(found: Found, policies: PoliciesAtPath): readonly CompiledPolicy[] | undefined {
  if (found.every(route => route === undefined)) return undefined;
  return [...new Set(found.flatMap(route => policies.policiesOf(route)))];
}

/**
 * Whether a method may stand beside the requested one in the answer. A browser keeps the list, and later sends such a method without another
 * preflight, so a method that another policy answers must never be on it.
 */
function isSharedBy(
  policies: readonly CompiledPolicy[],
  served: boolean,
  others: readonly CompiledPolicy[] | undefined,
): boolean {
  if (others === undefined) return !served;
  return others.length === policies.length && others.every(policy => policies.includes(policy));
}
