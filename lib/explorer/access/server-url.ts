import { isIPv6 } from 'node:net';

/** What the explorer reads of Node's servers: HTTP, HTTPS and HTTP/2. */
export interface ListeningServer {
  readonly listening: boolean;
  address(): unknown;
  once(event: 'listening', listener: () => void): unknown;
}

export function isListeningServer(server: unknown): server is ListeningServer {
  return (
    typeof server === 'object' &&
    server !== null &&
    'listening' in server &&
    typeof Reflect.get(server, 'address') === 'function' &&
    typeof Reflect.get(server, 'once') === 'function'
  );
}

// A server that listens on all addresses is on this one too.
const ALL_ADDRESSES = ['0.0.0.0', '::'];

/** Where a server listens, for a browser on the same machine: `http://localhost:3000`; `undefined` on a Unix socket. */
export function serverUrl(server: ListeningServer): string | undefined {
  const address: unknown = server.address();
  if (typeof address !== 'object' || address === null) return undefined;
  const host: unknown = Reflect.get(address, 'address');
  const port: unknown = Reflect.get(address, 'port');
  if (typeof host !== 'string' || typeof port !== 'number') return undefined;
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  const name = ALL_ADDRESSES.includes(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `${scheme}://${name}:${port}`;
}
