import type { Expression } from 'typescript';
import {
  checkAllowedHeaders,
  checkExposedHeaders,
  checkMethods,
  toList,
} from '../../lib/policy/translation.js';
import { isFalsyLiteral, quoted } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { listText } from './list-text.js';
import type { Note, Translated } from './note.js';
import { NOTHING } from './note.js';
import type { CorsSetting } from './setting.js';

type Check = typeof checkMethods;

// The methods that browsers never refuse, with any answer.
// https://fetch.spec.whatwg.org/#cors-safelisted-method
const SAFELISTED_METHODS = "['GET', 'HEAD', 'POST']";

export function translateMethods(value: Expression | undefined, setting: CorsSetting): Translated {
  if (value === undefined) {
    if (setting.platform === 'express') return NOTHING;
    const sentence = 'the default of @fastify/cors. Leave methods out to allow the methods of the routes';
    return { text: SAFELISTED_METHODS, notes: [{ sentence }] };
  }
  const names = readNames(value, setting);
  if (names === undefined) return translateExpression('methods', value, setting);
  if (names.includes('*')) {
    const sentence =
      "methods: '*' was left out, which allows the methods of the routes, with credentials too, where browsers do not know '*'";
    return { notes: setting.credentials ? [{ sentence }] : [] };
  }
  if (names.length === 0) {
    return { text: SAFELISTED_METHODS, notes: [{ sentence: 'no other methods were allowed' }] };
  }
  const translated = translateNames(value, names, checkMethods, setting);
  const missing = ['GET', 'POST'].filter(method => !names.some(name => name.toUpperCase() === method));
  if (missing.length === 0) return translated;
  const sentence = `browsers let ${missing.join(' and ')} pass although not listed; here preflights for them are refused. Add what is meant to work`;
  return { ...translated, notes: [...translated.notes, { sentence }] };
}

export function translateAllowedHeaders(value: Expression | undefined, setting: CorsSetting): Translated {
  if (value === undefined || isFalsyLiteral(setting.scope.resolve(value))) return { text: "'*'", notes: [] };
  const names = readNames(value, setting);
  if (names === undefined) return translateExpression('allowedHeaders', value, setting);
  if (names.includes('*')) {
    const sentence =
      "browsers did not know '*' with credentials, and allowed no header by it; here it allows any";
    const widens = setting.credentials && names.length === 1;
    if (!setting.credentials || widens) return { text: "'*'", notes: widens ? [{ sentence }] : [] };
  }
  return translateNames(value, names, checkAllowedHeaders, setting);
}

export function translateExposedHeaders(value: Expression, setting: CorsSetting): Translated {
  if (isFalsyLiteral(setting.scope.resolve(value))) return NOTHING;
  const names = readNames(value, setting);
  if (names === undefined) return translateExpression('exposedHeaders', value, setting);
  if (names.includes('*') && !setting.credentials) return { text: "'*'", notes: [] };
  return translateNames(value, names, checkExposedHeaders, setting);
}

/** An expression that has the same value in the file of the module. */
export function translateExpression(name: string, value: Expression, { scope }: CorsSetting): Translated {
  const text = scope.portable(value);
  if (text !== undefined) return { text, notes: [] };
  const sentence = `${name} needs what only that file has, and was left out. Use CorsModule.forRootAsync() to inject what it needs`;
  return { notes: [{ sentence, original: `${name}: ${value.getText()}` }] };
}

/**
 * The names, if all of them are literals. `cors` joins a list with commas, so a member may contain
 * several names.
 */
function readNames(value: Expression, { scope }: Pick<CorsSetting, 'scope'>): readonly string[] | undefined {
  const resolved = scope.resolve(value);
  if (ts.isStringLiteralLike(resolved)) return toList(resolved.text);
  if (!ts.isArrayLiteralExpression(resolved)) return undefined;
  const names: string[] = [];
  for (const element of resolved.elements) {
    const inner = scope.resolve(ts.isSpreadElement(element) ? element.expression : element);
    const more = readNames(inner, { scope });
    if (more === undefined) return undefined;
    names.push(...more);
  }
  return names;
}

/** A string if it was one and no change was needed. Otherwise, a list. */
function translateNames(
  value: Expression,
  names: readonly string[],
  check: Check,
  { scope }: CorsSetting,
): Translated {
  const notes: Note[] = [];
  const sound = names.flatMap(name => {
    const [problem] = check([name]);
    if (problem === undefined) return [name];
    const upperCase = name.toUpperCase();
    const corrected = check === checkMethods && check([upperCase]).length === 0 ? [upperCase] : [];
    const became = corrected.length > 0 ? `it was ${quoted(name)}` : `${quoted(name)} was left out`;
    notes.push({ sentence: `${became}: ${problem.reason}` });
    return corrected;
  });
  const written = scope.resolve(value);
  if (notes.length === 0 && ts.isStringLiteralLike(written)) return { text: quoted(written.text), notes };
  return { text: listText(sound.map(name => ({ text: quoted(name), comments: [] }))), notes };
}
