import type { Heuristics } from './freshness.js';

/**
 * The differences between the HTTP caches of engines. The first value of each type is that of the
 * standard.
 */
export interface HttpCacheProfile {
  /**
   * Whether the HTTP cache stores a response for each value of the headers in `Vary`, or only the
   * last one.
   */
  readonly httpCacheVariants: 'many' | 'one';
  /** Whether the HTTP cache separates requests of different credentials modes. */
  readonly httpCacheKnowsCredentials: boolean;
  /** The responses that the HTTP cache stores although the CORS check fails. */
  readonly httpCacheKeepsWithheld: 'all' | 'redirects' | 'all but redirects';
  /**
   * The statuses of responses to GET that do not replace the stored response for the URL unless
   * they are fresh.
   */
  readonly httpCachePasses: readonly number[];
  /** The statuses that the HTTP cache always treats as stale. */
  readonly httpCacheNeverFresh: readonly number[];
  /**
   * Whether a PUT without a body removes the stored response for the URL, as every other change
   * does.
   */
  readonly httpCacheNoticesEmptyPut: boolean;
  /**
   * The statuses below this one count as a successful change, which removes the stored response.
   */
  readonly httpCacheForgetsBelow: number;
  /**
   * Whether PUT, PATCH and DELETE with `cache: 'reload'` remove the stored response, even if they
   * fail.
   */
  readonly httpCacheForgetsReloaded: boolean;
  readonly httpCacheHeuristics: Heuristics;
  /**
   * Whether a request with `cache: 'reload'` removes the stored response although its preflight is
   * refused.
   */
  readonly httpCacheForgetsRefused: boolean;
  /** Whether a change removes the stored response for its `Location` on the same host. */
  readonly httpCacheForgetsLocation: boolean;
  /** Whether a request with `Authorization` may get the response to a request without it. */
  readonly httpCacheServesAuthorized: boolean;
  /** Whether a change at another site than the page's removes the stored response. */
  readonly httpCacheForgetsForeign: boolean;
  /** Whether a change with `cache: 'no-store'` also removes the stored response. */
  readonly httpCacheForgetsUnstored: boolean;
  /** The stored responses that answer HEAD. */
  readonly httpCacheHead: 'nothing' | 'what it has for GET' | 'what it has for HEAD';
  /** Whether stored responses of all statuses are revalidated, or only those with status 200. */
  readonly httpCacheRevalidates: 'all' | 'ok';
}

export const STANDARD_HTTP_CACHE: HttpCacheProfile = {
  httpCacheVariants: 'many',
  httpCacheKnowsCredentials: false,
  httpCacheKeepsWithheld: 'all',
  httpCachePasses: [],
  httpCacheNeverFresh: [],
  httpCacheNoticesEmptyPut: true,
  httpCacheForgetsBelow: 400,
  httpCacheForgetsReloaded: false,
  httpCacheForgetsForeign: true,
  httpCacheForgetsRefused: false,
  httpCacheForgetsLocation: false,
  httpCacheServesAuthorized: true,
  httpCacheForgetsUnstored: false,
  httpCacheHeuristics: { sinceLastModified: 0, modified: [], publicly: false, everlasting: [] },
  httpCacheHead: 'nothing',
  httpCacheRevalidates: 'all',
};
