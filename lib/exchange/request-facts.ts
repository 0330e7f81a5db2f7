import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type OwnOrigins, isOwnHost } from '../policy/index.js';

/** The request headers of the CORS protocol. */
export interface CorsRequestHeaders {
  /** `Origin`. Node joins two `Origin` lines, and the joined value matches no rule. */
  readonly origin: string | undefined;
  /** `Access-Control-Request-Method`. */
  readonly requestedMethod: string | undefined;
  /** `Access-Control-Request-Headers`, with its lines joined by commas. */
  readonly requestedHeaders: string | undefined;
}

export interface PreflightHeaders extends CorsRequestHeaders {
  readonly origin: string;
  readonly requestedMethod: string;
}

/**
 * Reads the headers of a CORS-preflight request. Any other OPTIONS request is an ordinary request.
 */
export function preflightHeaders(
  method: string | undefined,
  headers: IncomingHttpHeaders,
): PreflightHeaders | undefined {
  if (method !== 'OPTIONS' || headers.origin === undefined) return undefined;
  const requestedMethod = headers['access-control-request-method'];
  if (requestedMethod === undefined) return undefined;
  return {
    origin: headers.origin,
    requestedMethod,
    requestedHeaders: headers['access-control-request-headers'],
  };
}

/**
 * The URL as it arrived. The application may rewrite URLs, and middleware with a path shortens
 * them.
 */
export function urlOf(raw: Pick<IncomingMessage, 'url'> & { readonly originalUrl?: string }): string {
  return raw.originalUrl ?? raw.url ?? '';
}

/** The facts of a request at this moment. */
export interface RequestFacts {
  readonly method: string;
  /** As it arrived. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly location: ServerLocation;
}

/** Where the client reached the server. Behind a trusted proxy, it is what the proxy reports. */
export interface ServerLocation {
  /** `http` or `https`. */
  readonly protocol: string;
  /** Includes the port unless it is the default port of the scheme. */
  readonly host: string;
}

/** The location by the request alone, without headers of a proxy. */
export function serverLocation({ socket, headers }: IncomingMessage): ServerLocation {
  return { protocol: 'encrypted' in socket ? 'https' : 'http', host: hostOf(headers) ?? '' };
}

/** The host with its port. HTTP/2 sends it as `:authority`. */
export function hostOf({ host, ':authority': authority }: IncomingHttpHeaders): string | undefined {
  return host ?? (typeof authority === 'string' ? authority : undefined);
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

/**
 * `own`: from a page of the server's own origin. `foreign host`: sent to a host outside
 * `ownOrigins`.
 */
export type RequestSource = 'own' | 'foreign host' | 'other';

/** Classifies a request by its headers and the location of the server. */
export function requestSource(
  headers: IncomingHttpHeaders,
  location: ServerLocation,
  own: OwnOrigins | undefined,
): RequestSource {
  const saysOwn = headers['sec-fetch-site'] === 'same-origin';
  if (own === undefined) return saysOwn || isSameOrigin(headers, location) ? 'own' : 'other';
  if (headers.origin !== undefined && own.origins.has(headers.origin)) return 'own';
  if (!isOwnHost(own, location.host)) return 'foreign host';
  return saysOwn ? 'own' : 'other';
}

function isSameOrigin(headers: IncomingHttpHeaders, { protocol, host }: ServerLocation): boolean {
  const port = DEFAULT_PORT[protocol];
  const shortHost = port !== undefined && host.endsWith(port) ? host.slice(0, -port.length) : host;
  return headers.origin === `${protocol}://${shortHost.toLowerCase()}`;
}
