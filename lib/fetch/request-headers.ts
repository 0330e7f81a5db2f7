import { isToken, normalizeValue } from './header-syntax.js';
import { isForbiddenMethod } from './methods.js';

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const LANGUAGE = /^[0-9A-Za-z *,\-.;=]*$/;
const UNSAFE_BYTES = '"():<>?@[\\]{}\u007f';

const FORBIDDEN_NAMES = new Set([
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

/** Says whether a header needs no preflight, by the standard or by one engine. */
export type Safelist = (name: string, value: string) => boolean;

/**
 * Whether a header is one that forms could always send. Such a header needs no preflight.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isCorsSafelistedRequestHeader(name: string, value: string): boolean {
  if (value.length > 128) return false;
  switch (name.toLowerCase()) {
    case 'accept':
      return !hasCorsUnsafeByte(value);
    case 'accept-language':
    case 'content-language':
      return LANGUAGE.test(value);
    case 'content-type':
      return !hasCorsUnsafeByte(value) && FORM_TYPES.includes(mimeEssence(value) ?? '');
    case 'range':
      return isSimpleRange(value);
    default:
      return false;
  }
}

/** @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
function hasCorsUnsafeByte(value: string): boolean {
  return Array.from(value).some(
    character => (character < ' ' && character !== '\t') || UNSAFE_BYTES.includes(character),
  );
}

/**
 * `type/subtype` in lower case, without parameters. `undefined` if the value is not a MIME type.
 *
 * @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
function mimeEssence(value: string): string | undefined {
  const [essence = ''] = normalizeValue(value).split(';');
  const slash = essence.indexOf('/');
  const type = essence.slice(0, Math.max(slash, 0));
  const subtype = essence.slice(slash + 1).replace(/[\t\n\r ]+$/, '');
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : undefined;
}

/**
 * Whether a `Range` value is one range with a start, such as `bytes=0-` and `bytes=0-99`. A range
 * of the last bytes (`bytes=-99`) is not.
 *
 * @see https://fetch.spec.whatwg.org/#simple-range-header-value
 */
function isSimpleRange(value: string): boolean {
  const [, start, end = ''] = /^bytes=([0-9]+)-([0-9]*)$/.exec(value) ?? [];
  return start !== undefined && (end === '' || BigInt(start) <= BigInt(end));
}

/**
 * The names that a preflight asks for: in lower case, sorted, without duplicates.
 *
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(
  headers: Iterable<readonly [name: string, value: string]>,
  isSafelisted: Safelist,
): string[] {
  const unsafe = new Set<string>();
  const potentiallyUnsafe = new Set<string>();
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    if (isSafelisted(name, value)) {
      potentiallyUnsafe.add(name.toLowerCase());
      safelistValueSize += value.length;
    } else {
      unsafe.add(name.toLowerCase());
    }
  }
  if (safelistValueSize > 1024) for (const name of potentiallyUnsafe) unsafe.add(name);
  return [...unsafe].sort();
}

/**
 * Whether a browser ignores a script's attempt to set a header.
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

/**
 * Whether a name in lower case is forbidden with every value. Method overrides depend on the value.
 */
export function isAlwaysForbidden(name: string): boolean {
  return FORBIDDEN_NAMES.has(name) || name.startsWith('proxy-') || name.startsWith('sec-');
}
