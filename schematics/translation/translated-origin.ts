import type { Node } from 'typescript';
import { type ListMember, listText } from './list-text.js';
import type { Note } from './note.js';

/** The value of `origin`. A value that cannot be translated allows no origin. */
export interface TranslatedOrigin {
  readonly text: string;
  readonly notes: readonly Note[];
  /** Its strings and expressions, for the checks of their combination with credentials. */
  readonly rules: readonly (string | RegExp)[];
  /** The strings, if it is a list of only strings. */
  readonly members?: readonly string[];
  /** Whether a refused origin got an error instead of an answer. */
  readonly enforce: boolean;
}

export type Choice = Omit<TranslatedOrigin, 'members'>;

export const NO_ORIGIN: TranslatedOrigin = { text: 'false', notes: [], rules: [], enforce: false };
export const ANYBODY: TranslatedOrigin = { text: "'*'", notes: [], rules: [], enforce: false };
export const LOCAL: TranslatedOrigin = {
  text: "['http://localhost:*', 'http://127.0.0.1:*']",
  notes: [],
  rules: [],
  enforce: false,
};

export function allowsAnybody({ text }: { readonly text: string }): boolean {
  return text === ANYBODY.text;
}

export function isNobody({ text }: { readonly text: string }): boolean {
  return text === NO_ORIGIN.text;
}

export function refuse(sentence: string, node: Node): TranslatedOrigin {
  return { ...NO_ORIGIN, notes: [{ sentence, original: `origin: ${node.getText()}` }] };
}

const LONGEST_CALL = 90;

/** `parseOrigins()` of a text, with rules beside those of the text. */
export function parsedText(text: string, and: readonly ListMember[], required: boolean): string {
  const list = listText(and);
  const options = [...(required ? ['required: true'] : []), ...(and.length === 0 ? [] : [`and: ${list}`])];
  if (options.length === 0) return `parseOrigins(${text})`;
  const line = `parseOrigins(${text}, { ${options.join(', ')} })`;
  if (!line.includes('\n') && line.length <= LONGEST_CALL) return line;
  const lines = options.map(option => `\t${option.replaceAll('\n', '\n\t')},`);
  return [`parseOrigins(${text}, {`, ...lines, '})'].join('\n');
}
