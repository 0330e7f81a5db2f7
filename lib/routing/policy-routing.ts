import { type CompiledPolicy, type PreflightPolicies, USUAL_METHODS } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import type { PoliciesAtPath } from './paths/path-policies.js';
import type { RequestTarget, RouteTable } from './route-table.js';

/**
 * A table of Nest's routes. `undefined` stands for a route that was registered on the platform
 * itself.
 */
export type NestRouteTable = RouteTable<DiscoveredRoute | undefined>;

export type NestTarget = RequestTarget<DiscoveredRoute | undefined>;

type Found = readonly (DiscoveredRoute | undefined)[];

/** The Nest route that answers a request, according to its target. */
export function routeFor(
  table: NestRouteTable,
  method: string,
  target: NestTarget,
): DiscoveredRoute | undefined {
  return table.at(target).find(method)[0];
}

/**
 * Decides which policies apply to a preflight. They are the policies of every route that the actual
 * request may reach.
 *
 * It also returns the methods of the path that the same policies answer, so that one preflight
 * covers them all. The result is cached for the same routes and policies.
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
  // A client can send any method to a route for all methods, so unusual ones are not cached.
  if (served && !USUAL_METHODS.includes(method) && !table.methods.has(method)) return make();
  return combinations.recall(served ? method : '', asked, found, make);
}

/** The methods that the policies allow if no route serves the path. */
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
 * Whether a method may be listed beside the requested one. A browser caches the list and later
 * sends such a method without a preflight. So the list must not contain a method that another
 * policy answers.
 */
function isSharedBy(
  policies: readonly CompiledPolicy[],
  served: boolean,
  others: readonly CompiledPolicy[] | undefined,
): boolean {
  if (others === undefined) return !served;
  return others.length === policies.length && others.every(policy => policies.includes(policy));
}
