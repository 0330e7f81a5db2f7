import { type Safelist, isCorsSafelistedRequestHeader } from '../fetch/index.js';
import type { Missing } from './extract-header-list-values.js';
import { USUAL_HEURISTICS } from './freshness.js';
import { type HttpCacheProfile, STANDARD_HTTP_CACHE } from './http-cache-profile.js';
import type { SameSite } from './set-cookie.js';

/** The Fetch standard exactly, or the measured behaviour of an engine. */
export type ProfileName = 'standard' | 'chromium' | 'firefox' | 'webkit';

/** The differences between engines. The first value of each type is that of the standard. */
export interface EngineProfile extends HttpCacheProfile {
  readonly name: ProfileName;
  /** The longest time for which a preflight's answer is cached, in seconds. */
  readonly maxAgeLimit: number;
  /** The seconds for an `Access-Control-Max-Age` that is missing or does not parse. */
  maxAge(value: number | Missing, line: string): number;
  readonly isSafelistedHeader: Safelist;
  /** Whether `*` in `Access-Control-Allow-Headers` excludes `Authorization`. */
  readonly wildcardSparesAuthorization: boolean;
  /** The same for a `*` in the preflight cache. */
  readonly cachedWildcardSparesAuthorization: boolean;
  /** Whether an upload listener makes up for a missing `Access-Control-Allow-Methods`. */
  readonly uploadListenerGrantsMethod: boolean;
  /** Whether an upload listener has an effect on a request without a body. */
  readonly uploadListenerNeedsBody: boolean;
  /**
   * Whether cached methods and headers are single entries, or one answer that must cover a request
   * as a whole.
   */
  readonly preflightCache: 'entries' | 'answers';
  /** The answers whose `*` matches any value in the preflight cache. */
  readonly cachedWildcards: 'all' | 'without credentials' | 'none';
  /** The methods that a cached answer allows without listing them. */
  readonly methodsNotCached: readonly string[];
  /** Whether this also applies to requests with an upload listener. */
  readonly answerServesSafelistedMethods: boolean;
  /**
   * Whether a preflight after redirects sends the page's own origin if the request itself sends
   * `null`.
   */
  readonly preflightForgetsRedirects: boolean;
  /**
   * Whether `Access-Control-Max-Age: 0` leaves what earlier answers put into the preflight cache.
   */
  readonly ignoresZeroMaxAge: boolean;
  /** The failures that remove the cached preflight answers for the URL. */
  readonly preflightCacheClearedBy: 'failures after a preflight' | 'all failures' | 'none';
  /** Whether an answer to a request with credentials applies to a request without credentials. */
  readonly credentialedAnswerServesAll: boolean;
  /** The cache modes that bypass the preflight cache. */
  readonly cacheModesWithPreflight: readonly string[];
  /** Whether a script's own `If-None-Match` and similar headers also bypass the preflight cache. */
  readonly conditionsForcePreflight: boolean;
  /** The cache modes that do not change the preflight cache. */
  readonly cacheModesWithoutStoring: readonly string[];
  /**
   * Whether a request that was preflighted once is preflighted after each redirect, even if it no
   * longer needs it.
   */
  readonly redirectKeepsPreflight: boolean;
  /**
   * The effect of headers that a script set and a redirect removed: they may cause a preflight, and
   * may be listed in it.
   */
  readonly headersBeforeRedirects: 'nothing' | 'make a preflight' | 'are named';
  /** Whether a redirect restores the headers that an earlier redirect removed. */
  readonly redirectsRestoreHeaders: boolean;
  /** Whether the CORS check applies to a preflight that redirects lead to the page's own origin. */
  readonly checksPreflightsOfOwnOrigin: boolean;
  /** Whether the lists of a preflight's answer are cached although the request is refused. */
  readonly cachesRefusedPreflights: boolean;
  /** Whether a redirect through another site makes cookies cross-site. */
  readonly redirectsMakeCookiesForeign: boolean;
  /**
   * Whether a no-cors request that started at the page's own origin keeps its credentials after
   * redirects to other origins.
   */
  readonly redirectsKeepNoCorsCredentials: boolean;
  /** Whether the cookies of requests to other sites are separate for each site of a page. */
  readonly partitionsCookies: boolean;
  /** The value that a cookie without `SameSite` gets. */
  readonly sameSiteDefault: SameSite;
  /**
   * `Sec-Fetch-Dest` of a WebSocket's handshake. Undefined if the handshake has no such headers.
   */
  readonly handshakeDestination: string | undefined;
  /**
   * Whether the answer to a handshake may have a list in `Upgrade`, no subprotocol, or one that was
   * not requested.
   */
  readonly lenientHandshakes: boolean;
  /** Whether the cookies of an answer that opens no WebSocket are stored. */
  readonly refusedHandshakesSetCookies: boolean;
  /**
   * Whether a request with mode `no-cors` hides its origin after any redirect to another origin.
   * Otherwise, it does so only after a redirect from a foreign origin.
   */
  readonly redirectsHideOrigin: boolean;
  /**
   * Whether a page over TLS hides its origin only from URLs that are not potentially trustworthy.
   * Otherwise, it hides it from all URLs without TLS.
   */
  readonly originIsShownToTrustworthy: boolean;
  /** Whether a preflight's answer is cached for the opaque origin of a request after redirects. */
  readonly cachesForRedirectTainted: boolean;
  /**
   * The URLs before a redirect that `Sec-Fetch-Site` considers. With `cross-site`, any other origin
   * in the chain gives that value. With `none at all`, no such headers are sent after a redirect to
   * another origin.
   */
  readonly redirectsInSite: 'all' | 'since a new request' | 'cross-site' | 'none at all';
  /** Whether sites of different schemes are different sites. */
  readonly schemefulSites: boolean;
  /** Whether the values of a header that a script sets twice are combined from the start. */
  readonly combinesHeaders: boolean;
  /**
   * The headers of which only the last value is sent if a script sets several. For `Content-Type`
   * with a body, it is the first value.
   */
  readonly singleHeaders: readonly string[];
  /** Whether a preflight lists such a header twice. */
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
  ignoresZeroMaxAge: false,
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
    httpCacheForgetsReloaded: true,
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
    ignoresZeroMaxAge: true,
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

/** Firefox compares bytes as signed numbers, so these count as control characters. */
function hasHighByte(value: string): boolean {
  return /[\u0080-\u00ff]/.test(value);
}
