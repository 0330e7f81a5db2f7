import { isCorsSafelistedRequestHeader } from '../fetch/cors-safelisted-request-header.js';

const NAMES = ['accept', 'accept-language', 'content-language', 'content-type'];

/** What a script may set with mode `no-cors`. @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return NAMES.includes(name.toLowerCase()) && isCorsSafelistedRequestHeader(name, value);
}
