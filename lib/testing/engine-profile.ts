import { isCorsSafelistedRequestHeader } from '../fetch/cors-safelisted-request-header.js';
import type { Safelist } from '../fetch/cors-unsafe-request-header-names.js';
import type { Missing } from './extract-header-list-values.js';
import type { SameSite } from './set-cookie.js';

/** The Fetch standard by the letter, or what an engine was measured to do where that differs. */
export type ProfileName = 'standard' | 'chromium' | 'firefox' | 'webkit';

/** What engines do differently, each with the standard's way as its first value. */
export interface EngineProfile {
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
  /** Whether a failure after a preflight clears what was cached for the URL. */
  readonly failureClearsPreflightCache: boolean;
  /** Whether an answer to a request with credentials serves one without. */
  readonly credentialedAnswerServesAll: boolean;
  /** The cache modes that go past the preflight cache. */
  readonly cacheModesWithPreflight: readonly string[];
  /** The cache modes that leave the preflight cache as it is. */
  readonly cacheModesWithoutStoring: readonly string[];
  /** Whether a request that was preflighted once is so after each redirect, whatever is left to ask for. */
  readonly redirectKeepsPreflight: boolean;
  /** What a cookie without `SameSite` counts as. */
  readonly sameSiteDefault: SameSite;
  /** `Sec-Fetch-Dest` of a WebSocket's handshake; undefined where it has no such headers at all. */
  readonly handshakeDestination: string | undefined;
  /** Whether a handshake may be answered with a list in `Upgrade`, without a subprotocol, or with one that nothing asked for. */
  readonly lenientHandshakes: boolean;
  /** Whether the cookies of an answer that opens no WebSocket are stored. */
  readonly refusedHandshakesSetCookies: boolean;
  /** Whether pages of one site share the HTTP cache. */
  readonly httpCachePartition: 'site' | 'origin';
}

const DEFAULT_MAX_AGE = 5;

const STANDARD: EngineProfile = {
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
  failureClearsPreflightCache: true,
  credentialedAnswerServesAll: true,
  cacheModesWithPreflight: [],
  cacheModesWithoutStoring: [],
  redirectKeepsPreflight: false,
  sameSiteDefault: 'Lax',
  handshakeDestination: 'empty',
  lenientHandshakes: false,
  refusedHandshakesSetCookies: true,
  httpCachePartition: 'site',
};

const PROFILES: Readonly<Record<ProfileName, EngineProfile>> = {
  standard: STANDARD,
  chromium: {
    ...STANDARD,
    name: 'chromium',
    maxAgeLimit: 7200,
    maxAge: (value, line) => (isNegative(line) ? 0 : STANDARD.maxAge(value, line)),
    wildcardSparesAuthorization: false,
    uploadListenerGrantsMethod: false,
    uploadListenerNeedsBody: true,
    preflightCache: 'answers',
    cachedWildcards: 'without credentials',
    answerServesSafelistedMethods: true,
    failureClearsPreflightCache: false,
    cacheModesWithPreflight: ['no-cache', 'no-store', 'reload'],
    cacheModesWithoutStoring: ['no-store'],
    handshakeDestination: undefined,
    refusedHandshakesSetCookies: false,
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
    credentialedAnswerServesAll: false,
    cacheModesWithPreflight: ['no-store', 'reload'],
    redirectKeepsPreflight: true,
    sameSiteDefault: 'None',
    lenientHandshakes: true,
  },
  webkit: {
    ...STANDARD,
    name: 'webkit',
    maxAgeLimit: 600,
    maxAge: (value, line) => (isNegative(line) ? 0 : STANDARD.maxAge(value, line)),
    wildcardSparesAuthorization: false,
    cachedWildcardSparesAuthorization: false,
    uploadListenerGrantsMethod: false,
    preflightCache: 'answers',
    cachedWildcards: 'without credentials',
    answerServesSafelistedMethods: true,
    failureClearsPreflightCache: false,
    redirectKeepsPreflight: true,
    httpCachePartition: 'origin',
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
