import type { Expression } from 'typescript';
import { ts } from '../syntax/typescript.js';
import type { Note } from './note.js';
import { readRegExp, translateRegExp, translateString } from './origin-rules.js';
import type { CorsSetting } from './setting.js';

/** One member of a list of origins; without a text where it is left out. */
export interface TranslatedRule {
  readonly text?: string;
  readonly notes: readonly Note[];
  readonly rules: readonly string[];
}

export function translateRule(value: Expression, { scope }: Pick<CorsSetting, 'scope'>): TranslatedRule {
  if (ts.isStringLiteralLike(value)) {
    const translated = translateString(value.text);
    const rule = translated.text?.slice(1, -1);
    return { ...translated, rules: rule === undefined ? [] : [rule] };
  }
  const expression = readRegExp(value);
  if (expression !== undefined) return { ...translateRegExp(expression), rules: [] };
  const text = scope.portable(value);
  if (text !== undefined) return { text, notes: [], rules: [] };
  const sentence =
    'it needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs, and write it again';
  return { notes: [{ sentence, original: value.getText() }], rules: [] };
}
