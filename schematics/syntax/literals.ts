import type { Expression, ObjectLiteralElementLike, ObjectLiteralExpression } from 'typescript';
import { ts } from './typescript.js';

/** The expression without parentheses and without syntax that changes only its type. */
export function unwrap(node: Expression): Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The name of a member of an object literal, if it is not computed. */
export function memberName(member: ObjectLiteralElementLike): string | undefined {
  const { name } = member;
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

export function findMember(
  object: ObjectLiteralExpression,
  name: string,
): ObjectLiteralElementLike | undefined {
  return object.properties.find(member => memberName(member) === name);
}

/** `null`, `undefined`, `false`, `0` or an empty string, as literals. */
export function isFalsyLiteral(node: Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    (ts.isNumericLiteral(node) && Number(node.text) === 0) ||
    (ts.isStringLiteralLike(node) && node.text === '')
  );
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
