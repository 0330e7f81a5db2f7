import type { IncomingHttpHeaders } from 'node:http';
import { leftoverHeaders } from './acting-middleware.js';
import type { Entry } from './journal.js';
import { type WholePolicy, allows, asks, defaultPolicy, plannedRoute, policyOf } from './policies.js';
import type { MiddlewarePlan, Place, RewritingPlan, RewritingRequest } from './rewriting-plan.js';
import { OWN_ORIGIN } from './route-types.js';

export type AccessHeaders = Readonly<Record<string, string>>;

/** All `Access-Control-*` headers of an answer. */
export function accessHeaders(headers: IncomingHttpHeaders): AccessHeaders {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('access-control-'))
      .map(([name, value]) => [name, String(value)]),
  );
}

export function variesByOrigin({ vary }: IncomingHttpHeaders): boolean {
  return (vary ?? '').split(',').some(name => name.trim().toLowerCase() === 'origin');
}

/** The headers of a policy for an origin. */
export function headersOf(policy: WholePolicy, origin: string | undefined): AccessHeaders {
  const { name, credentials } = policy;
  const exposed = name === '' ? {} : { 'access-control-expose-headers': name };
  if (policy.origin === 'any') return { 'access-control-allow-origin': '*', ...exposed };
  if (origin === undefined || !allows(policy.origin, origin)) return {};
  return {
    'access-control-allow-origin': origin,
    ...(credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...exposed,
  };
}

/** Whether a request comes from the server's own origin, as it arrived. */
export function isSameOrigin({ origin, site, host }: RewritingRequest): boolean {
  return site === 'same-origin' || origin === `http://${host}`;
}

/** Whether a policy refuses a request under `enforce`. */
export function refuses({ enforce, origin }: WholePolicy, request: RewritingRequest): boolean {
  if (request.origin === undefined || isSameOrigin(request)) return false;
  return enforce && !allows(origin, request.origin);
}

/** The names of the Nest routes that a request entered, in order. */
export function enteredRoutes(entries: readonly Entry[]): string[] {
  const names = entries.flatMap(entry =>
    entry.what === 'route' || entry.what === 'handler' ? [entry.name] : [],
  );
  return [...new Set(names)];
}

export function meetsPlatformRoute(entries: readonly Entry[]): boolean {
  return entries.some(({ what }) => what === 'platform-route');
}

/** The name of the Nest route that gave the answer. */
export function answeringRoute(plan: RewritingPlan, entries: readonly Entry[]): string | undefined {
  const last = entries.findLast(({ what }) => what !== 'asked');
  if (last?.what !== 'route' && last?.what !== 'handler') return undefined;
  return plannedRoute(plan, last.name).method.outcome === 'pass' ? undefined : last.name;
}

/** The index of the middleware that ended the request. */
export function endingMiddleware(plan: RewritingPlan, entries: readonly Entry[]): number | undefined {
  const last = entries.findLast(({ what }) => what !== 'asked');
  return last?.what === 'middleware' && plan.middleware[last.index]?.kind === 'end' ? last.index : undefined;
}

/**
 * The policies of all routes that a request reached, and the defaults if other code may have
 * answered.
 */
export function reachedPolicies(plan: RewritingPlan, entries: readonly Entry[]): WholePolicy[] {
  const routes = enteredRoutes(entries).map(name => policyOf(plan, name));
  const byRouteAlone = answeringRoute(plan, entries) !== undefined && !meetsPlatformRoute(entries);
  return byRouteAlone ? routes : [...routes, defaultPolicy(plan)];
}

/** The headers that a middleware left on the response. */
function leftovers(
  plan: RewritingPlan,
  entries: readonly Entry[],
): { readonly headers: AccessHeaders; readonly routeFollows: boolean } | undefined {
  for (const [position, entry] of entries.entries()) {
    const middleware = entry.what === 'middleware' ? plan.middleware[entry.index] : undefined;
    if (middleware?.kind !== 'allow-origin') continue;
    if (isLost(plan, entries, middleware)) return undefined;
    const routeFollows = enteredRoutes(entries.slice(position)).length > 0;
    return { headers: leftoverHeaders(middleware.value), routeFollows };
  }
  return undefined;
}

/**
 * Whether a header is on Fastify's reply while the middleware that ends the request sends the raw
 * response.
 */
function isLost(plan: RewritingPlan, entries: readonly Entry[], { place }: MiddlewarePlan): boolean {
  const ending = plan.middleware[endingMiddleware(plan, entries) ?? -1];
  if (plan.platform === 'express' || ending === undefined) return false;
  return !ON_RAW_RESPONSE.includes(place) && ON_RAW_RESPONSE.includes(ending.place);
}

const ON_RAW_RESPONSE: readonly Place[] = ['app.use', 'nest', 'nest-get', 'nest-post'];

function meetsSeveral(given: readonly AccessHeaders[]): boolean {
  return new Set(given.map(headers => JSON.stringify(headers))).size > 1;
}

/** The headers that all possibilities have in common. */
function commonHeaders(given: readonly AccessHeaders[]): AccessHeaders {
  const origins = given.map(headers => headers['access-control-allow-origin']);
  const [first, ...others] = given;
  if (first === undefined || origins.includes(undefined)) return {};
  const same = Object.entries(first).filter(([name, value]) => others.every(other => other[name] === value));
  const origin = origins.find(each => each !== '*') ?? '*';
  return { ...Object.fromEntries(same), 'access-control-allow-origin': origin };
}

/**
 * The headers that an answer may have. There is one possibility, except if the contract allows
 * several.
 */
export function possibleHeaders(
  plan: RewritingPlan,
  request: RewritingRequest,
  entries: readonly Entry[],
  /** The policies that may decide. */
  policies: readonly WholePolicy[],
): AccessHeaders[] {
  const route = answeringRoute(plan, entries);
  const handled = entries.some(entry => entry.what === 'handler' && entry.name === route);
  if (route !== undefined && handled && plannedRoute(plan, route).method.outcome === 'own-header')
    return [{ 'access-control-allow-origin': OWN_ORIGIN }];
  const given = policies.map(policy => headersOf(policy, request.origin));
  // A middleware may answer before a platform route that may pass the request on. Both policies
  // must then allow it.
  if (route === undefined && meetsSeveral(given)) {
    given.push(
      commonHeaders(given),
      ...given.flatMap(one => given.map(other => commonHeaders([one, other]))),
    );
  }
  // A same-origin request does not wait for a predicate. An answer without a route cannot wait for
  // a predicate that was not known early.
  const early = route === undefined && (request.active.length > 0 || enteredRoutes(entries).length > 0);
  if (policies.some(asks) && (isSameOrigin(request) || early)) given.push({});
  const left = leftovers(plan, entries);
  if (route !== undefined || left === undefined) return given;
  return left.routeFollows ? [left.headers, ...given] : [left.headers];
}
