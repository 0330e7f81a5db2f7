import { CLAUSES } from './clauses.js';
import { corsCheck } from './cors-check.js';
import { corsPreflightFetch } from './cors-preflight-fetch.js';
import { corsUnsafeRequestHeaderNames } from '../fetch/index.js';
import { type FetchRequest, currentUrl } from './fetch-request.js';
import { type Fetched, isNetworkError, type NetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import { HeaderList } from './header-list.js';
import { httpNetworkOrCacheFetch } from './http-network-or-cache-fetch.js';
import { siteOf } from './same-site.js';
import type { UserAgent } from './user-agent.js';

/**
 * A preflight if one is needed, then the request, then the CORS check.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export async function httpFetch(
  request: FetchRequest,
  makePreflight: boolean,
  agent: UserAgent,
  flow: Flow,
): Promise<Fetched> {
  if (makePreflight) {
    const refusal = await preflight(preflightView(request, agent), agent, flow);
    if (refusal !== undefined) {
      if (isRefusedReload(request, agent))
        agent.httpCache.forget(request, siteOf(request.origin, agent.registrableDomain));
      return refusal;
    }
  }
  const response = await httpNetworkOrCacheFetch(request, agent, flow);
  if (isNetworkError(response) || request.responseTainting !== 'cors') return response;
  return corsCheck(request, response, flow) ?? response;
}

/** Whether a request would have replaced a cached response, but was refused too late. */
function isRefusedReload({ method, cache }: FetchRequest, { profile }: UserAgent): boolean {
  const isCacheable = method === 'GET' || method === 'HEAD';
  return isCacheable && cache === 'reload' && profile.httpCacheForgetsRefused;
}

/** The names that a preflight would list now. */
export function unsafeNamesOf(request: FetchRequest, { profile }: UserAgent): readonly string[] {
  const isAsGiven = profile.headersBeforeRedirects === 'are named';
  const headers = isAsGiven
    ? request.givenHeaders
    : new HeaderList([...request.headers, ...request.stillNamed]);
  const names = corsUnsafeRequestHeaderNames(headers, profile.isSafelistedHeader);
  if (!profile.namesHeadersTwice) return names;
  const isUnsafe = (name: string) => (value: string) => !profile.isSafelistedHeader(name, value);
  return names.flatMap(name => {
    const times = headers.lines(name).filter(isUnsafe(name)).length;
    return Array.from({ length: Math.max(times, 1) }, () => name);
  });
}

/** Whether a header that a redirect removed still causes a preflight. */
export function hasLostUnsafeHeaders({ givenHeaders }: FetchRequest, { profile }: UserAgent): boolean {
  return (
    profile.headersBeforeRedirects === 'make a preflight' &&
    corsUnsafeRequestHeaderNames(givenHeaders, profile.isSafelistedHeader).length > 0
  );
}

/** A request as its preflight and the preflight cache see it. */
export function preflightView(request: FetchRequest, { profile }: UserAgent): FetchRequest {
  return profile.preflightForgetsRedirects ? { ...request, urlList: [currentUrl(request)] } : request;
}

async function preflight(
  request: FetchRequest,
  agent: UserAgent,
  flow: Flow,
): Promise<NetworkError | undefined> {
  const unsafeNames = unsafeNamesOf(request, agent);
  if (!isForced(request, agent)) {
    if (isCached(request, unsafeNames, agent)) {
      const url = currentUrl(request).href;
      flow.passed(
        'preflight',
        `The answer for ${url} is still in the preflight cache.`,
        CLAUSES.preflightCache,
      );
      return undefined;
    }
    // If answers are cached as a whole, an answer that does not cover this request is dropped.
    if (agent.profile.preflightCache === 'answers') agent.preflightCache.clear(request);
  }
  return corsPreflightFetch(request, unsafeNames, agent, flow);
}

function isForced({ cache, isConditional }: FetchRequest, { profile }: UserAgent): boolean {
  return (
    profile.cacheModesWithPreflight.includes(cache) ||
    (profile.conditionsForcePreflight && isConditional && cache === 'default')
  );
}

function isCached(request: FetchRequest, unsafeNames: readonly string[], agent: UserAgent): boolean {
  const cached = agent.preflightCache.match(request);
  const { methodsNotCached, answerServesSafelistedMethods, redirectKeepsPreflight } = agent.profile;
  const isAlways =
    request.useCorsPreflight ||
    (redirectKeepsPreflight && request.wasPreflighted) ||
    hasLostUnsafeHeaders(request, agent);
  const isServed = !isAlways || (cached.answer && answerServesSafelistedMethods);
  const method = cached.method || (methodsNotCached.includes(request.method) && isServed);
  return method && unsafeNames.every(name => cached.headerName(name));
}
