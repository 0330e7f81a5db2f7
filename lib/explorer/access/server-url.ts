import { isIPv6 } from 'node:net';
import { isLoopbackHost } from './explorer-host.js';

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

/** Where a server listens, as a browser on the same machine sees it. */
export type ServerPlace =
  | {
      /**
       * `loopback`: the explorer answers at the URL. `other`: the host of the URL is no loopback
       * name.
       */
      readonly kind: 'loopback' | 'other';
      /** Without a slash at the end: `http://localhost:3000`. */
      readonly url: string;
    }
  | {
      readonly kind: 'socket';
      /** The path of a Unix socket, or the name of a pipe on Windows. */
      readonly path: string;
    };

// A server that listens on all addresses also listens on the loopback ones.
const ALL_ADDRESSES = ['0.0.0.0', '::'];
/**
 * An IPv4 address in the form that IPv6 sockets report. A browser would send it as
 * `[::ffff:7f00:1]`.
 */
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** Where a server listens; `undefined` if it does not listen. */
export function serverPlace(server: ListeningServer): ServerPlace | undefined {
  const address: unknown = server.address();
  if (typeof address === 'string') return { kind: 'socket', path: address };
  if (typeof address !== 'object' || address === null) return undefined;
  const reported: unknown = Reflect.get(address, 'address');
  const port: unknown = Reflect.get(address, 'port');
  if (typeof reported !== 'string' || typeof port !== 'number') return undefined;
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  const host = hostFor(reported.replace(MAPPED, ''));
  return { kind: isLoopbackHost(host) ? 'loopback' : 'other', url: `${scheme}://${host}:${port}` };
}

function hostFor(address: string): string {
  if (ALL_ADDRESSES.includes(address)) return 'localhost';
  return isIPv6(address) ? `[${address}]` : address;
}
