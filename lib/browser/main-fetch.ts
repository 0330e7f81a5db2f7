import { CLAUSES } from './clauses.js';
import { type FetchRequest, currentUrl, isSameOrigin } from './fetch-request.js';
import { type Fetched, type FetchResponse, isNetworkError, type NetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import { hasLostUnsafeHeaders, httpFetch, preflightView, unsafeNamesOf } from './http-fetch.js';
import { httpRedirectFetch, isRedirectStatus } from './http-redirect-fetch.js';
import { isCorsSafelistedMethod } from '../fetch/index.js';
import { isPotentiallyTrustworthy } from './same-site.js';
import type { UserAgent } from './user-agent.js';

/**
 * Processes a request through all its redirects. The standard describes a recursion, which is a
 * loop here.
 *
 * @see https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export async function mainFetch(request: FetchRequest, agent: UserAgent, flow: Flow): Promise<Fetched> {
  let { method } = request;
  for (;;) {
    const { responseTainting } = request;
    const makePreflight = chooseTainting(request, agent, flow);
    if (isBlocked(makePreflight)) return makePreflight;
    // Chromium makes a new request in two cases: for a preflight, or for an `Origin` that the
    // earlier request did not have.
    const isOther = makePreflight || responseTainting !== 'cors' || method !== request.method;
    if (isOther && request.responseTainting === 'cors') request.restartedAt = request.urlList.length - 1;
    method = request.method;
    const response = await httpFetch(request, makePreflight, agent, flow);
    request.wasPreflighted ||= makePreflight;
    const next = isNetworkError(response) ? response : afterResponse(request, response, agent, flow);
    if (next === 'follow') continue;
    if (next === 'final') return response;
    // The cached entries are no longer reliable.
    const { preflightCacheClearedBy } = agent.profile;
    if (
      preflightCacheClearedBy === 'all failures' ||
      (preflightCacheClearedBy !== 'none' && request.wasPreflighted)
    )
      agent.preflightCache.clear(preflightView(request, agent));
    return next;
  }
}

function afterResponse(
  request: FetchRequest,
  response: FetchResponse,
  { profile }: UserAgent,
  flow: Flow,
): 'follow' | 'final' | NetworkError {
  if (!isRedirectStatus(response.status) || request.redirect === 'manual') return 'final';
  return request.redirect === 'follow'
    ? httpRedirectFetch(request, response, profile, flow)
    : flow.failed('redirect', `Redirect mode 'error' forbids the ${response.status}.`, CLAUSES.httpFetch);
}

/** Decides which parts of the response the script may see, and whether to preflight. */
function chooseTainting(request: FetchRequest, agent: UserAgent, flow: Flow): boolean | NetworkError {
  const url = currentUrl(request);
  if (request.origin.startsWith('https:') && !isPotentiallyTrustworthy(url))
    return flow.failed('mixed content', `${url.href} is not secure, the page is.`, CLAUSES.mixedContent);
  if (isSameOrigin(request, url) && request.responseTainting === 'basic') return false;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return flow.failed('scheme', `'${url.protocol}' is neither http nor https.`, CLAUSES.mainFetch);
  if (request.mode === 'same-origin')
    return flow.failed('mode', "Mode 'same-origin' forbids other origins.", CLAUSES.mainFetch);
  if (request.mode === 'no-cors') {
    if (request.redirect !== 'follow')
      return flow.failed('mode', `Mode 'no-cors' has to follow redirects.`, CLAUSES.mainFetch);
    request.responseTainting = 'opaque';
    return false;
  }
  request.responseTainting = 'cors';
  return (
    request.useCorsPreflight ||
    (agent.profile.redirectKeepsPreflight && request.wasPreflighted) ||
    !isCorsSafelistedMethod(request.method) ||
    unsafeNamesOf(request, agent).length > 0 ||
    hasLostUnsafeHeaders(request, agent)
  );
}

function isBlocked(decision: boolean | NetworkError): decision is NetworkError {
  return typeof decision === 'object';
}
