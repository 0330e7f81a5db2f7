import type { DiscoveredRoute } from './discovered-route.js';
import { hostFilter } from './host-filter.js';
import type { TableRoute } from './route-table.js';

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
