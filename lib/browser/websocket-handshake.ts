import { randomBytes } from 'node:crypto';
import { CLAUSES } from './clauses.js';
import { fetchMetadata } from './fetch-metadata.js';
import { isNetworkError } from './fetch-response.js';
import { Flow, type Exchange } from './flow.js';
import { handshakeFailure } from './handshake-answer.js';
import { HeaderList } from './header-list.js';
import { isToken } from '../fetch/index.js';
import {
  isPotentiallyTrustworthy,
  isSameSite as isSchemefullySameSite,
  type SameSiteTest,
} from './same-site.js';
import type { SocketAgent } from './user-agent.js';

/**
 * The result of a page's `new WebSocket()`.
 *
 * @publicApi
 */
export interface CorsConnection {
  readonly outcome: 'open' | 'refused';
  /** The reason, as a message of the console. */
  readonly reason: string;
  /** The handshake and its answer. Undefined if none was sent or no answer arrived. */
  readonly exchange: Exchange | undefined;
}

/**
 * Opens a WebSocket as a page does: with cookies, without a preflight, and without redirects.
 *
 * @see https://websockets.spec.whatwg.org/#concept-websocket-establish
 */
export async function openingHandshake(
  socketUrl: URL,
  origin: string,
  protocols: readonly string[],
  agent: SocketAgent,
): Promise<CorsConnection> {
  const url = httpUrl(socketUrl);
  if (origin.startsWith('https:') && !isPotentiallyTrustworthy(url))
    return refused('An insecure WebSocket may not be opened by a page loaded over HTTPS.', undefined);
  const key = randomBytes(16).toString('base64');
  const headers = handshakeHeaders({ url, origin, protocols, key }, agent);
  const response = await agent.servers.connect({ method: 'GET', url, headers });
  if (isNetworkError(response)) return refused(response.error, undefined);

  const flow = new Flow();
  flow.exchanged('handshake', { method: 'GET', url: socketUrl, headers }, response);
  const [exchange] = flow.exchanges;
  const failure = handshakeFailure({ key, protocols }, response, agent.profile.lenientHandshakes);
  if (failure === undefined || agent.profile.refusedHandshakesSetCookies) {
    for (const line of response.headers.lines('Set-Cookie')) agent.cookies.store(line, url, origin);
  }
  return failure === undefined
    ? { outcome: 'open', reason: `The server agreed. (${CLAUSES.webSocket})`, exchange }
    : refused(failure, exchange);
}

/**
 * The URL of a WebSocket.
 *
 * @throws {TypeError} if the constructor of a browser's `WebSocket` throws
 * @see https://websockets.spec.whatwg.org/#get-a-url-record
 */
export function webSocketUrl(target: string | URL, base: URL): URL {
  const url = new URL(target, base);
  if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol))
    throw new TypeError(`The scheme of '${url.href}' is not 'ws', 'wss', 'http' or 'https'.`);
  if (url.href.includes('#'))
    throw new TypeError(`'${url.href}' has a fragment, which WebSockets do not take.`);
  return new URL(url.href.replace(/^http/, 'ws'));
}

/**
 * @throws {TypeError} if the constructor of a browser's `WebSocket` throws
 * @see https://websockets.spec.whatwg.org/#dom-websocket-websocket
 */
export function subprotocols(given: string | readonly string[]): readonly string[] {
  const protocols = typeof given === 'string' ? [given] : given;
  const invalid = protocols.find((name, at) => !isToken(name) || protocols.indexOf(name) !== at);
  if (invalid !== undefined) throw new TypeError(`The subprotocol '${invalid}' is invalid or duplicated.`);
  return protocols;
}

interface Asked {
  readonly url: URL;
  readonly origin: string;
  readonly protocols: readonly string[];
  readonly key: string;
}

function handshakeHeaders({ url, origin, protocols, key }: Asked, agent: SocketAgent): HeaderList {
  const { profile, registrableDomain, cookies } = agent;
  // Firefox compares schemes here, but at no other place.
  const isSameSite: SameSiteTest = (site, other) => isSchemefullySameSite(site, other, registrableDomain);
  const headers = new HeaderList([
    ['Connection', 'Upgrade'],
    ['Pragma', 'no-cache'],
    ['Cache-Control', 'no-cache'],
    ['User-Agent', `CorsBrowser (${profile.name})`],
    ['Upgrade', 'websocket'],
    ['Origin', origin],
    ['Sec-WebSocket-Version', '13'],
    ['Accept-Language', 'en'],
    ['Sec-WebSocket-Key', key],
    ['Sec-WebSocket-Extensions', 'permessage-deflate'],
  ]);
  if (protocols.length > 0) headers.append('Sec-WebSocket-Protocol', protocols.join(', '));
  if (profile.handshakeDestination !== undefined) {
    const request = { origin, urlList: [url], mode: 'websocket', destination: profile.handshakeDestination };
    for (const [name, value] of fetchMetadata(request, isSameSite)) headers.append(name, value);
  }
  const cookie = cookies.header(url, origin);
  if (cookie !== undefined) headers.append('Cookie', cookie);
  return headers;
}

/** The address of the connection. The origin of a WebSocket's URL is that of http. */
function httpUrl(socketUrl: URL): URL {
  const url = new URL(socketUrl.href.replace(/^ws/, 'http'));
  url.username = '';
  url.password = '';
  return url;
}

function refused(failure: string, exchange: Exchange | undefined): CorsConnection {
  return {
    outcome: 'refused',
    reason: `WebSocket connection failed: ${failure} (${CLAUSES.webSocket})`,
    exchange,
  };
}
