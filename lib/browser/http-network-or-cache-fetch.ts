import { CLAUSES } from './clauses.js';
import { corsCheckFailure } from './cors-check.js';
import type { EngineProfile } from './engine-profile.js';
import { requestMetadata } from './fetch-metadata.js';
import {
  type FetchRequest,
  currentUrl,
  hasLeftOrigin,
  includesCredentials,
  isSameOrigin,
  serializeRequestOrigin,
} from './fetch-request.js';
import { type Fetched, type FetchResponse, isNetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import type { HeaderList } from './header-list.js';
import { bodyFor, freshened } from './http-cache.js';
import { isRedirectStatus } from './http-redirect-fetch.js';
import { OPAQUE_ORIGIN } from '../fetch/index.js';
import { isPotentiallyTrustworthy, siteOf } from './same-site.js';
import type { UserAgent } from './user-agent.js';

/**
 * Sends a request with the headers that a browser adds: `Origin`, cookies, validators.
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
  const partition = siteOf(request.origin, agent.registrableDomain);
  const { fresh, stale, validators } = agent.httpCache.find(request, headers, partition);
  if (fresh !== undefined) {
    flow.passed('request', `${request.method} ${url.href}: from the HTTP cache.`, CLAUSES.httpCache);
    return fresh;
  }
  if (request.cache === 'only-if-cached')
    return flow.failed('request', 'net::ERR_CACHE_MISS', CLAUSES.httpCache);
  for (const [name, value] of validators) headers.set(name, value);

  const response = await agent.servers.send({
    method: request.method,
    url,
    headers,
    body: request.body?.bytes,
  });
  if (isNetworkError(response)) return flow.failed('request', response.error, response.clause);
  flow.exchanged('actual', { method: request.method, url, headers }, response);
  flow.passed('request', `${request.method} ${url.href}: ${response.status}.`, CLAUSES.network);
  // Independent of the CORS check: the cookies of a withheld response are stored, too.
  if (includesCredentials(request)) {
    for (const line of response.headers.lines('Set-Cookie')) agent.cookies.store(line, url, request.origin);
  }
  if (stale !== undefined && response.status === 304) {
    const revalidated = freshened(stale, response);
    agent.httpCache.keep(request, headers, partition, revalidated);
    return bodyFor(request, revalidated);
  }
  if (agent.httpCache.passes(request, response)) return response;
  if (isKept(request, response, agent)) agent.httpCache.store(request, headers, partition, response);
  else agent.httpCache.forget(request, partition);
  return response;
}

/**
 * An engine that drops a response because of the CORS check has not read its body, or has not
 * followed its redirect.
 */
function isKept(request: FetchRequest, response: FetchResponse, { profile }: UserAgent): boolean {
  const kept = profile.httpCacheKeepsWithheld;
  if (kept === 'all' || !['GET', 'HEAD'].includes(request.method)) return true;
  if ((kept === 'redirects') === isRedirectStatus(response.status)) return true;
  return request.responseTainting !== 'cors' || corsCheckFailure(request, response) === undefined;
}

/** Whether a redirect led through another site than the page's. */
function isForeign({ origin, urlList }: FetchRequest, { profile, isSameSite }: UserAgent): boolean {
  return profile.redirectsMakeCookiesForeign && urlList.some(url => !isSameSite(url.origin, origin));
}

function wireHeaders(request: FetchRequest, agent: UserAgent): HeaderList {
  const { cookies, isSameSite, profile } = agent;
  const headers = request.headers.copy();
  const isFirstSent = request.body !== undefined && request.urlList.length === 1;
  for (const name of profile.singleHeaders.filter(single => headers.has(single)))
    headers.set(name, headers.lines(name).at(isFirstSent && name === 'content-type' ? 0 : -1) ?? '');
  if (!headers.has('Accept')) headers.append('Accept', '*/*');
  if (!headers.has('Accept-Language')) headers.append('Accept-Language', 'en');
  headers.set('User-Agent', `CorsBrowser (${profile.name})`);
  const origin = originHeader(request, profile);
  if (origin !== undefined) headers.append('Origin', origin);
  for (const [name, value] of requestMetadata(request, 'actual', profile, isSameSite))
    headers.append(name, value);
  const cookie = includesCredentials(request)
    ? cookies.header(currentUrl(request), request.origin, isForeign(request, agent))
    : undefined;
  if (cookie !== undefined) headers.append('Cookie', cookie);
  return headers;
}

/** @see https://fetch.spec.whatwg.org/#append-a-request-origin-header */
function originHeader(request: FetchRequest, profile: EngineProfile): string | undefined {
  const origin = serializeRequestOrigin(request);
  if (request.responseTainting === 'cors') return origin;
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const isHidden = hidesOrigin(request, profile) || (profile.redirectsHideOrigin && hasLeftOrigin(request));
  return request.mode !== 'cors' && isHidden ? OPAQUE_ORIGIN : origin;
}

function hidesOrigin(request: FetchRequest, { originIsShownToTrustworthy }: EngineProfile): boolean {
  const url = currentUrl(request);
  switch (request.referrerPolicy) {
    case 'no-referrer':
      return true;
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return (
        request.origin.startsWith('https:') &&
        !(originIsShownToTrustworthy ? isPotentiallyTrustworthy(url) : url.protocol === 'https:')
      );
    case 'same-origin':
      return !isSameOrigin(request, url);
    case 'origin':
    case 'origin-when-cross-origin':
    case 'unsafe-url':
      return false;
  }
}
