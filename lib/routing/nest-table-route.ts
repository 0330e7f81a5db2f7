import type { DiscoveredRoute } from './discovered-route.js';
import { hostFilter } from './host-filter.js';
import type { TableRoute } from './route-table.js';

/** A Nest route as an entry of a table, at the path that the platform has for it. */
export function nestTableRoute(
  route: DiscoveredRoute,
  path: TableRoute<DiscoveredRoute>['path'],
): TableRoute<DiscoveredRoute> {
  return {
    method: route.method,
    path,
    servesHost: hostFilter(route.hosts),
    versions: route.requestVersions,
    payload: route,
  };
}
