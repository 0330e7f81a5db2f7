import type { EngineProfile } from './engine-profile.js';
import { type FetchRequest, currentUrl, includesCredentials } from './fetch-request.js';
import type { FetchResponse } from './fetch-response.js';
import { cacheDirectives, freshnessLifetime } from './freshness.js';
import { HeaderList } from './header-list.js';
import type { SameSiteTest } from './same-site.js';

interface Stored {
  readonly key: string;
  readonly vary: Readonly<Record<string, string | undefined>>;
  readonly isAuthorized: boolean;
  readonly response: FetchResponse;
  readonly freshUntil: number;
}

/**
 * The result of a look-up in the cache: nothing, a response to use, or a response to revalidate.
 */
export interface Lookup {
  readonly fresh?: FetchResponse;
  readonly stale?: FetchResponse;
  /** The headers for the revalidation. */
  readonly validators: readonly Header[];
}

type Header = readonly [name: string, value: string];

const NOTHING: Lookup = { validators: [] };
const VALIDATORS = ['If-None-Match', 'If-Modified-Since'];
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The HTTP cache, limited to the parts that affect CORS and `Vary`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111
 */
export class HttpCache {
  private entries: Stored[] = [];

  constructor(
    private readonly profile: EngineProfile,
    private readonly now: () => number,
    private readonly isSameSite: SameSiteTest,
  ) {}

  /** @param partition the site of the page */
  find(request: FetchRequest, headers: HeaderList, partition: string): Lookup {
    const isPassed = request.cache === 'no-store' || request.cache === 'reload' || request.isConditional;
    if (isPassed || !this.isServed(request)) return NOTHING;
    const key = this.keyOf(request, partition);
    const known = this.entries.filter(entry => entry.key === key);
    const fitting = known.find(({ vary }) => fits(vary, headers));
    if (fitting === undefined) return this.otherVariant(known.at(-1));
    const isShared =
      fitting.isAuthorized || !headers.has('Authorization') || this.profile.httpCacheServesAuthorized;
    const usable = fitting.freshUntil > this.now() && request.cache !== 'no-cache' && isShared;
    if (usable || request.cache === 'force-cache' || request.cache === 'only-if-cached')
      return { fresh: bodyFor(request, fitting.response), validators: [] };
    return this.askingAbout(fitting.response);
  }

  store(request: FetchRequest, headers: HeaderList, partition: string, response: FetchResponse): void {
    const key = this.keyOf(request, partition);
    if (isUntouched(request) && !(this.isChange(request) && this.profile.httpCacheForgetsUnstored)) return;
    const { httpCacheForgetsBelow, httpCacheForgetsReloaded, httpCacheHead } = this.profile;
    if (this.isChange(request)) {
      const succeeded = response.status < httpCacheForgetsBelow;
      const isReloaded = request.cache === 'reload' && request.method !== 'POST';
      if (succeeded || (isReloaded && httpCacheForgetsReloaded)) this.remove(key);
      if (succeeded) this.forgetLocation(request, partition, response);
    }
    if (request.method === 'HEAD' && request.cache !== 'reload' && httpCacheHead === 'what it has for GET')
      this.remove(key);
    if (request.method === 'GET' || (request.method === 'HEAD' && httpCacheHead === 'what it has for HEAD'))
      this.keep(request, headers, partition, response);
  }

  /** Replaces the stored response, for example with the update of a 304 to GET or HEAD. */
  keep(request: FetchRequest, headers: HeaderList, partition: string, response: FetchResponse): void {
    const key = this.keyOf(request, partition);
    const vary = Object.fromEntries(variants(response).map(name => [name, headers.get(name)]));
    this.remove(key, this.profile.httpCacheVariants === 'one' ? undefined : vary);
    if (/\bno-store\b/.test(cacheDirectives(response.headers))) return;
    const now = this.now();
    const freshUntil = now + this.lifetimeOf(response, now);
    this.entries.push({ key, vary, isAuthorized: headers.has('Authorization'), response, freshUntil });
  }

  /** Whether a response leaves the stored responses unchanged. */
  passes({ method, cache }: FetchRequest, response: FetchResponse): boolean {
    return (
      this.profile.httpCachePasses.includes(response.status) &&
      (method === 'GET' || method === 'HEAD') &&
      cache !== 'reload' &&
      this.lifetimeOf(response, this.now()) === 0
    );
  }

  /** Removes the stored response for a request whose response is not stored. */
  forget(request: FetchRequest, partition: string): void {
    if (request.cache === 'no-store' || this.isPastGet(request)) return;
    this.remove(this.keyOf(request, partition));
  }

  /** Whether a HEAD request leaves the stored response to GET alone. */
  private isPastGet({ method, cache }: FetchRequest): boolean {
    return method === 'HEAD' && cache === 'reload' && this.profile.httpCacheHead === 'what it has for GET';
  }

  private forgetLocation(request: FetchRequest, partition: string, { headers }: FetchResponse): void {
    const location = headers.get('Location') ?? '';
    const from = currentUrl(request);
    if (!this.profile.httpCacheForgetsLocation || !URL.canParse(location, from.href)) return;
    const url = new URL(location, from);
    if (url.hostname === from.hostname) this.remove(this.keyOf({ ...request, urlList: [url] }, partition));
  }

  /** @see https://www.rfc-editor.org/rfc/rfc9111#section-4.4 */
  private isChange(request: FetchRequest): boolean {
    const { method, body, origin } = request;
    if (SAFE_METHODS.includes(method)) return false;
    if (!this.profile.httpCacheForgetsForeign && !this.isSameSite(currentUrl(request).origin, origin))
      return false;
    return method !== 'PUT' || body !== undefined || this.profile.httpCacheNoticesEmptyPut;
  }

  /**
   * An engine that stores one response per URL also revalidates it for other requests, by its
   * `ETag`.
   */
  private otherVariant(other: Stored | undefined): Lookup {
    if (this.profile.httpCacheVariants !== 'one' || other === undefined) return NOTHING;
    return this.askingAbout(other.response, ['If-None-Match']);
  }

  private askingAbout(stale: FetchResponse, names = VALIDATORS): Lookup {
    if (stale.status !== 200 && this.profile.httpCacheRevalidates === 'ok') return NOTHING;
    const asking = validators(stale).filter(([name]) => names.includes(name));
    return asking.length === 0 ? NOTHING : { stale, validators: asking };
  }

  private lifetimeOf(response: FetchResponse, now: number): number {
    const { httpCacheHeuristics, httpCacheNeverFresh } = this.profile;
    return httpCacheNeverFresh.includes(response.status)
      ? 0
      : freshnessLifetime(response, httpCacheHeuristics, now);
  }

  private isServed({ method }: FetchRequest): boolean {
    return method === 'GET' || (method === 'HEAD' && this.profile.httpCacheHead !== 'nothing');
  }

  private keyOf(request: FetchRequest, partition: string): string {
    const { httpCacheKnowsCredentials, httpCacheHead } = this.profile;
    const isApart = httpCacheKnowsCredentials && includesCredentials(request);
    const head = request.method === 'HEAD' && httpCacheHead === 'what it has for HEAD';
    return `${partition} ${isApart ? 'with credentials' : ''} ${head ? 'HEAD' : ''} ${currentUrl(request).href}`;
  }

  private remove(key: string, vary?: Stored['vary']): void {
    this.entries = this.entries.filter(
      entry =>
        entry.key !== key || (vary !== undefined && JSON.stringify(entry.vary) !== JSON.stringify(vary)),
    );
  }
}

/**
 * A stored response with the updates of a 304. @see
 * https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4
 */
export function freshened(stored: FetchResponse, notModified: FetchResponse): FetchResponse {
  const headers = new HeaderList(stored.headers);
  for (const name of notModified.headers.names()) {
    if (name === 'content-length') continue;
    headers.delete(name);
    for (const line of notModified.headers.lines(name)) headers.append(name, line);
  }
  return { ...stored, headers };
}

/** The headers that make a request conditional. */
function validators({ headers }: FetchResponse): Header[] {
  const pairs: [string, string | undefined][] = [
    ['If-None-Match', headers.get('ETag')],
    ['If-Modified-Since', headers.get('Last-Modified')],
  ];
  return pairs.flatMap(([name, value]): Header[] => (value === undefined ? [] : [[name, value]]));
}

export function bodyFor({ method }: FetchRequest, response: FetchResponse): FetchResponse {
  return method === 'HEAD' ? { ...response, body: Buffer.alloc(0) } : response;
}

function isUntouched({ cache, isConditional }: FetchRequest): boolean {
  return cache === 'no-store' || isConditional;
}

function fits(vary: Stored['vary'], headers: HeaderList): boolean {
  return Object.entries(vary).every(([name, value]) => name !== '*' && headers.get(name) === value);
}

function variants({ headers }: FetchResponse): string[] {
  return (headers.get('Vary') ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '')
    .sort();
}
