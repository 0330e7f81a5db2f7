import type { AskedRequest } from './asked-request.js';

/** The request that predicates, resolvers and version extractors get in place of the platform's. */
export interface RequestStandIn {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly originalUrl: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /**
   * By name in lower case: the headers of the script, and the browser's `host`, `origin`, `accept`
   * and `sec-fetch-mode`.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** Without the port. */
  readonly hostname: string;
  readonly host: string;
  /** `http` or `https`. */
  readonly protocol: string;
  /** Returns a header by its name in any case, as on Express. */
  get(name: string): string | undefined;
  /** Node's request, which Fastify has under this name. */
  readonly raw: Pick<RequestStandIn, 'method' | 'url' | 'headers'>;
}

/** The actual request, with the fields that are known without sending it. */
export function actualStandIn(asked: AskedRequest): RequestStandIn {
  return standIn(asked, asked.method, asked.headers);
}

/** The CORS-preflight request before it. */
export function preflightStandIn(asked: AskedRequest): RequestStandIn {
  const headers = new Map([['access-control-request-method', asked.method]]);
  if (asked.unsafeNames.length > 0) {
    headers.set('access-control-request-headers', asked.unsafeNames.join(','));
  }
  return standIn(asked, 'OPTIONS', headers);
}

function standIn(
  { url, origin, sameOrigin }: AskedRequest,
  method: string,
  own: ReadonlyMap<string, string>,
): RequestStandIn {
  const target = url.pathname + url.search;
  const sendsOrigin = !sameOrigin || (method !== 'GET' && method !== 'HEAD');
  const headers = Object.fromEntries([
    ['host', url.host],
    ['accept', '*/*'],
    ['sec-fetch-mode', 'cors'],
    ...own,
    ...(sendsOrigin ? [['origin', origin] as const] : []),
  ]);
  return {
    method,
    url: target,
    originalUrl: target,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    hostname: url.hostname,
    host: url.host,
    protocol: url.protocol.slice(0, -1),
    get: name => (Object.hasOwn(headers, name.toLowerCase()) ? headers[name.toLowerCase()] : undefined),
    raw: { method, url: target, headers },
  };
}
