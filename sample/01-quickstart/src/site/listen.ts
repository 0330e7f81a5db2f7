import { once } from 'node:events';
import type { Server } from 'node:http';

/** The IPv4 address, so that the server has one socket. Browsers try it for `localhost`. */
export const LOOPBACK = '127.0.0.1';

/** Returns the origin as browsers see it. Port 0 selects any free port. */
export async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return originOf(server);
}

export function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server does not listen on a port');
  }
  return `http://localhost:${address.port}`;
}
