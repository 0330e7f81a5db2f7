import type { CorsRoute } from '../../interfaces/index.js';
import type { RouteMark, SurfaceMessage, SurfaceRoute } from '../messages.js';

/** The surface as the page shows it: every route, with what stands out about it. */
export function surfaceMessage(routes: readonly CorsRoute[]): SurfaceMessage {
  const differing = routesThatDiffer(routes);
  const shown = routes.map((route): SurfaceRoute => {
    return { ...route, marks: marksOf(route, differing), policies: policiesOf(route) };
  });
  return {
    routes: shown,
    policies: sorted(shown.flatMap(({ policies }) => policies)),
    origins: sorted(routes.flatMap(({ policy }) => literalOrigins(policy.origin?.value))),
  };
}

function marksOf(route: CorsRoute, differing: ReadonlySet<CorsRoute>): RouteMark[] {
  const { origin, credentials } = route.policy;
  const isClosed = origin?.value === false;
  return [
    ...(origin?.value === '*' ? ['any-origin' as const] : []),
    ...(credentials?.value === true && !isClosed ? ['credentials' as const] : []),
    ...(isClosed ? ['no-access' as const] : []),
    ...(differing.has(route) ? ['versions-differ' as const] : []),
  ];
}

function policiesOf({ policy }: CorsRoute): string[] {
  return sorted(Object.values(policy).flatMap(({ named }) => (named === undefined ? [] : [named])));
}

/** Routes that only the version tells apart, and whose policies are not the same. */
function routesThatDiffer(routes: readonly CorsRoute[]): ReadonlySet<CorsRoute> {
  const places = new Map<string, CorsRoute[]>();
  for (const route of routes.filter(({ version }) => version !== undefined)) {
    const place = JSON.stringify([route.method, pathWithoutVersion(route), route.host]);
    places.set(place, [...(places.get(place) ?? []), route]);
  }
  return new Set([...places.values()].filter(place => new Set(place.map(valuesOf)).size > 1).flat());
}

/** Where the path tells the version, as in `/v2/cats`, one version's path is not another's. */
function pathWithoutVersion({ path, version }: CorsRoute): string {
  const versions = [version ?? []].flat();
  const segments = path.split('/');
  // Whatever the prefix is; `v` unless the application says otherwise.
  const at = segments.findIndex(segment =>
    versions.some(each => segment.endsWith(each) && /^[a-z_-]*$/i.test(segment.slice(0, -each.length))),
  );
  return at < 0 ? path : segments.with(at, ':version').join('/');
}

function valuesOf({ policy }: CorsRoute): string {
  const values = Object.entries(policy).map(([field, { value }]) => [field, value] as const);
  return JSON.stringify(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Those that a page can have: no patterns, no expressions. */
function literalOrigins(value: unknown): string[] {
  return [value]
    .flat()
    .filter(rule => typeof rule === 'string' && /^[a-z][a-z\d+.-]*:\/\/[^*[]+$/.test(rule))
    .map(String);
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
