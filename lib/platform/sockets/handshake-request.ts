import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type OwnOrigins, isOwnHost } from '../../policy/index.js';
import { hostOf } from '../request-facts.js';

/** A handshake as Node's server hands it over. */
export interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
}

/** Whether an upgrade request asks for a WebSocket; others, such as `h2c`, are none of the module's. */
export function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return /websocket/i.test(headers.upgrade ?? '');
}

/** Whether a handshake comes from a page of the server's own origin. A proxy may have ended TLS, so schemes are not compared. */
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
