import type { Expression } from 'typescript';
import { isFalsyLiteral, unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from './scope.js';

const COMPARISONS = /^(?:[!=]==?|[<>]=?|in|instanceof)$/;
const ASKING_METHODS = new Set([
  'includes',
  'some',
  'every',
  'has',
  'test',
  'startsWith',
  'endsWith',
  'isArray',
]);
const ASKING_NAME = /^(?:is|has|can|may|should|allows?|accepts|matches|owns|check|validate|verify|exists)/i;

/**
 * Whether code results in true or false. `cors` and a predicate treat any other value differently.
 */
export function isBooleanCode(node: Expression, scope: Scope): boolean {
  const value = unwrap(ts.isAwaitExpression(node) ? node.expression : node);
  if (value.kind === ts.SyntaxKind.TrueKeyword || isFalsyLiteral(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return value.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isConditionalExpression(value))
    return isBooleanCode(value.whenTrue, scope) && isBooleanCode(value.whenFalse, scope);
  if (ts.isBinaryExpression(value)) {
    const operator = value.operatorToken.getText();
    if (COMPARISONS.test(operator)) return true;
    // The origin itself on the left side is never the result.
    return (
      ['&&', '||', '??'].includes(operator) &&
      isBooleanCode(value.right, scope) &&
      (operator === '&&' || isBooleanCode(value.left, scope))
    );
  }
  if (ts.isCallExpression(value)) {
    const { expression } = value;
    if (expression.getText() === 'Boolean') return true;
    if (ts.isPropertyAccessExpression(expression)) {
      return ASKING_METHODS.has(expression.name.text) || ASKING_NAME.test(expression.name.text);
    }
    return ts.isIdentifier(expression) && ASKING_NAME.test(expression.text);
  }
  if (!ts.isIdentifier(value)) return false;
  const resolved = scope.resolve(value);
  return resolved !== value && isBooleanCode(resolved, scope);
}
