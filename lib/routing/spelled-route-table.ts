import type { DiscoveredRoute } from './discovered-route.js';
import type { NestRouteTable } from './policy-routing.js';
import type { RoutesAtTarget } from './route-table.js';

/**
 * The table of an adapter that may compare paths encoded or decoded. If the decoded path leads to
 * other routes, those are additional candidates.
 */
export function inEitherSpelling(table: NestRouteTable): NestRouteTable {
  return {
    methods: table.methods,
    matching: table.matching,
    at: target => {
      const written = table.at(target);
      const url = decoded(target.url);
      return url === target.url ? written : routesOfBoth(written, table.at({ ...target, url }));
    },
  };
}

type Routes = RoutesAtTarget<DiscoveredRoute | undefined>;

function routesOfBoth(written: Routes, decoded: Routes): Routes {
  return {
    find: method => {
      const [found, others] = [written.find(method), decoded.find(method)];
      if (others.length === 0) return found;
      return [...new Set([...(found.length === 0 ? [undefined] : found), ...others])];
    },
  };
}

/** Routers keep an encoded slash. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
