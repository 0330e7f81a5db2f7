import { HeaderList, type WireRequest } from '../../browser/index.js';

/** A preflight of an origin, as a browser writes it. */
export function preflightRequest(
  url: URL,
  method: string,
  names: readonly string[],
  origin: string,
): WireRequest {
  const headers = new HeaderList([
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', method],
  ]);
  if (names.length > 0) headers.set('Access-Control-Request-Headers', [...names].sort().join(','));
  headers.set('Origin', origin);
  return { method: 'OPTIONS', url, headers };
}

/** A request of a page, or one without an origin. */
export function actualRequest(
  url: URL,
  method: string,
  own: readonly (readonly [name: string, value: string])[],
  origin: string | undefined,
): WireRequest {
  const headers = new HeaderList([['Accept', '*/*'], ...own]);
  if (origin !== undefined) headers.set('Origin', origin);
  return { method, url, headers };
}
