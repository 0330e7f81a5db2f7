import type { DiscoveredRoute, NestRouteTable } from '../routing/index.js';

/** How the module reaches the requests of an HTTP adapter. */
export interface HttpPlatform {
  /** Takes its place in the request flow; called before the application adds anything to it. */
  install(): void;
  /** Builds the table of routes; called once Nest has registered them all. */
  tableOf(routes: readonly DiscoveredRoute[]): NestRouteTable | Promise<NestRouteTable>;
}
