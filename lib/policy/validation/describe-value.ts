import { isObject, isPlainObject, isRegExp } from './value-kinds.js';

const LONGEST_TEXT = 120;
const MOST_MEMBERS = 6;

/**
 * A text that is safe to print, uncut. The escapes have the same meaning in a string and in a
 * regular expression.
 *
 * Control, format and separator characters and lone surrogates are escaped. A terminal would
 * execute or hide them, so that the printed text differs from the compared text. Ordinary spaces
 * are kept.
 */
export function printable(text: string): string {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, character =>
    character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** A text that is safe to print, shortened for a log line. */
export function excerpt(text: string): string {
  return printable(shortened(text));
}

/** A string as a literal in code, uncut, so that the user can copy it. */
export function quote(text: string): string {
  return `'${printable(text.replace(/['\\]/g, '\\$&'))}'`;
}

/** Strings as literals in code, shortened for a log line. */
export function quoteAll(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_MEMBERS).map(describeValue);
  return [...shown, ...(texts.length > MOST_MEMBERS ? ['…'] : [])].join(', ');
}

/**
 * Describes any value in a few printable words. It runs no code of the value, such as `toString()`.
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return quote(shortened(value));
  if (typeof value === 'bigint') return `${shortened(String(value))}n`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isRegExp(value)) return excerpt(`/${value.source}/${value.flags}`);
  if (!isObject(value)) return excerpt(String(value));
  return isPlainObject(value) ? 'an object' : 'an instance of a class';
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
