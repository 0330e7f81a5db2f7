import { type CompiledPolicy, type PreflightPolicies, USUAL_METHODS } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import type { PolicySnapshot } from './policy-snapshot.js';
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
  snapshot: PolicySnapshot,
  method: string,
  target: NestTarget,
): PreflightPolicies {
  const routes = table.at(target);
  const asked = routes.find(method);
  const served = asked.some(route => route !== undefined);
  const methods = served
    ? snapshot.preflights.methodsBeside(method, table.methods)
    : [...(snapshot.defaults.policy.methods ?? USUAL_METHODS)];
  const found = methods.map(each => (each === method ? asked : routes.find(each)));
  const make = (): PreflightPolicies => {
    const policies = policiesOf(asked, snapshot) ?? [snapshot.defaults.policy];
    const shared = found.flatMap((routes, index) =>
      isSharedBy(policies, served, policiesOf(routes, snapshot)) ? methods.slice(index, index + 1) : [],
    );
    return { policies, methods: shared };
  };
  // A route for all methods serves whatever a client writes there, which nobody should remember.
  if (served && !USUAL_METHODS.includes(method) && !table.methods.has(method)) return make();
  return snapshot.preflights.recall(served ? method : '', asked, found, make);
}

function policiesOf(found: Found, snapshot: PolicySnapshot): readonly CompiledPolicy[] | undefined {
  if (found.every(route => route === undefined)) return undefined;
  return [...new Set(found.map(route => snapshot.policyOf(route)))];
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
