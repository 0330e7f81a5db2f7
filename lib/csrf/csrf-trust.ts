import type { AbstractHttpAdapter } from '@nestjs/core';
import type { IncomingHttpHeaders } from 'node:http';
import type { CorsState } from '../exchange/index.js';
import type { CompiledPolicy } from '../policy/index.js';
import { type DiscoveredRoute, type NestTarget, routeLabel } from '../routing/index.js';
import { NO_ROUTE, OPAQUE_ORIGIN } from './credentialed-origins.js';

/** The methods of Nest's HTTP adapter that say where a request goes. */
export type RequestAccess = Pick<
  AbstractHttpAdapter,
  'getRequestMethod' | 'getRequestUrl' | 'getRequestHostname'
>;

export interface TrustSettings {
  readonly adapter: RequestAccess;
  /** Whether `enforce` refuses requests on every path before code of the application runs. */
  readonly enforcesEverywhere: boolean;
  /**
   * Gets each route whose policy depends on a predicate and does not refuse by itself. Nest does
   * not wait for predicates.
   */
  readonly onUnasked: (route: string) => void;
}

/**
 * Whether the policy of the requested route allows the request's origin with credentials. If a
 * header may choose among versions, the policy of every candidate has to allow it. Pages of
 * `ownOrigins` belong to the application. Uncertain requests are not trusted: those without
 * `Origin`, those with an opaque origin, and those that only a predicate could decide.
 */
export function trustsRequest(state: CorsState, request: unknown, settings: TrustSettings): boolean {
  const { origin } = headersOf(request);
  if (origin === undefined || origin === OPAQUE_ORIGIN) return false;
  if (state.ownOrigins?.origins.has(origin) === true) return true;
  const { adapter } = settings;
  const found = state.table.at(targetOf(adapter, request)).find(String(adapter.getRequestMethod(request)));
  const candidates = found.length === 0 ? [undefined] : found;
  return candidates.every(
    route =>
      policiesFor(state, route, { request, adapter })?.every(policy =>
        trusts(
          policy,
          origin,
          () => {
            settings.onUnasked(labelOf(route));
          },
          settings.enforcesEverywhere,
        ),
      ) ?? false,
  );
}

/**
 * The policies at the current path and at the path that arrived. `undefined` if one of them is left
 * to the application, because the module does not know its handlers.
 */
function policiesFor(
  { snapshot }: CorsState,
  route: DiscoveredRoute | undefined,
  { request, adapter }: { readonly request: unknown; readonly adapter: RequestAccess },
): readonly CompiledPolicy[] | undefined {
  const places = [urlOf(adapter, request), arrivedUrlOf(adapter, request)].map(url => snapshot.at(url));
  return places.some(({ isUnmanaged }) => isUnmanaged)
    ? undefined
    : [...new Set(places.flatMap(at => at.policiesOf(route)))];
}

function trusts(
  policy: CompiledPolicy,
  origin: string,
  onUnasked: () => void,
  enforcesEverywhere: boolean,
): boolean {
  if (!policy.credentials) return false;
  const verdict = policy.origin.verdict(origin);
  if (verdict !== 'ask') return verdict === 'allowed';
  // The module asks the predicate itself, and refuses with 403 before the handler runs.
  if (policy.enforce === true && enforcesEverywhere) return true;
  onUnasked();
  return false;
}

function targetOf(adapter: RequestAccess, request: unknown): NestTarget {
  const headers = headersOf(request);
  const authority = headers[':authority'];
  return {
    url: urlOf(adapter, request),
    hostname: String(adapter.getRequestHostname(request) ?? ''),
    host: headers.host ?? (typeof authority === 'string' ? authority : undefined),
  };
}

/**
 * The URL that the platform's router sees: below a mount path, and after Fastify's `rewriteUrl`.
 * The adapter's accessor does not give this URL.
 */
function urlOf(adapter: RequestAccess, request: unknown): string {
  const url = property(property(request, 'raw') ?? request, 'url');
  return typeof url === 'string' ? url : String(adapter.getRequestUrl(request));
}

function arrivedUrlOf(adapter: RequestAccess, request: unknown): string {
  const url = property(property(request, 'raw') ?? request, 'originalUrl');
  return typeof url === 'string' ? url : urlOf(adapter, request);
}

function headersOf(request: unknown): IncomingHttpHeaders {
  const headers = property(request, 'headers');
  return isHeaders(headers) ? headers : {};
}

function isHeaders(value: unknown): value is IncomingHttpHeaders {
  return typeof value === 'object' && value !== null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function labelOf(route: DiscoveredRoute | undefined): string {
  return route === undefined ? NO_ROUTE : routeLabel(route);
}
