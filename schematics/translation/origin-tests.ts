import type { CallExpression, Expression, ParameterDeclaration } from 'typescript';
import { contains, declarationOf, isMereName } from '../syntax/declarations.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from './scope.js';

/**
 * The possible values of `origin` for a condition about the origin, such as the list in
 * `list.includes(origin)`.
 */
export function testedValue(
  node: Expression,
  isOrigin: (node: Expression) => boolean,
  scope: Scope,
): Expression | undefined {
  const value = unwrap(node);
  if (ts.isBinaryExpression(value)) {
    const operator = value.operatorToken.getText();
    const [left, right] = [unwrap(value.left), unwrap(value.right)];
    if (operator === '===' || operator === '==') {
      if (isOrigin(left)) return right;
      return isOrigin(right) ? left : undefined;
    }
    const found = `${operator} ${right.getText()}`;
    const isFound = ['!== -1', '!= -1', '> -1', '>= 0'].includes(found);
    return isFound ? methodOwner(left, ['indexOf'], isOrigin) : undefined;
  }
  if (!ts.isCallExpression(value)) return undefined;
  const listed = methodOwner(value, ['includes', 'has'], isOrigin);
  if (listed !== undefined) return isText(listed, scope) ? undefined : membersOf(listed, scope);
  const tested = methodOwner(value, ['test'], isOrigin);
  if (tested !== undefined) return tested;
  return someOf(value, isOrigin);
}

/** The object of a method that is called with only the origin. */
function methodOwner(
  node: Expression,
  names: readonly string[],
  isOrigin: (node: Expression) => boolean,
): Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [argument, second] = node.arguments;
  const { expression, name } = node.expression;
  const isIt = names.includes(name.text) && argument !== undefined && second === undefined;
  return isIt && isOrigin(unwrap(argument)) ? expression : undefined;
}

/** The list behind `new Set(list)`. */
function membersOf(node: Expression, scope: Scope): Expression {
  const value = scope.resolve(node);
  const isSet = ts.isNewExpression(value) && value.expression.getText() === 'Set';
  return (isSet ? value.arguments?.[0] : undefined) ?? node;
}

/** Whether `includes()` searches for a part of a text. */
function isText(node: Expression, scope: Scope): boolean {
  const value = scope.resolve(node);
  return (
    ts.isStringLiteralLike(value) ||
    (value.getText().startsWith('process.env') && !value.getText().includes('split'))
  );
}

/**
 * `list.some(member => member === origin)`, and with expressions `list.some(member =>
 * member.test(origin))`.
 */
function someOf(
  { arguments: [test], expression }: CallExpression,
  isOrigin: (node: Expression) => boolean,
): Expression | undefined {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'some') return undefined;
  if (test === undefined || !ts.isArrowFunction(test) || ts.isBlock(test.body)) return undefined;
  const [parameter] = test.parameters;
  const name = parameter?.name.getText();
  const isMember = (node: Expression): boolean => ts.isIdentifier(node) && node.text === name;
  const body = unwrap(test.body);
  if (ts.isBinaryExpression(body) && /^={2,3}$/.test(body.operatorToken.getText())) {
    const sides = [unwrap(body.left), unwrap(body.right)];
    return sides.some(isMember) && sides.some(isOrigin) ? expression.expression : undefined;
  }
  const tested = methodOwner(body, ['test'], isOrigin);
  return tested !== undefined && isMember(tested) ? expression.expression : undefined;
}

/**
 * Whether the expression depends on the request: on its origin, or on a value that the function
 * computes.
 */
export function mentions(
  node: Expression,
  isOrigin: (node: Expression) => boolean,
  { parent }: ParameterDeclaration,
): boolean {
  return [...nodesIn(node)].some(inner => {
    if (ts.isExpression(inner) && isOrigin(inner)) return true;
    const declaration = ts.isIdentifier(inner) && !isMereName(inner) ? declarationOf(inner) : undefined;
    return declaration !== undefined && contains(parent, declaration) && !contains(node, declaration);
  });
}
