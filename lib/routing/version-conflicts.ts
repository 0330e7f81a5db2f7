import { type DiscoveredRoute, handlerName } from './discovered-route.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { ALL_METHODS } from './route-table.js';

/** Routes that differ only in their version and have different policies. */
export interface VersionConflict {
  readonly method: string;
  readonly path: string;
  /** `CatsController.find`. */
  readonly handlers: readonly string[];
}

/**
 * Finds the preflights that several policies must allow, because a preflight does not carry the
 * version.
 */
export function versionConflicts(
  routes: readonly DiscoveredRoute[],
  snapshot: PolicySnapshot,
): VersionConflict[] {
  if (!routes.some(route => route.requestVersions)) return [];
  const places = new Map<string, DiscoveredRoute[]>();
  for (const route of routes) {
    const place = `${route.path} ${String(route.hosts)}`;
    places.set(place, [...(places.get(place) ?? []), route]);
  }
  return [...places.values()].flatMap(place =>
    [...new Set(place.map(route => route.method))].flatMap(method => {
      const candidates = reachable(
        place.filter(route => route.method === method || route.method === ALL_METHODS),
      );
      const [first, ...others] = candidates;
      if (first === undefined || !candidates.some(route => route.requestVersions)) return [];
      if (others.every(route => snapshot.policyOf(route) === snapshot.policyOf(first))) return [];
      return [{ method, path: first.path, handlers: candidates.map(handlerName) }];
    }),
  );
}

/** Leaves out routes whose versions are all served by earlier routes. */
function reachable(candidates: readonly DiscoveredRoute[]): DiscoveredRoute[] {
  const taken = new Set<unknown>();
  return candidates.filter(({ requestVersions: own = ['any version'] }) => {
    const isReachable = own.some(version => !taken.has(version));
    for (const version of own) taken.add(version);
    return isReachable;
  });
}
