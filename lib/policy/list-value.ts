// Optional whitespace is space and tab only. `String.prototype.trim()` also removes other
// whitespace. https://www.rfc-editor.org/rfc/rfc9110#name-whitespace
const OUTER_WHITESPACE = /^[ \t]+|[ \t]+$/g;

/** Removes the optional whitespace of HTTP around a list member. */
export function stripOptionalWhitespace(text: string): string {
  return text.replace(OUTER_WHITESPACE, '');
}

/**
 * The members of a list option, which is `['A', 'B']` or `'A, B'`. Empty members of a string are
 * dropped.
 */
export function toList(value: string | readonly string[]): readonly string[] {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map(stripOptionalWhitespace)
    .filter(member => member !== '');
}
