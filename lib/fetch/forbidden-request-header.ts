import { isForbiddenMethod } from './method.js';

const NAMES = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
const METHOD_OVERRIDES = ['x-http-method', 'x-http-method-override', 'x-method-override'];

/**
 * A header that a browser keeps for itself: a script's attempt to set it is ignored.
 *
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  return (
    isAlwaysForbidden(lower) ||
    (METHOD_OVERRIDES.includes(lower) && value.split(',').some(method => isForbiddenMethod(method.trim())))
  );
}

/** Whether a name in lower case is forbidden with every value; the method overrides are so with some. */
export function isAlwaysForbidden(name: string): boolean {
  return NAMES.has(name) || name.startsWith('proxy-') || name.startsWith('sec-');
}
