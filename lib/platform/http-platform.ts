import type { DiscoveredRoute, NestRouteTable } from '../routing/index.js';

/** The routes of an application as its platform has them. */
export interface ServedRoutes {
  /** Those that were registered, in the order in which they were discovered. */
  readonly routes: readonly DiscoveredRoute[];
  readonly table: NestRouteTable;
}

/** How the module reaches the requests of an HTTP adapter. */
export interface HttpPlatform {
  /** Takes its place in the request flow; called before the application adds anything to it. */
  install(): void;
  /**
   * Says when Nest registers the routes of the application: others on the same adapter register theirs at other times.
   */
  readonly registrations: { isOpen: boolean; readonly isEmpty: boolean };
  /**
   * Finds out which of the discovered routes stands where; called once Nest has registered them all.
   *
   * @throws {CorsConfigurationError} naming each route that cannot be identified
   */
  identify(discovered: readonly DiscoveredRoute[]): ServedRoutes | Promise<ServedRoutes>;
}
