// Optional whitespace is space and tab, no other: `String.prototype.trim()` also eats no-break spaces.
// https://www.rfc-editor.org/rfc/rfc9110#name-whitespace
const OUTER_WHITESPACE = /^[ \t]+|[ \t]+$/g;

/** Strips the optional whitespace of HTTP around a list member. */
export function stripOptionalWhitespace(text: string): string {
  return text.replace(OUTER_WHITESPACE, '');
}

/** A list as the options take it, `['A', 'B']` or `'A, B'`, as a list. Empty members of a string are dropped. */
export function toList(value: string | readonly string[]): readonly string[] {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map(stripOptionalWhitespace)
    .filter(member => member !== '');
}
