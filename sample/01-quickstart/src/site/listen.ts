import { once } from 'node:events';
import type { Server } from 'node:http';

/** An IPv4 literal binds one socket only; browsers try it too when they look for `localhost`. */
export const LOOPBACK = '127.0.0.1';

/** Port 0 takes any free one. Gives the origin that browsers see. */
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
