import { type DiscoveredRoute, type TableRoute, hostFilter } from '../routing/index.js';

/** A route of Nest as a table holds it; a path that the adapter rewrites is given apart. */
export function nestTableRoute(
  route: DiscoveredRoute,
  path: TableRoute<DiscoveredRoute>['path'] = route.path,
): TableRoute<DiscoveredRoute> {
  return {
    method: route.method,
    path,
    servesHost: hostFilter(route.hosts),
    versions: route.requestVersions,
    payload: route,
  };
}
