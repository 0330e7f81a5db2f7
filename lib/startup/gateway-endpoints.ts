import { listedPlaces } from '../decorators/index.js';
import type { GatewayServer } from '../sockets/index.js';
import { type DiscoveredGateway, type SocketEndpoint, webSocketEndpoint } from '../routing/index.js';
import type { EndpointGateways } from './gateway-assembler.js';

/** The gateways by port and path. Nest has one server for each port and path. */
export function endpointsOf(
  gateways: readonly DiscoveredGateway[],
  servers: readonly GatewayServer[],
): readonly EndpointGateways[] {
  const byEndpoint = new Map<
    SocketEndpoint | string,
    { endpoint: SocketEndpoint; gateways: DiscoveredGateway[] }
  >();
  for (const gateway of gateways) {
    const found = serverOf(gateway, servers)?.endpoint;
    const endpoint = found ?? webSocketEndpoint(gateway.port, leadingSlash(gateway.path ?? ''));
    const key = found ?? `${endpoint.port} ${endpoint.path}`;
    const known = byEndpoint.get(key) ?? { endpoint, gateways: [] };
    byEndpoint.set(key, known);
    known.gateways.push(gateway);
  }
  return [...byEndpoint.values()];
}

/**
 * A warning that names the gateways whose handshakes the module does not see. `undefined` if there
 * are none.
 */
export function warningOfUnseen(
  gateways: readonly DiscoveredGateway[],
  servers: readonly GatewayServer[],
): string | undefined {
  const unseen = gateways.filter(gateway => serverOf(gateway, servers)?.isSeen === false);
  if (unseen.length === 0) return undefined;
  return (
    `The handshakes of ${listedPlaces(unseen.map(({ type }) => type.name))} are not checked, because the WebSocket adapter ` +
    'creates a server that is neither a Socket.IO server nor a ws server. Check Origin in that adapter.'
  );
}

function serverOf(
  { port, path }: DiscoveredGateway,
  servers: readonly GatewayServer[],
): GatewayServer | undefined {
  return servers.find(server => server.endpoint.port === port && server.declaredPath === path);
}

function leadingSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
