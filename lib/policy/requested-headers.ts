import { isToken } from '../fetch/index.js';

/** The limit in bytes of all lines. Longer values are refused. */
export const MAX_REQUESTED_HEADERS_LENGTH = 4096;

const SPACE = 0x20;
const TAB = 0x09;

// A table, because each character of a request is looked up.
const TOKEN_BYTES = new Uint8Array(256);
for (let byte = 0; byte < TOKEN_BYTES.length; byte++)
  TOKEN_BYTES[byte] = isToken(String.fromCharCode(byte)) ? 1 : 0;

export type RequestedHeaders =
  { readonly names: ReadonlySet<string> } | { readonly rejected: 'too-long' | 'malformed' };

const NOTHING_REQUESTED: RequestedHeaders = { names: new Set() };

/**
 * Parses `Access-Control-Request-Headers` in one pass. The names are in lower case, without
 * duplicates and empty members. Optional whitespace (space and tab) around members is removed.
 * Several lines are joined with commas, as Node.js does.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function parseRequestedHeaders(value: string | undefined): RequestedHeaders {
  if (value === undefined) return NOTHING_REQUESTED;
  if (value.length > MAX_REQUESTED_HEADERS_LENGTH) return { rejected: 'too-long' };
  const names = new Set<string>();
  let start = 0;
  while (start <= value.length) {
    const comma = value.indexOf(',', start);
    const end = comma === -1 ? value.length : comma;
    const name = memberBetween(value, start, end);
    if (name === undefined) return { rejected: 'malformed' };
    if (name !== '') names.add(name);
    start = end + 1;
  }
  return { names };
}

function memberBetween(value: string, from: number, to: number): string | undefined {
  let start = from;
  let end = to;
  // A comma stops both loops. In a member of whitespace only, start passes end, and the slice is
  // empty.
  while (isOptionalWhitespace(value.charCodeAt(start))) start++;
  while (isOptionalWhitespace(value.charCodeAt(end - 1))) end--;
  for (let index = start; index < end; index++) {
    if (TOKEN_BYTES[value.charCodeAt(index)] !== 1) return undefined;
  }
  return value.slice(start, end).toLowerCase();
}

function isOptionalWhitespace(code: number): boolean {
  return code === SPACE || code === TAB;
}
