import { type Server, createServer } from 'node:http';
import { connect } from 'node:net';

/** Where a host is really served, as a port of this machine. */
export type PortOf = (host: string) => number | undefined;

/**
 * A proxy through which browsers reach servers of this machine under other names, on the usual
 * port. Console messages are then the same as on the Internet. The proxy reaches no other server.
 */
export async function startConnectProxy(portOf: PortOf): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((_request, response) => {
    response.statusCode = 502;
    response.end();
  });
  server.on('connect', ({ url = '' }, client, head) => {
    const port = portOf(url.replace(/:443$/, ''));
    client.on('error', () => client.destroy());
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: listeningPort(server), close: () => void server.close() };
}

export function listeningPort(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new TypeError('The server does not listen.');
}
