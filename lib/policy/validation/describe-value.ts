import { isObject, isPlainObject, isRegExp } from './value-kinds.js';

const LONGEST_TEXT = 120;
const MOST_MEMBERS = 6;

/**
 * A text that is safe to print, uncut. The escapes mean the same in a string and in a regular expression.
 *
 * Control, format and separator characters and lone surrogates are escaped: a terminal would obey or hide them, and a reviewer would read
 * something else than what the program compares. An ordinary space is visible enough between quotes.
 */
export function printable(text: string): string {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, character =>
    character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** A text that is safe to print, cut to what a log line bears. */
export function excerpt(text: string): string {
  return printable(shortened(text));
}

/** A string as it would stand in a program, uncut: for what somebody is to copy. */
export function quote(text: string): string {
  return `'${printable(text.replace(/['\\]/g, '\\$&'))}'`;
}

/** Several strings as a list in a program would hold them, cut to what a log line bears. */
export function quoteAll(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_MEMBERS).map(describeValue);
  return [...shown, ...(texts.length > MOST_MEMBERS ? ['…'] : [])].join(', ');
}

/** Any value at all in a few printable words. Runs no code that the value may have brought along. */
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
