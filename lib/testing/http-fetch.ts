import { CLAUSES } from './clauses.js';
import { corsCheck } from './cors-check.js';
import { corsPreflightFetch } from './cors-preflight-fetch.js';
import { corsUnsafeRequestHeaderNames } from '../fetch/cors-unsafe-request-header-names.js';
import { type FetchRequest, currentUrl } from './fetch-request.js';
import { type Fetched, isNetworkError, type NetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import { httpNetworkOrCacheFetch } from './http-network-or-cache-fetch.js';
import type { UserAgent } from './user-agent.js';

/**
 * A preflight where one is needed, the request, and the CORS check.
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
    const { preflightForgetsRedirects } = agent.profile;
    const asked = preflightForgetsRedirects ? withoutRedirects(request) : request;
    const refusal = await preflight(asked, agent, flow);
    if (refusal !== undefined) return refusal;
  }
  const response = await httpNetworkOrCacheFetch(request, agent, flow);
  if (isNetworkError(response) || request.responseTainting !== 'cors') return response;
  return corsCheck(request, response, flow) ?? response;
}

/** The names that a preflight would ask for now. */
export function unsafeNamesOf({ headers }: FetchRequest, { profile }: UserAgent): readonly string[] {
  return corsUnsafeRequestHeaderNames(headers, profile.isSafelistedHeader);
}

function withoutRedirects(request: FetchRequest): FetchRequest {
  return { ...request, urlList: [currentUrl(request)] };
}

async function preflight(
  request: FetchRequest,
  agent: UserAgent,
  flow: Flow,
): Promise<NetworkError | undefined> {
  const unsafeNames = unsafeNamesOf(request, agent);
  if (!agent.profile.cacheModesWithPreflight.includes(request.cache)) {
    if (isCached(request, unsafeNames, agent)) {
      const url = currentUrl(request).href;
      flow.passed(
        'preflight',
        `The answer for ${url} is still in the preflight cache.`,
        CLAUSES.preflightCache,
      );
      return undefined;
    }
    // An answer that does not cover this request is given up where answers are kept whole.
    if (agent.profile.preflightCache === 'answers') agent.preflightCache.clear(request);
  }
  return corsPreflightFetch(request, unsafeNames, agent, flow);
}

function isCached(request: FetchRequest, unsafeNames: readonly string[], agent: UserAgent): boolean {
  const cached = agent.preflightCache.match(request);
  const { methodsNotCached, answerServesSafelistedMethods, redirectKeepsPreflight } = agent.profile;
  const isForced = request.useCorsPreflight || (redirectKeepsPreflight && request.wasPreflighted);
  const isServed = !isForced || (cached.answer && answerServesSafelistedMethods);
  const method = cached.method || (methodsNotCached.includes(request.method) && isServed);
  return method && unsafeNames.every(name => cached.headerName(name));
}
