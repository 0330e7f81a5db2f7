import type { FetchResponse } from '../../browser/index.js';

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
export const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
export const MAX_AGE = 'Access-Control-Max-Age';

const HEADERS_OF_A_GRANT = /^access-control-(?!allow-origin$)/;

/** `Access-Control-Allow-Origin` as a browser reads it. */
export function allowedOrigin({ headers }: FetchResponse): string | undefined {
  return headers.get(ALLOW_ORIGIN);
}

/** Whether an origin may read a response without credentials. */
export function allows(response: FetchResponse | undefined, origin: string): boolean {
  const allowed = response === undefined ? undefined : allowedOrigin(response);
  return allowed === '*' || allowed === origin;
}

export function isOk({ status }: FetchResponse): boolean {
  return status >= 200 && status <= 299;
}

/** Whether a response names a header in `Vary`. */
export function variesBy({ headers }: FetchResponse, name: string): boolean {
  const names = (headers.get('Vary') ?? '').split(',').map(each => each.trim().toLowerCase());
  return names.includes('*') || names.includes(name.toLowerCase());
}

/** The CORS headers other than `Access-Control-Allow-Origin`, in lower case. */
export function otherCorsHeaders({ headers }: FetchResponse): string[] {
  return headers.names().filter(name => HEADERS_OF_A_GRANT.test(name));
}

/** Whether no shared cache may store a response. */
export function isNeverStored({ headers }: FetchResponse): boolean {
  return /\bno-store\b/i.test(headers.get('Cache-Control') ?? '');
}

/** Whether the headers of a response say that it comes from a cache. */
export function saysItIsCached({ headers }: FetchResponse): boolean {
  const hit = [
    'X-Cache',
    'X-Cache-Status',
    'CF-Cache-Status',
    'X-Proxy-Cache',
    'X-Varnish-Cache',
    'Cache-Status',
  ];
  return Number(headers.get('Age') ?? 0) > 0 || hit.some(name => /\bhit\b/i.test(headers.get(name) ?? ''));
}
