import { CLAUSES } from './clauses.js';
import { fetchMetadata } from './fetch-metadata.js';
import { type FetchRequest, currentUrl, isSameOrigin, serializeRequestOrigin } from './fetch-request.js';
import { type Fetched, isNetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import type { HeaderList } from './header-list.js';
import { freshened, validators } from './http-cache.js';
import { OPAQUE_ORIGIN } from '../fetch/opaque-origin.js';
import { siteOf } from './same-site.js';
import type { UserAgent } from './user-agent.js';

/**
 * Sends a request with what a browser adds to it: `Origin`, cookies, validators.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export async function httpNetworkOrCacheFetch(
  request: FetchRequest,
  agent: UserAgent,
  flow: Flow,
): Promise<Fetched> {
  const url = currentUrl(request);
  const headers = wireHeaders(request, agent);
  const partition =
    agent.profile.httpCachePartition === 'site'
      ? siteOf(request.origin, agent.registrableDomain)
      : request.origin;
  const { fresh, stale } = agent.httpCache.find(request, headers, partition);
  if (fresh !== undefined) {
    flow.passed('request', `${request.method} ${url.href}: from the HTTP cache.`, CLAUSES.httpCache);
    return fresh;
  }
  if (request.cache === 'only-if-cached')
    return flow.failed('request', 'net::ERR_CACHE_MISS', CLAUSES.httpCache);
  if (stale !== undefined) for (const [name, value] of validators(stale)) headers.set(name, value);

  const response = await agent.servers.send({
    method: request.method,
    url,
    headers,
    body: request.body?.bytes,
  });
  if (isNetworkError(response)) return flow.failed('request', response.error, response.clause);
  flow.exchanged('actual', { method: request.method, url, headers }, response);
  flow.passed('request', `${request.method} ${url.href}: ${response.status}.`, CLAUSES.network);
  // Whatever the CORS check will say: cookies of a withheld response are stored all the same.
  if (includesCredentials(request)) {
    for (const line of response.headers.lines('Set-Cookie')) agent.cookies.store(line, url, request.origin);
  }
  if (stale !== undefined && response.status === 304) {
    const revalidated = freshened(stale, response);
    agent.httpCache.store(request, headers, partition, revalidated);
    return revalidated;
  }
  agent.httpCache.store(request, headers, partition, response);
  return response;
}

/** @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch (includeCredentials) */
function includesCredentials(request: FetchRequest): boolean {
  return (
    request.credentials === 'include' ||
    (request.credentials === 'same-origin' && request.responseTainting === 'basic')
  );
}

function wireHeaders(request: FetchRequest, { cookies, registrableDomain, profile }: UserAgent): HeaderList {
  const headers = request.headers.copy();
  if (!headers.has('Accept')) headers.append('Accept', '*/*');
  if (!headers.has('Accept-Language')) headers.append('Accept-Language', 'en');
  headers.set('User-Agent', `CorsBrowser (${profile.name})`);
  const origin = originHeader(request);
  if (origin !== undefined) headers.append('Origin', origin);
  for (const [name, value] of fetchMetadata(request, registrableDomain)) headers.append(name, value);
  const cookie = includesCredentials(request)
    ? cookies.header(currentUrl(request), request.origin)
    : undefined;
  if (cookie !== undefined) headers.append('Cookie', cookie);
  return headers;
}

/** @see https://fetch.spec.whatwg.org/#append-a-request-origin-header */
function originHeader(request: FetchRequest): string | undefined {
  const origin = serializeRequestOrigin(request);
  if (request.responseTainting === 'cors') return origin;
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  return request.mode !== 'cors' && hidesOrigin(request) ? OPAQUE_ORIGIN : origin;
}

function hidesOrigin(request: FetchRequest): boolean {
  const url = currentUrl(request);
  switch (request.referrerPolicy) {
    case 'no-referrer':
      return true;
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return request.origin.startsWith('https:') && url.protocol !== 'https:';
    case 'same-origin':
      return !isSameOrigin(request, url);
    case 'origin':
    case 'origin-when-cross-origin':
    case 'unsafe-url':
      return false;
  }
}
