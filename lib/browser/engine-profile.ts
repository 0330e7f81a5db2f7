import { type Safelist, isCorsSafelistedRequestHeader } from '../fetch/index.js';
import type { Missing } from './extract-header-list-values.js';
import { USUAL_HEURISTICS } from './freshness.js';
import { type HttpCacheProfile, STANDARD_HTTP_CACHE } from './http-cache-profile.js';
import type { SameSite } from './set-cookie.js';

/** The Fetch standard by the letter, or what an engine was measured to do where that differs. */
export type ProfileName = 'standard' | 'chromium' | 'firefox' | 'webkit';

/** What engines do differently, each with the standard's way as its first value. */
export interface EngineProfile extends HttpCacheProfile {
  readonly name: ProfileName;
  /** The longest time that a preflight's answer is kept, in seconds. */
  readonly maxAgeLimit: number;
  /** The seconds for an `Access-Control-Max-Age` that is missing or does not parse. */
  maxAge(value: number | Missing, line: string): number;
  readonly isSafelistedHeader: Safelist;
  /** Whether `*` in `Access-Control-Allow-Headers` leaves out `Authorization`. */
  readonly wildcardSparesAuthorization: boolean;
  /** The same for a `*` in the preflight cache. */
  readonly cachedWildcardSparesAuthorization: boolean;
  /** Whether an upload listener stands in for a missing `Access-Control-Allow-Methods`. */
  readonly uploadListenerGrantsMethod: boolean;
  /** Whether an upload listener counts on a request without a body. */
  readonly uploadListenerNeedsBody: boolean;
  /** Whether cached methods and headers are kept one by one, or as one answer that has to cover a request wholly. */
  readonly preflightCache: 'entries' | 'answers';
  /** The answers whose `*` the preflight cache takes for any value. */
  readonly cachedWildcards: 'all' | 'without credentials' | 'none';
  /** The methods that a cached answer serves without naming them. */
  readonly methodsNotCached: readonly string[];
  /** Whether it does so for requests with an upload listener too. */
  readonly answerServesSafelistedMethods: boolean;
  /** Whether a preflight after redirects names the page's own origin where the request itself says `null`. */
  readonly preflightForgetsRedirects: boolean;
  /** The failures that clear the answers to preflights which were cached for the URL. */
  readonly preflightCacheClearedBy: 'failures after a preflight' | 'all failures' | 'none';
  /** Whether an answer to a request with credentials serves one without. */
  readonly credentialedAnswerServesAll: boolean;
  /** The cache modes that go past the preflight cache. */
  readonly cacheModesWithPreflight: readonly string[];
  /** Whether a script's own `If-None-Match` and the like go past the preflight cache too. */
  readonly conditionsForcePreflight: boolean;
  /** The cache modes that leave the preflight cache as it is. */
  readonly cacheModesWithoutStoring: readonly string[];
  /** Whether a request that was preflighted once is so after each redirect, whatever is left to ask for. */
  readonly redirectKeepsPreflight: boolean;
  /** What the headers do that a script set and a redirect took away: a preflight is made, or names them too. */
  readonly headersBeforeRedirects: 'nothing' | 'make a preflight' | 'are named';
  /** Whether a redirect gives back the headers that one before it took away. */
  readonly redirectsRestoreHeaders: boolean;
  /** Whether the CORS check is made of a preflight that, after redirects, goes to the page's own origin. */
  readonly checksPreflightsOfOwnOrigin: boolean;
  /** Whether what a preflight's answer lists is cached although the request is refused. */
  readonly cachesRefusedPreflights: boolean;
  /** Whether a redirect through another site makes cookies foreign. */
  readonly redirectsMakeCookiesForeign: boolean;
  /** Whether a no-cors request that began at the page's own origin keeps its credentials after redirects to other origins. */
  readonly redirectsKeepNoCorsCredentials: boolean;
  /** Whether the cookies of requests to other sites are kept for each site of a page apart. */
  readonly partitionsCookies: boolean;
  /** What a cookie without `SameSite` counts as. */
  readonly sameSiteDefault: SameSite;
  /** `Sec-Fetch-Dest` of a WebSocket's handshake; undefined where it has no such headers at all. */
  readonly handshakeDestination: string | undefined;
  /** Whether a handshake may be answered with a list in `Upgrade`, without a subprotocol, or with one that nothing asked for. */
  readonly lenientHandshakes: boolean;
  /** Whether the cookies of an answer that opens no WebSocket are stored. */
  readonly refusedHandshakesSetCookies: boolean;
  /** Whether a request with mode `no-cors` hides its origin after any redirect to another origin, or after one from a foreign origin. */
  readonly redirectsHideOrigin: boolean;
  /** Whether a page over TLS hides its origin only from what is not potentially trustworthy, or from all that is not over TLS. */
  readonly originIsShownToTrustworthy: boolean;
  /** Whether a preflight's answer is cached for the opaque origin that a request has after redirects. */
  readonly cachesForRedirectTainted: boolean;
  /**
   * The URLs before a redirect that `Sec-Fetch-Site` counts; `cross-site` after any that another origin had a part in; or no such headers after
   * one to another origin.
   */
  readonly redirectsInSite: 'all' | 'since a new request' | 'cross-site' | 'none at all';
  /** Whether sites of different schemes are different sites. */
  readonly schemefulSites: boolean;
  /** Whether the values of a header that a script gives twice are one from the start. */
  readonly combinesHeaders: boolean;
  /** The headers of which the last value is sent (of `Content-Type` with a body the first), where a script gives several. */
  readonly singleHeaders: readonly string[];
  /** Whether a preflight names such a header twice. */
  readonly namesHeadersTwice: boolean;
}

const DEFAULT_MAX_AGE = 5;

const STANDARD: EngineProfile = {
  ...STANDARD_HTTP_CACHE,
  name: 'standard',
  maxAgeLimit: Infinity,
  maxAge: value => (typeof value === 'number' ? value : DEFAULT_MAX_AGE),
  isSafelistedHeader: isCorsSafelistedRequestHeader,
  wildcardSparesAuthorization: true,
  cachedWildcardSparesAuthorization: true,
  uploadListenerGrantsMethod: true,
  uploadListenerNeedsBody: false,
  preflightCache: 'entries',
  cachedWildcards: 'all',
  methodsNotCached: ['GET', 'HEAD', 'POST'],
  answerServesSafelistedMethods: false,
  preflightForgetsRedirects: false,
  preflightCacheClearedBy: 'failures after a preflight',
  credentialedAnswerServesAll: true,
  cacheModesWithPreflight: [],
  cacheModesWithoutStoring: [],
  redirectKeepsPreflight: false,
  headersBeforeRedirects: 'nothing',
  checksPreflightsOfOwnOrigin: true,
  cachesRefusedPreflights: false,
  partitionsCookies: false,
  redirectsMakeCookiesForeign: false,
  redirectsKeepNoCorsCredentials: false,
  sameSiteDefault: 'Lax',
  handshakeDestination: 'empty',
  lenientHandshakes: false,
  refusedHandshakesSetCookies: true,
  redirectsRestoreHeaders: false,
  originIsShownToTrustworthy: false,
  redirectsHideOrigin: false,
  cachesForRedirectTainted: true,
  conditionsForcePreflight: false,
  redirectsInSite: 'all',
  schemefulSites: true,
  combinesHeaders: false,
  singleHeaders: [],
  namesHeadersTwice: false,
};

const PROFILES: Readonly<Record<ProfileName, EngineProfile>> = {
  standard: STANDARD,
  chromium: {
    ...STANDARD,
    name: 'chromium',
    redirectsKeepNoCorsCredentials: true,
    maxAgeLimit: 7200,
    maxAge: (value, line) => (isNegative(line) ? 0 : STANDARD.maxAge(value, line)),
    wildcardSparesAuthorization: false,
    uploadListenerGrantsMethod: false,
    uploadListenerNeedsBody: true,
    preflightCache: 'answers',
    cachedWildcards: 'without credentials',
    answerServesSafelistedMethods: true,
    preflightCacheClearedBy: 'none',
    cacheModesWithPreflight: ['no-cache', 'no-store', 'reload'],
    cacheModesWithoutStoring: ['no-store'],
    handshakeDestination: undefined,
    refusedHandshakesSetCookies: false,
    httpCacheVariants: 'one',
    httpCacheKeepsWithheld: 'redirects',
    httpCacheNoticesEmptyPut: false,
    conditionsForcePreflight: true,
    httpCacheHeuristics: USUAL_HEURISTICS,
    httpCacheHead: 'what it has for GET',
    httpCacheRevalidates: 'ok',
    originIsShownToTrustworthy: true,
    redirectsHideOrigin: true,
    cachesForRedirectTainted: false,
    combinesHeaders: true,
    redirectsInSite: 'since a new request',
  },
  firefox: {
    ...STANDARD,
    name: 'firefox',
    maxAgeLimit: 86_400,
    maxAge: (value, line) => (value === 'failure' && line !== '' ? 0 : STANDARD.maxAge(value, line)),
    wildcardSparesAuthorization: false,
    cachedWildcardSparesAuthorization: false,
    uploadListenerGrantsMethod: false,
    isSafelistedHeader: (name, value) => !hasHighByte(value) && STANDARD.isSafelistedHeader(name, value),
    cachedWildcards: 'none',
    methodsNotCached: ['GET', 'POST'],
    answerServesSafelistedMethods: true,
    preflightForgetsRedirects: true,
    preflightCacheClearedBy: 'all failures',
    credentialedAnswerServesAll: false,
    cacheModesWithPreflight: ['no-store', 'reload'],
    redirectKeepsPreflight: true,
    sameSiteDefault: 'None',
    lenientHandshakes: true,
    httpCacheVariants: 'one',
    httpCacheKnowsCredentials: true,
    httpCacheHead: 'what it has for HEAD',
    partitionsCookies: true,
    redirectsMakeCookiesForeign: true,
    checksPreflightsOfOwnOrigin: false,
    headersBeforeRedirects: 'make a preflight',
    httpCacheKeepsWithheld: 'all but redirects',
    httpCachePasses: [303],
    httpCacheNeverFresh: [404, 500],
    httpCacheForgetsForeign: false,
    httpCacheForgetsRefused: true,
    httpCacheForgetsLocation: true,
    httpCacheServesAuthorized: false,
    httpCacheForgetsUnstored: true,
    redirectsRestoreHeaders: true,
    httpCacheForgetsBelow: 600,
    httpCacheRevalidates: 'ok',
    httpCacheHeuristics: {
      sinceLastModified: 0.1,
      modified: [200, 203, 206, 301, 308],
      publicly: true,
      everlasting: [300, 410],
    },
    singleHeaders: ['authorization', 'content-type', 'if-modified-since', 'if-unmodified-since'],
    redirectsInSite: 'cross-site',
    schemefulSites: false,
    namesHeadersTwice: true,
  },
  webkit: {
    ...STANDARD,
    name: 'webkit',
    handshakeDestination: 'websocket',
    maxAgeLimit: 600,
    maxAge: (value, line) => (isNegative(line) ? 0 : STANDARD.maxAge(value, line)),
    wildcardSparesAuthorization: false,
    cachedWildcardSparesAuthorization: false,
    uploadListenerGrantsMethod: false,
    preflightCache: 'answers',
    cachedWildcards: 'without credentials',
    answerServesSafelistedMethods: true,
    preflightCacheClearedBy: 'none',
    redirectKeepsPreflight: true,
    headersBeforeRedirects: 'are named',
    cachesRefusedPreflights: true,
    cachesForRedirectTainted: false,
    redirectsInSite: 'none at all',
    combinesHeaders: true,
  },
};

export function engineProfile(name: ProfileName): EngineProfile {
  return PROFILES[name];
}

function isNegative(line: string): boolean {
  return /^-[0-9]+$/.test(line);
}

/** Firefox compares bytes as signed numbers, hence takes these for control characters. */
function hasHighByte(value: string): boolean {
  return /[\u0080-\u00ff]/.test(value);
}
