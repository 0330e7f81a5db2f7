import type { BinaryExpression, ConditionalExpression, Expression, Node } from 'typescript';
import { isFalsyLiteral, quoted } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { developmentSide } from './development.js';
import { isFunctionNode } from './functions.js';
import { translateCallback } from './origin-callback.js';
import { arrayBehind, translateList } from './origin-list.js';
import { translateRule } from './origin-rule.js';
import { isDefault, type OriginText, readOriginText } from './origin-text.js';
import {
  allowsAnybody,
  ANYBODY,
  type Choice,
  isNobody,
  LOCAL,
  NO_ORIGIN,
  parsedText,
  refuse,
  type TranslatedOrigin,
} from './translated-origin.js';
import type { CorsSetting } from './setting.js';

export function translateOrigin(node: Expression | undefined, setting: CorsSetting): TranslatedOrigin {
  if (node === undefined) return ANYBODY;
  return translateValue(node, setting);
}

export function translateValue(node: Expression, setting: CorsSetting): TranslatedOrigin {
  const { scope } = setting;
  const value = scope.resolve(node);
  if (isFalsyLiteral(value)) return NO_ORIGIN;
  if (value.kind === ts.SyntaxKind.TrueKeyword) return translateReflection(setting, node);
  if (ts.isStringLiteralLike(value) && value.text === '*') return translateWildcard(setting, node);
  const list = arrayBehind(value, scope);
  if (list !== undefined) return translateList(list, setting);
  const callback = isFunctionNode(value) ? value : scope.functionOf(value);
  if (callback !== undefined) return translateCallback(callback, node, setting);
  const text = readOriginText(value, scope);
  if (text !== undefined) return translateText(text, setting);
  if (ts.isConditionalExpression(value)) return translateChoice(value, setting);
  if (isDefault(value)) return translateDefault(value, setting, node);
  const isSwitch = isBoolean(value) || developmentSide(value, scope) !== undefined;
  if (isSwitch) return translateSwitch(value, setting, node);
  const rule = translateRule(value, setting);
  return { ...NO_ORIGIN, ...rule, text: rule.text ?? NO_ORIGIN.text };
}

const READS_LISTS =
  "parseOrigins() takes '*' and patterns, such as https://*.example.com, for what they say. cors compared them byte for byte";

/** A text is a list here, and its members may be patterns. */
function translateText(
  { list, notes, required, text }: OriginText,
  { platform }: CorsSetting,
): TranslatedOrigin {
  const widens = list || platform === 'express';
  return {
    ...NO_ORIGIN,
    text: parsedText(text, [], required),
    notes: [...notes, ...(widens ? [{ sentence: READS_LISTS }] : [])],
  };
}

export function translateReflection(
  { credentials, development, isGateway }: CorsSetting,
  node: Node,
): TranslatedOrigin {
  if (!credentials) return ANYBODY;
  if (isGateway) return { ...NO_ORIGIN, text: '() => true' };
  const original = `origin: ${node.getText()}`;
  if (development) {
    const sentence =
      'any origin with credentials cannot be said here, since any site could then read what your users may read. In development, pages on this machine are allowed';
    return { ...LOCAL, notes: [{ sentence, original }] };
  }
  return refuse(
    "origin: true with credentials lets any site read what your users may read, and cannot be said here, so no other origin is allowed. List the origins that you trust, as in ['https://app.example.com']",
    node,
  );
}

function translateWildcard({ credentials, development }: CorsSetting, node: Expression): TranslatedOrigin {
  if (!credentials || !development) return ANYBODY;
  const sentence = "'*' never works with credentials. In development, pages on this machine are allowed";
  return { ...LOCAL, notes: [{ sentence, original: `origin: ${node.getText()}` }] };
}

function translateChoice(value: ConditionalExpression, setting: CorsSetting): TranslatedOrigin {
  const { scope } = setting;
  const present = readPresence(value, setting);
  if (present !== undefined) return present;
  const condition = scope.portable(value.condition);
  if (condition === undefined)
    return refuse('its condition needs what only that file has, so no other origin is allowed', value);
  const side = developmentSide(value.condition, scope);
  const branch = (node: Expression, holds: boolean): TranslatedOrigin =>
    translateValue(node, { ...setting, development: setting.development || side === holds });
  const yes = branch(value.whenTrue, true);
  const no = branch(value.whenFalse, false);
  return combine([yes, no], `${condition} ? ${yes.text} : ${no.text}`, value, setting);
}

/**
 * `process.env.ORIGINS ? process.env.ORIGINS.split(',') : …`: the text, or otherwise another value.
 */
function readPresence(
  { condition, whenFalse, whenTrue }: ConditionalExpression,
  setting: CorsSetting,
): TranslatedOrigin | undefined {
  const { scope } = setting;
  const asked = readOriginText(condition, scope);
  const read = readOriginText(whenTrue, scope);
  if (asked === undefined || read?.text !== asked.text || asked.list) return undefined;
  return withFallback({ ...read, required: false }, '||', whenFalse, setting);
}

function translateDefault(value: BinaryExpression, setting: CorsSetting, node: Expression): TranslatedOrigin {
  const read = readOriginText(value.left, setting.scope);
  const operator = value.operatorToken.getText();
  // A list exists as soon as the text does, even if the text is blank.
  if (read !== undefined)
    return withFallback({ ...read, required: false }, read.list ? '??' : operator, value.right, setting);
  const left = setting.scope.resolve(value.left);
  if (isBoolean(left)) {
    const condition = setting.scope.portable(left);
    if (condition === undefined) return refuse(NOT_KNOWN, node);
    const development = setting.development || developmentSide(left, setting.scope) === true;
    const yes = translateReflection({ ...setting, development }, left);
    const no = translateValue(value.right, setting);
    return combine([yes, no], `${condition} ? ${yes.text} : ${no.text}`, node, setting);
  }
  const yes = translateValue(value.left, setting);
  if (isNobody(yes)) return refuse(NOT_KNOWN, node);
  const no = translateValue(value.right, setting);
  return combine([yes, no], `${yes.text} ${operator} ${no.text}`, node, setting);
}

/** The text, or the other value if it is not set. */
function withFallback(
  read: OriginText,
  operator: string,
  other: Expression,
  setting: CorsSetting,
): TranslatedOrigin {
  const parsed = translateText(read, setting);
  const fallback = translateValue(other, setting);
  const value = setting.scope.resolve(other);
  if (isNobody(fallback)) return { ...parsed, notes: [...parsed.notes, ...fallback.notes] };
  const notes = [...parsed.notes, ...fallback.notes];
  if (allowsAnybody(fallback)) {
    if (!setting.credentials)
      return { ...parsed, notes, text: parsedText(`${read.text} ${operator} '*'`, [], false) };
    const sentence =
      "'*' never works with credentials, so no other origin is allowed where the variable is not set";
    return { ...parsed, notes: [...notes, { sentence, original: `origin: ${value.getText()}` }] };
  }
  const literals = fallback.members;
  if (literals !== undefined) {
    const text = parsedText(`${read.text} ${operator} ${quoted(literals.join(', '))}`, [], false);
    return { ...parsed, notes, text, rules: fallback.rules };
  }
  const unset = operator === '??' ? `${read.text} === undefined` : `!${read.text}`;
  return { ...fallback, notes, text: `${unset} ? ${fallback.text} : ${parsed.text}` };
}

/** `origin: isDevelopment`: any origin, or none. */
function translateSwitch(value: Expression, setting: CorsSetting, node: Expression): TranslatedOrigin {
  const condition = setting.scope.portable(value);
  if (condition === undefined) return refuse(NOT_KNOWN, node);
  const development = setting.development || developmentSide(value, setting.scope) === true;
  const yes = translateReflection({ ...setting, development }, node);
  return combine([yes, NO_ORIGIN], `${condition} ? ${yes.text} : ${NO_ORIGIN.text}`, node, setting);
}

export const NOT_KNOWN =
  'it needs what only that file has, so no other origin is allowed. Use CorsModule.forRootAsync() to inject what it needs, and write it again';

/** One of several values, selected at run time. */
export function combine(
  choices: readonly Choice[],
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
  const notes = choices.flatMap(choice => choice.notes);
  if (choices.every(isNobody)) return { ...NO_ORIGIN, notes };
  return {
    text,
    notes,
    rules: choices.flatMap(({ rules }) => rules),
    enforce: choices.some(({ enforce }) => enforce),
  };
}

const COMPARISONS = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', 'in', 'instanceof']);

/** Whether it can only be true or false. `true` would reflect any origin. */
export function isBoolean(node: Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return COMPARISONS.has(node.operatorToken.getText());
  return ts.isCallExpression(node) && ['Boolean', 'JSON.parse'].includes(node.expression.getText());
}
