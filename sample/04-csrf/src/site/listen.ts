import { once } from 'node:events';
import type { Server } from 'node:http';

/** `localhost` has the same address, but for browsers it is another site. */
export const LOOPBACK = '127.0.0.1';

/** Port 0 selects any free port. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return portOf(server);
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port');
  return address.port;
}
