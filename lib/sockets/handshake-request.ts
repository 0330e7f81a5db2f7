import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type OwnOrigins, isOwnHost } from '../policy/index.js';
import { hostOf } from '../exchange/index.js';

/** A handshake as Node's server passes it on. */
export interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
}

/**
 * Whether an upgrade request asks for a WebSocket. The module ignores other upgrades, such as
 * `h2c`.
 */
export function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return /websocket/i.test(headers.upgrade ?? '');
}

/**
 * Whether a handshake comes from a page of the server's own origin. Schemes are not compared,
 * because a proxy may terminate TLS.
 */
export function isSameOriginHandshake(headers: IncomingHttpHeaders, own: OwnOrigins | undefined): boolean {
  const { origin } = headers;
  const host = hostOf(headers) ?? '';
  const saysOwn = headers['sec-fetch-site'] === 'same-origin';
  if (own !== undefined) {
    return (origin !== undefined && own.origins.has(origin)) || (saysOwn && isOwnHost(own, host));
  }
  return saysOwn || (origin !== undefined && namesHost(origin, host));
}

const WEB_ORIGIN = /^(https?):\/\/([^/?#@]+)$/;
const DEFAULT_PORTS: Readonly<Record<string, RegExp>> = { http: /:80$/, https: /:443$/ };

function namesHost(origin: string, host: string): boolean {
  const [, scheme = '', authority] = WEB_ORIGIN.exec(origin) ?? [];
  const port = DEFAULT_PORTS[scheme];
  if (authority === undefined || port === undefined) return false;
  return authority.replace(port, '') === host.toLowerCase().replace(port, '');
}
