import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type OwnOrigins, isOwnHost } from '../policy/index.js';

/** What a request says about CORS. */
export interface CorsRequestHeaders {
  /** `Origin`; two lines of it arrive joined, and match nothing. */
  readonly origin: string | undefined;
  /** `Access-Control-Request-Method`. */
  readonly requestedMethod: string | undefined;
  /** `Access-Control-Request-Headers`, lines joined with commas. */
  readonly requestedHeaders: string | undefined;
}

export interface PreflightHeaders extends CorsRequestHeaders {
  readonly origin: string;
  readonly requestedMethod: string;
}

/** Reads the headers of a CORS-preflight request; every other OPTIONS is an ordinary request. */
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

/** As it came: the application may rewrite URLs, and a middleware with a path of its own does. */
export function urlOf(raw: Pick<IncomingMessage, 'url'> & { readonly originalUrl?: string }): string {
  return raw.originalUrl ?? raw.url ?? '';
}

/** What is known of a request at the moment. */
export interface RequestFacts {
  readonly method: string;
  /** As it came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly location: ServerLocation;
}

/** Where the server was reached, as the platform tells it (behind a proxy, if it trusts one). */
export interface ServerLocation {
  /** `http` or `https`. */
  readonly protocol: string;
  /** With the port where it is not the scheme's own. */
  readonly host: string;
}

/** As far as the request itself tells, without what a proxy says. */
export function serverLocation({ socket, headers }: IncomingMessage): ServerLocation {
  return { protocol: 'encrypted' in socket ? 'https' : 'http', host: hostOf(headers) ?? '' };
}

/** The host with its port; in HTTP/2 it has another name. */
export function hostOf({ host, ':authority': authority }: IncomingHttpHeaders): string | undefined {
  return host ?? (typeof authority === 'string' ? authority : undefined);
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

/** `own`: from a page of the server's own origin. `foreign host`: sent to a host that is not of the application. */
export type RequestSource = 'own' | 'foreign host' | 'other';

/** Where a request comes from, as far as it tells. */
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
