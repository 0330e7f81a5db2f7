import type { DiscoveredRoute } from '../discovered-route.js';
import type { DiscoveredGateway } from './gateway-explorer.js';
import type { SocketEndpoint } from './socket-endpoint.js';

/** The handshakes of a gateway as a route. They are GET requests. */
export interface GatewayRoute extends DiscoveredRoute {
  readonly gateway: DiscoveredGateway;
  readonly port: number;
}

export function gatewayRoute(gateway: DiscoveredGateway, { port, path }: SocketEndpoint): GatewayRoute {
  return {
    method: 'GET',
    path,
    hosts: undefined,
    versions: undefined,
    requestVersions: undefined,
    controller: gateway.type,
    // No method of the class accepts a handshake.
    methodName: '',
    handler: accept,
    callback: accept,
    gateway,
    port,
  };
}

function accept(): void {
  // The server of the gateway accepts handshakes.
}

export function isGatewayRoute(route: DiscoveredRoute | undefined): route is GatewayRoute {
  return route !== undefined && 'gateway' in route;
}
