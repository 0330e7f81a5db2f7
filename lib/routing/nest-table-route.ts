import type { DiscoveredRoute } from './discovered-route.js';
import { hostFilter } from './host-filter.js';
import type { TableRoute } from './route-table.js';

/** A route of Nest as a table holds it, at the path that the platform has for it. */
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
