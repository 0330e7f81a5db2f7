import { once } from 'node:events';
import type { Server } from 'node:http';

/** Both names lead here, and to a browser they are two sites. */
export const LOOPBACK = '127.0.0.1';

/** Port 0 takes any free one. */
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
