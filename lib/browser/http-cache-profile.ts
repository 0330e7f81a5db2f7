import type { Heuristics } from './freshness.js';

/** What the HTTP caches of engines do differently, each with the standard's way as its first value. */
export interface HttpCacheProfile {
  /** Whether the HTTP cache keeps a response for each value of the headers that `Vary` names, or the last one. */
  readonly httpCacheVariants: 'many' | 'one';
  /** Whether the HTTP cache keeps requests of different credentials modes apart. */
  readonly httpCacheKnowsCredentials: boolean;
  /** What the HTTP cache keeps of what the CORS check withheld. */
  readonly httpCacheKeepsWithheld: 'all' | 'redirects' | 'all but redirects';
  /** The statuses of responses to GET that, unless they are fresh, leave what the HTTP cache has for the URL. */
  readonly httpCachePasses: readonly number[];
  /** The statuses that the HTTP cache takes for stale, whatever they say. */
  readonly httpCacheNeverFresh: readonly number[];
  /** Whether a PUT without a body makes the HTTP cache forget what it has for the URL, as every other change does. */
  readonly httpCacheNoticesEmptyPut: boolean;
  /** The statuses below which a change has taken place, hence makes the HTTP cache forget. */
  readonly httpCacheForgetsBelow: number;
  readonly httpCacheHeuristics: Heuristics;
  /** Whether a request with `cache: 'reload'` makes the HTTP cache forget although its preflight is refused. */
  readonly httpCacheForgetsRefused: boolean;
  /** Whether a change makes the HTTP cache forget what its `Location` names on the same host. */
  readonly httpCacheForgetsLocation: boolean;
  /** Whether a request with `Authorization` may have the response to one without. */
  readonly httpCacheServesAuthorized: boolean;
  /** Whether a change at another site than the page's makes the HTTP cache forget. */
  readonly httpCacheForgetsForeign: boolean;
  /** Whether a change makes the HTTP cache forget with `cache: 'no-store'` too. */
  readonly httpCacheForgetsUnstored: boolean;
  /** What the HTTP cache answers HEAD with. */
  readonly httpCacheHead: 'nothing' | 'what it has for GET' | 'what it has for HEAD';
  /** Whether the server is asked about stored responses of all statuses, or of 200 alone. */
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
  httpCacheForgetsForeign: true,
  httpCacheForgetsRefused: false,
  httpCacheForgetsLocation: false,
  httpCacheServesAuthorized: true,
  httpCacheForgetsUnstored: false,
  httpCacheHeuristics: { sinceLastModified: 0, modified: [], publicly: false, everlasting: [] },
  httpCacheHead: 'nothing',
  httpCacheRevalidates: 'all',
};
