import type { ArrayLiteralExpression, BinaryExpression, ConditionalExpression, Expression } from 'typescript';
import { commentsBefore } from '../syntax/comments.js';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { listText } from './list-text.js';
import type { Note } from './note.js';
import { readRegExp, translateRegExp, translateString } from './origin-rules.js';
import type { CorsSetting } from './setting.js';

/** The value of `origin`. What cannot be translated allows nobody. */
export interface TranslatedOrigin {
  readonly text: string;
  readonly notes: readonly Note[];
  /** The strings that stand in it, for what their combination with credentials needs. */
  readonly rules: readonly string[];
}

const NOBODY = 'false';
const ANYBODY = "'*'";

export function translateOrigin(node: Expression | undefined, setting: CorsSetting): TranslatedOrigin {
  if (node === undefined) return { text: ANYBODY, notes: [], rules: [] };
  return translateValue(node, setting);
}

export function allowsAnybody({ text }: TranslatedOrigin): boolean {
  return text === ANYBODY;
}

function translateValue(node: Expression, setting: CorsSetting): TranslatedOrigin {
  const value = setting.scope.resolve(node);
  if (isFalsyLiteral(value)) return { text: NOBODY, notes: [], rules: [] };
  if (value.kind === ts.SyntaxKind.TrueKeyword) return translateReflection(setting, node);
  if (ts.isStringLiteralLike(value) && value.text === '*') return { text: ANYBODY, notes: [], rules: [] };
  if (ts.isArrayLiteralExpression(value)) return translateList(value, setting);
  if (ts.isConditionalExpression(value)) return translateChoice(value, setting);
  if (isDefault(value)) {
    const left = translateValue(value.left, setting);
    if (left.text === NOBODY) return refuse(NOT_KNOWN, node);
    const right = translateValue(value.right, setting);
    const operator = value.operatorToken.getText();
    return combine([left, right], `${left.text} ${operator} ${right.text}`, node, setting);
  }
  if (isFunction(value)) return refuse(FUNCTION, node);
  const rule = translateRule(value, setting);
  return { text: rule.text ?? NOBODY, notes: rule.notes, rules: rule.rules };
}

const FUNCTION =
  'a function with a callback cannot be translated, so no other origin is allowed. Here a predicate returns true or false, and is never asked without an origin, such as: origin: origin => isAllowed(origin)';

const NOT_KNOWN =
  'it needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs, and write it again';

function translateReflection({ credentials }: CorsSetting, node: Expression): TranslatedOrigin {
  if (!credentials) return { text: ANYBODY, notes: [], rules: [] };
  return refuse(
    "origin: true with credentials lets any site read what your users may read, and cannot be said here, so no other origin is allowed. List the origins that you trust, as in ['https://app.example.com']",
    node,
  );
}

interface TranslatedRule {
  readonly text?: string;
  readonly notes: readonly Note[];
  readonly rules: readonly string[];
}

function translateRule(value: Expression, { scope }: CorsSetting): TranslatedRule {
  if (ts.isStringLiteralLike(value)) {
    const translated = translateString(value.text);
    const rule = translated.text?.slice(1, -1);
    return { ...translated, rules: rule === undefined ? [] : [rule] };
  }
  const expression = readRegExp(value);
  if (expression !== undefined) return { ...translateRegExp(expression), rules: [] };
  const text = isBoolean(value) ? undefined : scope.portable(value);
  if (text !== undefined) return { text, notes: [], rules: [] };
  return { notes: [{ sentence: NOT_KNOWN, original: value.getText() }], rules: [] };
}

function translateList(list: ArrayLiteralExpression, setting: CorsSetting): TranslatedOrigin {
  const members = flatten(list, setting);
  const any = members.find(member => member.kind === ts.SyntaxKind.TrueKeyword);
  if (any !== undefined) return translateReflection(setting, list);
  const hasWildcard = members.some(member => ts.isStringLiteralLike(member) && member.text === '*');
  // @fastify/cors takes '*' in a list for '*'; cors compares it with the origin.
  if (hasWildcard && setting.platform === 'fastify') return { text: ANYBODY, notes: [], rules: [] };

  const translated = members
    .filter(member => !isFalsyLiteral(member))
    .map(member => ({
      ...translateMember(member, setting),
      comments: commentsBefore(member, member.parent),
    }));
  const kept = translated.flatMap(({ text, comments }) => (text === undefined ? [] : { text, comments }));
  return {
    text: kept.length === 0 ? NOBODY : listText(kept),
    notes: translated.flatMap(({ notes }) => notes),
    rules: translated.flatMap(({ rules }) => rules),
  };
}

/** The members, with lists that are spread into it. */
function flatten(list: ArrayLiteralExpression, setting: CorsSetting): Expression[] {
  return list.elements.flatMap(element => {
    const inner = setting.scope.resolve(ts.isSpreadElement(element) ? element.expression : element);
    if (ts.isArrayLiteralExpression(inner)) return flatten(inner, setting);
    return [ts.isSpreadElement(element) ? element : inner];
  });
}

function translateMember(member: Expression, setting: CorsSetting): TranslatedRule {
  if (isFunction(member)) {
    const { notes, rules } = refuse(FUNCTION, member);
    return { notes, rules };
  }
  if (!ts.isSpreadElement(member)) {
    // A choice between rules is one that may be no rule at all.
    const text = unwrap(member);
    if (!ts.isConditionalExpression(text)) return translateRule(member, setting);
  }
  const portable = setting.scope.portable(member);
  if (portable !== undefined) return { text: portable, notes: [], rules: [] };
  return {
    notes: [
      { sentence: 'this member needs what only that file has, and was left out', original: member.getText() },
    ],
    rules: [],
  };
}

function translateChoice(value: ConditionalExpression, setting: CorsSetting): TranslatedOrigin {
  const condition = setting.scope.portable(value.condition);
  if (condition === undefined)
    return refuse('its condition needs what only that file has, so no other origin is allowed', value);
  const yes = translateValue(value.whenTrue, setting);
  const no = translateValue(value.whenFalse, setting);
  return combine([yes, no], `${condition} ? ${yes.text} : ${no.text}`, value, setting);
}

/** One of several values, as the application runs. */
function combine(
  choices: readonly TranslatedOrigin[],
  text: string,
  node: Expression,
  { credentials }: CorsSetting,
): TranslatedOrigin {
  if (credentials && choices.some(allowsAnybody)) {
    return refuse(
      "'*' never works with credentials, so no other origin is allowed. List the origins that you trust",
      node,
    );
  }
  return {
    text,
    notes: choices.flatMap(({ notes }) => notes),
    rules: choices.flatMap(({ rules }) => rules),
  };
}

function refuse(sentence: string, node: Expression): TranslatedOrigin {
  return { text: NOBODY, notes: [{ sentence, original: `origin: ${node.getText()}` }], rules: [] };
}

function isDefault(node: Expression): node is BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

function isFunction(node: Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

const COMPARISONS = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', 'in', 'instanceof']);

/** Whether it can only be true or false: `true` would reflect any origin. */
function isBoolean(node: Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return COMPARISONS.has(node.operatorToken.getText());
  return ts.isCallExpression(node) && ['Boolean', 'JSON.parse'].includes(node.expression.getText());
}
