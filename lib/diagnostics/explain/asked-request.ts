import {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedMethod,
  isCorsSafelistedRequestHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isHeaderValue,
  isToken,
  normalizeMethod,
  normalizeValue,
  pageOrigin,
} from '../../fetch/index.js';
import type { CorsExplainRequest } from '../../interfaces/index.js';
import { type OwnOrigins, describeValue, isOwnHost } from '../../policy/index.js';

/** The origin of the server in a URL if it does not listen yet. No page has this origin. */
const UNKNOWN_SERVER = 'http://localhost';

/** The request that a browser would make for a script. */
export interface AskedRequest {
  readonly method: string;
  readonly url: URL;
  readonly origin: string;
  /** Whether the page has the origin of the URL. Browsers do not apply CORS then. */
  readonly sameOrigin: boolean;
  /** Whether the page's origin is the server's own, by the server's judgement. */
  readonly ownPage: boolean;
  /** Whether neither the host nor the page is in `ownOrigins`. */
  readonly foreignHost: boolean;
  /** By name in lower case, without forbidden request-headers. */
  readonly headers: ReadonlyMap<string, string>;
  /** The headers that the browser leaves out, in the spelling of the script. */
  readonly leftOut: readonly string[];
  /** Whether the credentials mode is `include`. */
  readonly credentials: boolean;
  /** The names that a preflight asks for: in lower case, sorted. */
  readonly unsafeNames: readonly string[];
  /** Whether the method alone requires a preflight. */
  readonly unsafeMethod: boolean;
}

/**
 * Reads the request of a script.
 *
 * @param server the origin at which the application listens, if it does: URLs that are paths belong
 * to it
 * @param own the origins under which browsers reach it, if they are configured: URLs that are paths
 * may belong to any
 * @throws {TypeError} for requests that no browser would send
 */
export function askedRequest(
  asked: CorsExplainRequest,
  server: string | undefined,
  own: OwnOrigins | undefined,
): AskedRequest {
  const method = readMethod(asked.method);
  const origin = pageOrigin(text('origin', asked.origin));
  const url = readUrl(asked.url, server);
  const { kept, leftOut } = readHeaders(asked.headers ?? {});
  const isPath = !URL.canParse(asked.url);
  const isListed = own?.origins.has(origin) === true;
  const sameOrigin = origin === url.origin && !(isPath && server === undefined);
  return {
    method,
    url,
    origin,
    sameOrigin: sameOrigin || (isPath && isListed),
    ownPage: isListed || (sameOrigin && (own === undefined || isPath || isOwnHost(own, url.host))),
    foreignHost: own !== undefined && !isListed && !isPath && !isOwnHost(own, url.host),
    headers: kept,
    leftOut,
    credentials: asked.credentials === true,
    unsafeNames: corsUnsafeRequestHeaderNames(kept, isCorsSafelistedRequestHeader),
    unsafeMethod: !isCorsSafelistedMethod(method),
  };
}

function readMethod(written: unknown): string {
  const method = normalizeMethod(text('method', written));
  if (!isToken(method)) throw new TypeError(`${describeValue(method)} is not a method.`);
  if (isForbiddenMethod(method)) {
    throw new TypeError(`${describeValue(method)} is a method that no browser sends for a script.`);
  }
  return method;
}

function readUrl(written: unknown, server: string | undefined): URL {
  const target = text('url', written);
  const base = server ?? UNKNOWN_SERVER;
  if (!URL.canParse(target, base)) throw new TypeError(`${describeValue(target)} is not a URL.`);
  const url = new URL(target, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(
      `${describeValue(target)} is not a URL of a server: its scheme is neither http nor https.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`${describeValue(target)} has a user name in it, which fetch() refuses.`);
  }
  url.hash = '';
  return url;
}

function readHeaders(written: Readonly<Record<string, unknown>>): {
  readonly kept: ReadonlyMap<string, string>;
  readonly leftOut: readonly string[];
} {
  const kept = new Map<string, string>();
  const leftOut: string[] = [];
  for (const [name, raw] of Object.entries(written)) {
    if (!isToken(name)) throw new TypeError(`${describeValue(name)} is not a header name.`);
    const value = normalizeValue(text(`headers: ${describeValue(name)}`, raw));
    if (!isHeaderValue(value)) throw new TypeError(`${describeValue(value)} is not a header value.`);
    const lower = name.toLowerCase();
    if (isForbiddenRequestHeader(name, value)) leftOut.push(name);
    // As a browser combines a name that was written in two ways.
    else kept.set(lower, kept.has(lower) ? `${kept.get(lower) ?? ''}, ${value}` : value);
  }
  return { kept, leftOut };
}

function text(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${field} has to be a string, not ${describeValue(value)}.`);
}
