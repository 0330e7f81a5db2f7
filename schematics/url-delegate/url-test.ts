import type { Expression, ParameterDeclaration } from 'typescript';
import { checkPathKey } from '../../lib/policy/translation.js';
import { declarationOf } from '../syntax/declarations.js';
import { unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';

/** A condition about the URL of a request, as keys of `paths`. */
export interface UrlTest {
  readonly keys: readonly string[];
  readonly path: string;
  /** Whether it also matches other paths with the same start. */
  readonly isLoose: boolean;
  readonly negated?: boolean;
}

const URL_MEMBERS = new Set(['url', 'path', 'originalUrl']);

/**
 * `request.url.startsWith('/public')`, `request.path === '/public'`,
 * `/^\/public/.test(request.url)`.
 */
export function readUrlTest(
  node: Expression,
  request: ParameterDeclaration,
  scope: Scope,
): UrlTest | undefined {
  const value = unwrap(node);
  if (ts.isBinaryExpression(value)) {
    if (!/^={2,3}$/.test(value.operatorToken.getText())) return undefined;
    const [left, right] = [unwrap(value.left), unwrap(value.right)];
    const other = isUrl(left, request, scope) ? right : isUrl(right, request, scope) ? left : undefined;
    const path = other && textOf(other, scope);
    return path === undefined ? undefined : keysFor(path, [path], false);
  }
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return undefined;
  const { expression, name } = value.expression;
  const [argument, second] = value.arguments;
  if (argument === undefined || second !== undefined) return undefined;
  if (name.text === 'startsWith' && isUrl(expression, request, scope))
    return readStart(textOf(argument, scope));
  const pattern = unwrap(expression);
  const isTest =
    name.text === 'test' && ts.isRegularExpressionLiteral(pattern) && isUrl(argument, request, scope);
  const written = isTest ? /^\/\^((?:\\\/[\w-]+)+)(\\\/)?\/$/.exec(pattern.getText()) : null;
  return written === null
    ? undefined
    : readStart(`${(written[1] ?? '').replaceAll('\\/', '/')}${written[2] ? '/' : ''}`);
}

function readStart(path: string | undefined): UrlTest | undefined {
  if (path === undefined) return undefined;
  const stem = path.replace(/\/+$/, '');
  return path.endsWith('/') ? keysFor(path, [`${stem}/*`], false) : keysFor(path, [stem, `${stem}/*`], true);
}

function keysFor(path: string, keys: readonly string[], isLoose: boolean): UrlTest | undefined {
  return keys.every(key => checkPathKey(key) === undefined) ? { keys, path, isLoose } : undefined;
}

function isUrl(node: Expression, request: ParameterDeclaration, scope: Scope): boolean {
  const inner = unwrap(node);
  const value = ts.isIdentifier(inner) ? scope.resolve(inner) : inner;
  if (!ts.isPropertyAccessExpression(value) || !ts.isIdentifier(value.expression)) return false;
  return URL_MEMBERS.has(value.name.text) && declarationOf(value.expression) === request;
}

function textOf(node: Expression, scope: Scope): string | undefined {
  const value = scope.resolve(node);
  return ts.isStringLiteralLike(value) ? value.text : undefined;
}
