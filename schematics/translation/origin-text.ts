import type { BinaryExpression, CallExpression, Expression, Identifier } from 'typescript';
import { declarationOf } from '../syntax/declarations.js';
import { quoted, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { injectedName } from './injected.js';
import type { Note } from './note.js';
import { translateString } from './origin-rules.js';
import type { Scope } from './scope.js';

/** A text with origins, such as an environment variable, for `parseOrigins()`. */
export interface OriginText {
  /** The expression, for the target file. */
  readonly text: string;
  /** Whether the text was split into a list. */
  readonly list: boolean;
  /** Whether the application did not start without it. */
  readonly required: boolean;
  readonly notes: readonly Note[];
}

const SEPARATORS = /^(?:,\s?|\s+|\/[\\s*+,[\]|]+\/)$/;

/**
 * The text from which an expression reads one origin or a list. `undefined` if it does anything
 * else.
 */
export function readOriginText(node: Expression, scope: Scope): OriginText | undefined {
  const value = scope.resolve(node);
  return readList(value, scope) ?? readText(value, scope);
}

/** `text.split(',')`, with code after it that only trims and removes blank members. */
function readList(value: Expression, scope: Scope): OriginText | undefined {
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return undefined;
  const { expression, name, questionDotToken } = value.expression;
  const inner = scope.resolve(expression);
  switch (name.text) {
    case 'split': {
      if (!isSeparator(value)) return undefined;
      const found = readText(inner, scope);
      const required = questionDotToken === undefined && !hasFallback(inner, scope);
      return found && { ...found, list: true, required: found.required || required };
    }
    case 'map':
      return isTrim(value) ? readList(inner, scope) : undefined;
    case 'filter':
      return isNotBlank(value) ? readList(inner, scope) : undefined;
    default:
      return undefined;
  }
}

function readText(value: Expression, scope: Scope): OriginText | undefined {
  if (isDefault(value)) {
    const left = readText(scope.resolve(value.left), scope);
    const right = scope.resolve(value.right);
    if (left === undefined) return undefined;
    const operator = value.operatorToken.getText();
    if (ts.isStringLiteralLike(right)) {
      const { notes, text } = soundText(right.text);
      const kept = text === '' ? left.text : `${left.text} ${operator} ${quoted(text)}`;
      return { ...left, text: kept, notes: [...left.notes, ...notes] };
    }
    const other = readText(right, scope);
    return (
      other && {
        ...left,
        text: `${left.text} ${operator} ${other.text}`,
        notes: [...left.notes, ...other.notes],
      }
    );
  }
  if (isTrimmed(value)) return readText(scope.resolve(value.expression.expression), scope);
  if (isVariable(value)) return plain(value.getText());
  const named = ts.isIdentifier(value) && isTakenOut(value) ? scope.portable(value) : undefined;
  if (named !== undefined) return plain(named);
  return ts.isCallExpression(value) ? readConfiguration(value, scope) : undefined;
}

function plain(text: string): OriginText {
  return { text, list: false, required: false, notes: [] };
}

/** `config.get('ORIGINS')`, unless its type is not a string. */
function readConfiguration(call: CallExpression, scope: Scope): OriginText | undefined {
  const { arguments: given, expression, typeArguments } = call;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const method = expression.name.text;
  if (method !== 'get' && method !== 'getOrThrow') return undefined;
  const [key, second] = given;
  const [type] = typeArguments ?? [];
  if (key === undefined || !isConfiguration(expression.expression, scope)) return undefined;
  if (type === undefined ? !isTextKey(key, call) : !/^string(?: *\| *undefined)?$/.test(type.getText()))
    return undefined;
  const service = scope.portable(expression.expression);
  const keyText = scope.portable(key);
  if (service === undefined || keyText === undefined) return undefined;
  const fallback = second && scope.resolve(second);
  const isText = fallback !== undefined && ts.isStringLiteralLike(fallback);
  // { infer: true } affects only types.
  if (fallback !== undefined && !isText && !ts.isObjectLiteralExpression(fallback)) return undefined;
  const sound = isText ? soundText(fallback.text) : { text: '', notes: [] };
  const argument = sound.text === '' ? '' : `, ${quoted(sound.text)}`;
  return { ...plain(`${service}.${method}<string>(${keyText}${argument})`), notes: sound.notes };
}

/** Whether it is the value that the application injects for a configuration class. */
function isConfiguration(node: Expression, scope: Scope): boolean {
  const inner = unwrap(node);
  if (ts.isCallExpression(inner)) return injectedName(inner, undefined, scope) !== undefined;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) {
    const argument = declaration && ts.isParameter(declaration) ? scope.argumentOf(declaration) : undefined;
    return argument !== undefined && isConfiguration(argument, scope);
  }
  const call = declaration.initializer && unwrap(declaration.initializer);
  return call !== undefined && ts.isCallExpression(call) && scope.portable(inner) !== undefined;
}

/** A key of the environment, which is a text, or a key whose value is split at that position. */
function isTextKey(key: Expression, call: CallExpression): boolean {
  const isSplit = ts.isPropertyAccessExpression(call.parent) && call.parent.name.text === 'split';
  return (
    isSplit ||
    (ts.isStringLiteralLike(key)
      ? /^[A-Z][A-Z\d_]*$/.test(key.text)
      : /\.[A-Z][A-Z\d_]*$/.test(key.getText()))
  );
}

/** The origins of a literal text. Mistakes because of which they never matched are fixed. */
function soundText(text: string): { text: string; notes: readonly Note[] } {
  if (text.trim() === '' || text.trim() === '*') return { text: text.trim(), notes: [] };
  const members = text.split(/[\s,]+/).filter(member => member !== '');
  const translated = members.map(member => translateString(member));
  const notes = translated.flatMap(member => member.notes);
  const kept = translated.flatMap(member => (member.text === undefined ? [] : [member.text.slice(1, -1)]));
  return { text: notes.length === 0 ? text : kept.join(', '), notes };
}

/** Whether a missing variable results in a text or in an error. */
function hasFallback(value: Expression, scope: Scope): boolean {
  if (isDefault(value)) return true;
  if (!ts.isCallExpression(value)) return false;
  const [, second] = value.arguments;
  const isText = second !== undefined && ts.isStringLiteralLike(scope.resolve(second));
  return isText || value.expression.getText().endsWith('.getOrThrow');
}

function isVariable(node: Expression): boolean {
  const isMember = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isMember && node.expression.getText() === 'process.env';
}

/** A name that `const { ORIGINS } = process.env` declares. */
function isTakenOut(name: Identifier): boolean {
  const declaration = declarationOf(name);
  if (declaration === undefined || !ts.isBindingElement(declaration)) return false;
  const owner = declaration.parent.parent;
  return ts.isVariableDeclaration(owner) && owner.initializer?.getText() === 'process.env';
}

function isTrimmed(node: Expression): node is CallExpression & { expression: { expression: Expression } } {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    ['trim', 'toString'].includes(node.expression.name.text)
  );
}

function isSeparator({ arguments: [separator] }: CallExpression): boolean {
  if (separator === undefined) return false;
  const inner = unwrap(separator);
  return SEPARATORS.test(ts.isStringLiteralLike(inner) ? inner.text : inner.getText());
}

function isTrim({ arguments: [mapper] }: CallExpression): boolean {
  return /^(?:async )?\(?\s*(\w+)(?:: string)?\s*\)?\s*=>\s*\1\??\.trim\(\)$/.test(mapper?.getText() ?? '');
}

/**
 * `list.filter(Boolean)` and similar calls, and `list.map(trim)`. They do not change a list of
 * origins.
 */
export function isFilter(
  node: CallExpression,
): node is CallExpression & { expression: { expression: Expression } } {
  if (!ts.isPropertyAccessExpression(node.expression)) return false;
  const name = node.expression.name.text;
  return (name === 'filter' && isNotBlank(node)) || (name === 'map' && isTrim(node));
}

function isNotBlank({ arguments: [filter] }: CallExpression): boolean {
  const text = filter?.getText() ?? '';
  return (
    text === 'Boolean' ||
    /^\(?\s*(\w+)(?:: string)?\s*\)?\s*=>\s*(?:!!|Boolean\()?\1(?:\.trim\(\))?(?:\.length)?(?:\s*(?:>|!==?)\s*(?:0|''|""))?\)?$/.test(
      text,
    )
  );
}

export function isDefault(node: Expression): node is BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}
