const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const AROUND = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const FORBIDDEN_IN_VALUES = ['\u0000', '\n', '\r'];

/** Whether a text is a `token` of RFC 9110, as header names and methods are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** @see https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeValue(value: string): string {
  return value.replace(AROUND, '');
}

/**
 * Whether a text is a byte string (one character per byte) without NUL and line breaks.
 *
 * @see https://fetch.spec.whatwg.org/#header-value
 */
export function isHeaderValue(value: string): boolean {
  return (
    Array.from(value).every(character => (character.codePointAt(0) ?? 0) <= 0xff) &&
    !FORBIDDEN_IN_VALUES.some(byte => value.includes(byte))
  );
}
