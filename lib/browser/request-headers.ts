import { isCorsSafelistedRequestHeader } from '../fetch/index.js';

const NO_CORS_NAMES = ['accept', 'accept-language', 'content-language', 'content-type'];

/**
 * Whether `*` in `Access-Control-Allow-Headers` does not cover a name.
 *
 * @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export function isNonWildcardRequestHeaderName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/**
 * Whether a script can set a header with mode `no-cors`.
 *
 * @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
 */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return NO_CORS_NAMES.includes(name.toLowerCase()) && isCorsSafelistedRequestHeader(name, value);
}
