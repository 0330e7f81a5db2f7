import type { ReadableStream } from 'node:stream/web';
import type {
  CacheMode,
  CredentialsMode,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
} from './fetch-request.js';

/**
 * A body, as for `fetch()`. A stream needs `duplex: 'half'` and always causes a preflight.
 *
 * @publicApi
 */
export type CorsBody = string | ArrayBuffer | Uint8Array | Blob | FormData | URLSearchParams | ReadableStream;

/**
 * The options of a page's `fetch()`, with the same names, values and defaults as a browser's.
 *
 * @publicApi
 * @see https://fetch.spec.whatwg.org/#requestinit
 */
export interface CorsRequestInit {
  /**
   * Default: `GET`. `delete`, `get`, `head`, `options`, `post` and `put` are accepted in any case.
   * `patch` is different from `PATCH`.
   */
  method?: string;
  /** Forbidden names, such as `Cookie` and `Origin`, are ignored as in a browser. */
  headers?: Readonly<Record<string, string>> | Iterable<readonly [string, string]>;
  body?: CorsBody;
  /** Default: `cors`. */
  mode?: RequestMode;
  /** Whether cookies are sent and stored. Default: `same-origin`. */
  credentials?: CredentialsMode;
  /** Default: `follow`. */
  redirect?: RedirectMode;
  /** Default: `default`. */
  cache?: CacheMode;
  /** Default: `strict-origin-when-cross-origin`. */
  referrerPolicy?: ReferrerPolicy;
  /** For stream bodies. */
  duplex?: 'half';
  /**
   * Whether an `XMLHttpRequest` has a listener on its `upload`, which always causes a preflight.
   * `false` means an `XMLHttpRequest` without a listener. Default: the request is a `fetch()`.
   */
  uploadListener?: boolean;
}
