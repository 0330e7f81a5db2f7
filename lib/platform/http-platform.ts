import type { DiscoveredRoute, NestRouteTable } from '../routing/index.js';

/** The routes of an application as its platform has them. */
export interface ServedRoutes {
  /** The registered routes, in the order in which they were discovered. */
  readonly routes: readonly DiscoveredRoute[];
  readonly table: NestRouteTable;
}

/** How the module connects to an HTTP adapter. */
export interface HttpPlatform {
  /** Hooks into the request flow. Called before the application adds anything to the adapter. */
  install(): void;
  /**
   * `isOpen` is true while Nest registers the routes of this application. Other applications on the
   * same adapter register theirs at other times.
   */
  readonly registrations: { isOpen: boolean; readonly isEmpty: boolean };
  /**
   * Matches the discovered routes with the registrations. Called after Nest has registered all
   * routes.
   *
   * @throws {CorsConfigurationError} naming each route that cannot be identified
   */
  identify(discovered: readonly DiscoveredRoute[]): ServedRoutes | Promise<ServedRoutes>;
}
