import type { Expression } from 'typescript';
import { checkEffectivePolicy } from '../../lib/policy/translation.js';
import { ts } from '../syntax/typescript.js';
import type { Note } from './note.js';
import { readRegExp, translateRegExp, translateString } from './origin-rules.js';
import type { CorsSetting } from './setting.js';

/** One member of a list of origins. Without a text if it is left out. */
export interface TranslatedRule {
  readonly text?: string;
  readonly notes: readonly Note[];
  readonly rules: readonly (string | RegExp)[];
}

export function translateRule(
  value: Expression,
  { credentials, isGateway, scope }: CorsSetting,
): TranslatedRule {
  if (ts.isStringLiteralLike(value)) {
    const translated = translateString(value.text);
    const rule = translated.text?.slice(1, -1);
    return { ...translated, rules: rule === undefined ? [] : [rule] };
  }
  const expression = readRegExp(value);
  if (expression !== undefined) return translateExpression(expression, credentials || isGateway);
  const text = scope.portable(value);
  if (text !== undefined) return { text, notes: [], rules: [] };
  const sentence =
    'it needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs, and write it again';
  return { notes: [{ sentence, original: value.getText() }], rules: [] };
}

/** With credentials, the domains of an expression must form a list. */
function translateExpression(written: RegExp, credentials: boolean): TranslatedRule {
  const translated = translateRegExp(written);
  if (translated.text === undefined) return { ...translated, rules: [] };
  const kept = regExpOf(translated.text);
  const [problem] = checkEffectivePolicy({ origin: [kept], credentials, dangerously: EVERYTHING });
  if (problem === undefined) return { ...translated, rules: [kept] };
  const sentence = `${String(written)} was left out, since it does not start with credentials: ${problem.reason}. ${problem.suggestion}`;
  return { notes: [{ sentence }], rules: [] };
}

const EVERYTHING = { allowInsecureOrigins: true, allowPublicSuffixSubdomains: true };

function regExpOf(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}
