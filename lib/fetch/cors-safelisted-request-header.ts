import { mimeEssence } from './mime-essence.js';
import { hasSingleRangeFromStart } from './single-range.js';

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const LANGUAGE = /^[0-9A-Za-z *,\-.;=]*$/;
const UNSAFE_BYTES = '"():<>?@[\\]{}\u007f';

/**
 * What a form could always send, hence what needs no preflight.
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
      return hasSingleRangeFromStart(value);
    default:
      return false;
  }
}

/** @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
export function hasCorsUnsafeByte(value: string): boolean {
  return Array.from(value).some(
    character => (character < ' ' && character !== '\t') || UNSAFE_BYTES.includes(character),
  );
}
