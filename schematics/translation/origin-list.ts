import type { ArrayLiteralExpression, Expression } from 'typescript';
import { commentsBefore } from '../syntax/comments.js';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { type ListMember, listText } from './list-text.js';
import type { Note } from './note.js';
import { translateReflection } from './origin.js';
import { translateRule, type TranslatedRule } from './origin-rule.js';
import { isFilter, type OriginText, readOriginText } from './origin-text.js';
import type { Scope } from './scope.js';
import type { CorsSetting } from './setting.js';
import { ANYBODY, NO_ORIGIN, parsedText, type TranslatedOrigin } from './translated-origin.js';

/**
 * A list of origins: its known members as a list, and texts of the environment in `parseOrigins()`.
 */
export function translateList(list: ArrayLiteralExpression, setting: CorsSetting): TranslatedOrigin {
  const members = flatten(list, setting.scope);
  if (members.some(member => member.kind === ts.SyntaxKind.TrueKeyword))
    return translateReflection(setting, list);
  const hasWildcard = members.some(member => ts.isStringLiteralLike(member) && member.text === '*');
  // For @fastify/cors, '*' in a list means '*'. cors compares it with the origin.
  if (hasWildcard && setting.platform === 'fastify') return ANYBODY;
  return listOf(
    members.filter(member => !isFalsyLiteral(member)),
    setting,
  );
}

/** A member as written, or as it will be written. */
export type ListItem = Expression | ListMember;

/** A list whose members may be texts. */
export function listOf(members: readonly ListItem[], setting: CorsSetting): TranslatedOrigin {
  const texts: OriginText[] = [];
  const kept: ListMember[] = [];
  const literals: string[] = [];
  const notes: Note[] = [];
  const rules: (string | RegExp)[] = [];
  for (const member of members) {
    if ('comments' in member) {
      kept.push(member);
      continue;
    }
    const text = readOriginText(ts.isSpreadElement(member) ? member.expression : member, setting.scope);
    if (text !== undefined) {
      texts.push(text);
      notes.push(...text.notes);
      continue;
    }
    const translated = translateMember(member, setting);
    notes.push(...translated.notes);
    rules.push(...translated.rules);
    if (translated.text === undefined) continue;
    kept.push({ text: translated.text, comments: commentsBefore(member, member.parent) });
    literals.push(...translated.rules.filter(rule => typeof rule === 'string'));
  }
  if (texts.length > 0) return withTexts(texts, kept, { ...NO_ORIGIN, notes, rules });
  if (kept.length === 0) return { ...NO_ORIGIN, notes, rules };
  const isPlain = literals.length === kept.length;
  const [only, second] = kept;
  // A predicate needs no list around it.
  const alone =
    only !== undefined && second === undefined && only.text.includes('=>') && !only.text.startsWith('...');
  if (alone) return { ...NO_ORIGIN, text: only.text, notes, rules };
  return { ...NO_ORIGIN, text: listText(kept), notes, rules, ...(isPlain ? { members: literals } : {}) };
}

function withTexts(
  texts: readonly OriginText[],
  kept: readonly ListMember[],
  { notes, rules }: TranslatedOrigin,
): TranslatedOrigin {
  const [first] = texts;
  const text = texts.length === 1 && first ? first.text : `[${texts.map(one => one.text).join(', ')}].join()`;
  const required = texts.some(one => one.required);
  const sentence =
    'parseOrigins() takes patterns in the variable, such as https://*.example.com, for what they say. cors compared them byte for byte';
  return {
    ...NO_ORIGIN,
    rules,
    text: parsedText(text, kept, required),
    notes: [...notes, { sentence }],
  };
}

/** The literal list behind names, copies, and code that only removes blank members. */
export function arrayBehind(node: Expression, scope: Scope): ArrayLiteralExpression | undefined {
  const value = scope.resolve(node);
  if (ts.isArrayLiteralExpression(value)) return value;
  const isSet = ts.isNewExpression(value) && value.expression.getText() === 'Set';
  const isCopy = ts.isCallExpression(value) && value.expression.getText() === 'Array.from';
  if (isSet || isCopy) return value.arguments?.[0] && arrayBehind(value.arguments[0], scope);
  return ts.isCallExpression(value) && isFilter(value)
    ? arrayBehind(value.expression.expression, scope)
    : undefined;
}

/** The members, including those of spread lists. */
function flatten(list: ArrayLiteralExpression, scope: Scope): Expression[] {
  return list.elements.flatMap(element => {
    const inner = ts.isSpreadElement(element) ? element.expression : element;
    const nested = arrayBehind(inner, scope);
    if (nested !== undefined) return flatten(nested, scope);
    return [ts.isSpreadElement(element) ? element : scope.resolve(element)];
  });
}

function translateMember(member: Expression, setting: CorsSetting): TranslatedRule {
  if (ts.isArrowFunction(member) || ts.isFunctionExpression(member)) {
    const sentence =
      'a function among origins was left out: cors did not call it, and took it for any origin';
    return { notes: [{ sentence, original: member.getText() }], rules: [] };
  }
  // A choice between rules may result in no rule.
  const isChoice = ts.isSpreadElement(member) || ts.isConditionalExpression(unwrap(member));
  if (!isChoice) return translateRule(member, setting);
  const portable = setting.scope.portable(member);
  if (portable !== undefined) return { text: portable, notes: [], rules: [] };
  const sentence = 'this member needs what only that file has, and was left out';
  return { notes: [{ sentence, original: member.getText() }], rules: [] };
}
