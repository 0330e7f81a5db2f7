import type { HeaderList } from './header-list.js';
import { OPAQUE_ORIGIN } from '../fetch/index.js';

export type RequestMode = 'cors' | 'no-cors' | 'same-origin';
export type CredentialsMode = 'include' | 'omit' | 'same-origin';
export type RedirectMode = 'error' | 'follow' | 'manual';
export type CacheMode = 'default' | 'force-cache' | 'no-cache' | 'no-store' | 'only-if-cached' | 'reload';
export type ReferrerPolicy =
  | 'no-referrer'
  | 'no-referrer-when-downgrade'
  | 'origin'
  | 'origin-when-cross-origin'
  | 'same-origin'
  | 'strict-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url';

/**
 * A body as it is sent. A stream cannot be sent twice, so a request with a stream cannot follow a
 * redirect that needs the body again.
 */
export interface RequestBody {
  readonly bytes: Buffer;
  readonly isStream: boolean;
}

/**
 * A request during processing.
 *
 * @see https://fetch.spec.whatwg.org/#concept-request
 */
export interface FetchRequest {
  method: string;
  /** Every URL so far. The current one is the last. */
  readonly urlList: [URL, ...URL[]];
  readonly headers: HeaderList;
  /** The method of the script, even if redirects change it. */
  readonly givenMethod: string;
  /** Whether `Content-Type` comes from the body of an `XMLHttpRequest`, and not from the script. */
  readonly typeIsOfBody: boolean;
  /** The headers of the script, even if redirects remove some. */
  readonly givenHeaders: HeaderList;
  /** The headers that a redirect removed and that the preflight after it still lists. */
  stillNamed: HeaderList;
  body: RequestBody | undefined;
  /** The page's origin, serialised; `null` for an opaque one. */
  readonly origin: string;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly cache: CacheMode;
  readonly referrerPolicy: ReferrerPolicy;
  /** Whether the script itself makes the request conditional. It then receives a 304. */
  readonly isConditional: boolean;
  /**
   * Set by listeners on an upload and by stream bodies.
   *
   * @see https://fetch.spec.whatwg.org/#use-cors-preflight-flag
   */
  readonly useCorsPreflight: boolean;
  /** Whether redirects to other origins keep the initial credentials of the request. */
  readonly keepsCredentials: boolean;
  responseTainting: 'basic' | 'cors' | 'opaque';
  /** Whether a preflight was needed before a redirect. Some engines then send one after it. */
  wasPreflighted: boolean;
  /**
   * The index in the list of URLs at which the engine made a new request for a redirect. 0 if it
   * made none.
   */
  restartedAt: number;
}

export function currentUrl({ urlList }: FetchRequest): URL {
  return urlList.at(-1) ?? urlList[0];
}

/** @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch (includeCredentials) */
export function includesCredentials(request: FetchRequest): boolean {
  const { credentials, keepsCredentials, responseTainting, urlList } = request;
  if (credentials !== 'same-origin') return credentials === 'include';
  return responseTainting === 'basic' || (keepsCredentials && isSameOrigin(request, urlList[0]));
}

/**
 * Whether a request's page and a URL have the same origin. An opaque origin is different from every
 * URL.
 */
export function isSameOrigin({ origin }: FetchRequest, url: URL): boolean {
  return origin !== OPAQUE_ORIGIN && origin === url.origin;
}

/**
 * `Origin` as it is sent and compared. It is `null` after a redirect from a foreign origin to
 * another origin.
 *
 * @see https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin
 */
export function serializeRequestOrigin(request: FetchRequest): string {
  return isRedirectTainted(request) ? OPAQUE_ORIGIN : request.origin;
}

/** Whether a redirect led to another origin. */
export function hasLeftOrigin({ urlList }: FetchRequest): boolean {
  return urlList.some(url => url.origin !== urlList[0].origin);
}

/** @see https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
export function isRedirectTainted(request: FetchRequest): boolean {
  return request.urlList.some((url, at) => {
    const last = request.urlList[at - 1];
    return last !== undefined && url.origin !== last.origin && !isSameOrigin(request, last);
  });
}
