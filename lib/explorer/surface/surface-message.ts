import type { CorsRoute } from '../../interfaces/index.js';
import { setsOrigin } from '../../policy/index.js';
import type { RouteMark, SurfaceMessage, SurfaceRoute } from '../messages.js';
import { exampleOrigin, literalOrigins } from './example-origin.js';

/** The surface as the page shows it: every route, with what stands out about it. */
export function surfaceMessage(routes: readonly CorsRoute[]): SurfaceMessage {
  const differing = routesThatDiffer(routes);
  const values = routes.map(({ policy }) => policy.origin?.value);
  const known = sorted([
    ...values.flatMap(literalOrigins),
    ...values.flatMap(value => exampleOrigin(value, []) ?? []),
  ]);
  const shown = routes.map((route): SurfaceRoute => {
    const example = exampleOrigin(route.policy.origin?.value, known);
    return {
      ...route,
      marks: marksOf(route, differing),
      policies: policiesOf(route),
      ...(example === undefined ? {} : { exampleOrigin: example }),
    };
  });
  return {
    routes: shown,
    policies: sorted(shown.flatMap(({ policies }) => policies)),
    origins: known,
  };
}

function marksOf(route: CorsRoute, differing: ReadonlySet<CorsRoute>): RouteMark[] {
  const { origin, credentials } = route.policy;
  const isClosed = origin?.value === false;
  return [
    ...(origin?.value === '*' ? ['any-origin' as const] : []),
    ...(credentials?.value === true && !isClosed ? ['credentials' as const] : []),
    ...(isClosed ? ['no-access' as const] : []),
    ...(isServedUnasked(route) ? ['simple-post' as const] : []),
    ...(isEnforced(route) ? ['enforced' as const] : []),
    ...(differing.has(route) ? ['versions-differ' as const] : []),
  ];
}

/**
 * Whether a page of any origin can make the handler run: a POST with the content type of a form is
 * CORS-safelisted, so the browser sends it without a preflight.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
function isServedUnasked(route: CorsRoute): boolean {
  return route.kind === undefined && ['POST', 'ALL'].includes(route.method) && !isEnforced(route);
}

/** Whether the server itself refuses origins that the policy does not allow. */
function isEnforced({ kind, policy }: CorsRoute): boolean {
  const { enforce, handshakes } = policy;
  // Unset, `handshakes` follows from `origin`. A gateway without any field is left to the
  // application.
  if (kind === 'gateway')
    return handshakes?.value === true || (handshakes?.value === undefined && setsOrigin(policy));
  return enforce?.value === true;
}

function policiesOf({ policy }: CorsRoute): string[] {
  return sorted(Object.values(policy).flatMap(({ named }) => (named === undefined ? [] : [named])));
}

/** Routes that differ by their version alone, and whose policies are not the same. */
function routesThatDiffer(routes: readonly CorsRoute[]): ReadonlySet<CorsRoute> {
  const places = new Map<string, CorsRoute[]>();
  for (const route of routes.filter(({ version }) => version !== undefined)) {
    const place = JSON.stringify([route.method, pathWithoutVersion(route), route.host]);
    places.set(place, [...(places.get(place) ?? []), route]);
  }
  return new Set([...places.values()].filter(place => new Set(place.map(valuesOf)).size > 1).flat());
}

/** With versions in the URL, `/v1/cats` and `/v2/cats` are the same place. */
function pathWithoutVersion({ path, version }: CorsRoute): string {
  const versions = [version ?? []].flat();
  const segments = path.split('/');
  // The application chooses the prefix of a version. Nest's default is `v`.
  const at = segments.findIndex(segment =>
    versions.some(each => segment.endsWith(each) && /^[a-z_-]*$/i.test(segment.slice(0, -each.length))),
  );
  return at < 0 ? path : segments.with(at, ':version').join('/');
}

function valuesOf({ policy }: CorsRoute): string {
  const values = Object.entries(policy).map(([field, { value }]) => [field, value] as const);
  return JSON.stringify(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
