import type { EngineProfile } from './engine-profile.js';
import { type FetchRequest, currentUrl, serializeRequestOrigin } from './fetch-request.js';
import { isNonWildcardRequestHeaderName } from './request-headers.js';

/** The permissions of a preflight's answer, for a number of seconds. */
export interface PreflightGrant {
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  readonly maxAge: number;
}

/** The cached state of a request. */
export interface CacheMatch {
  /** Whether any answer is stored. */
  readonly answer: boolean;
  readonly method: boolean;
  headerName(name: string): boolean;
}

interface Entry {
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  readonly kind: 'answer' | 'method' | 'header name';
  readonly value: string;
  expires: number;
}

/**
 * The CORS-preflight cache: entries for methods and for header names. Each entry has an origin, a
 * URL, and whether the request had credentials.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-cache
 */
export class CorsPreflightCache {
  private entries: Entry[] = [];

  constructor(
    private readonly profile: EngineProfile,
    private readonly now: () => number,
  ) {}

  /** @see https://fetch.spec.whatwg.org/#method-cache-entry-match */
  match(request: FetchRequest): CacheMatch {
    const entries = this.matching(request);
    const has = (kind: Entry['kind'], value: string) =>
      entries.some(entry => entry.kind === kind && (entry.value === value || this.isWildcard(entry, value)));
    return {
      answer: has('answer', ''),
      method: has('method', request.method),
      headerName: name => has('header name', name.toLowerCase()),
    };
  }

  /**
   * The last steps of a CORS-preflight fetch.
   *
   * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
   */
  add(request: FetchRequest, { methods, headerNames, maxAge }: PreflightGrant): void {
    if (maxAge === 0 && this.profile.ignoresZeroMaxAge) return;
    const expires = this.now() + maxAge * 1000;
    if (this.profile.preflightCache === 'answers') this.clear(request);
    this.put(request, 'answer', '', expires);
    for (const method of methods) this.put(request, 'method', method, expires);
    for (const name of headerNames) this.put(request, 'header name', name.toLowerCase(), expires);
  }

  /** @see https://fetch.spec.whatwg.org/#concept-cache-clear */
  clear(request: FetchRequest): void {
    const origin = serializeRequestOrigin(request);
    const url = keyUrl(request);
    this.entries = this.entries.filter(entry => entry.origin !== origin || entry.url !== url);
  }

  private put(request: FetchRequest, kind: Entry['kind'], value: string, expires: number): void {
    const known = this.matching(request).find(entry => entry.kind === kind && entry.value === value);
    if (known !== undefined) {
      known.expires = expires;
      return;
    }
    this.entries.push({
      origin: serializeRequestOrigin(request),
      url: keyUrl(request),
      credentials: request.credentials === 'include',
      kind,
      value,
      expires,
    });
  }

  /** By the standard, a cached `*` matches any value, even if the request had credentials. */
  private isWildcard(entry: Entry, value: string): boolean {
    if (entry.value !== '*') return false;
    const { cachedWildcards } = this.profile;
    if (cachedWildcards === 'none' || (cachedWildcards === 'without credentials' && entry.credentials))
      return false;
    return !(
      entry.kind === 'header name' &&
      this.profile.cachedWildcardSparesAuthorization &&
      isNonWildcardRequestHeaderName(value)
    );
  }

  /** @see https://fetch.spec.whatwg.org/#concept-cache-match */
  private matching(request: FetchRequest): Entry[] {
    const now = this.now();
    const origin = serializeRequestOrigin(request);
    const url = keyUrl(request);
    const include = request.credentials === 'include';
    this.entries = this.entries.filter(({ expires }) => expires > now);
    return this.entries.filter(
      entry =>
        entry.origin === origin &&
        entry.url === url &&
        (entry.credentials === include || (entry.credentials && this.profile.credentialedAnswerServesAll)),
    );
  }
}

function keyUrl(request: FetchRequest): string {
  return currentUrl(request).href;
}
