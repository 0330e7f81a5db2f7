import type { Expression } from 'typescript';
import { ts } from '../syntax/typescript.js';
import type { Scope } from './scope.js';

const DEVELOPMENT = /^(?:dev|development|local|test|testing)$/;
const PRODUCTION = /^(?:prod|production|live|stage|staging)$/;
// The names of variables that hold the answer, if their value is not known.
const NAMED_DEVELOPMENT =
  /(?:^|\.|_|is|IS_)(?:dev|development|local)(?:elopment)?(?:Mode|Env|Environment)?$/i;
const NAMED_PRODUCTION = /(?:^|\.|_|is|IS_)(?:prod|production)(?:Mode|Env|Environment)?$/i;

/**
 * The side of the condition on which the application is in development. `undefined` if the
 * condition does not show it.
 */
export function developmentSide(node: Expression, scope: Scope): boolean | undefined {
  const value = scope.resolve(node);
  if (ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.ExclamationToken) {
    const side = developmentSide(value.operand, scope);
    return side === undefined ? undefined : !side;
  }
  if (!ts.isBinaryExpression(value)) {
    const text = (ts.isCallExpression(value) ? value.expression : value).getText();
    if (NAMED_DEVELOPMENT.test(text)) return true;
    return NAMED_PRODUCTION.test(text) ? false : undefined;
  }
  const operator = value.operatorToken.kind;
  if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.AmpersandAmpersandToken) {
    const [left, right] = [developmentSide(value.left, scope), developmentSide(value.right, scope)];
    return left === right ? left : undefined;
  }
  const equal =
    operator === ts.SyntaxKind.EqualsEqualsEqualsToken || operator === ts.SyntaxKind.EqualsEqualsToken;
  const unequal =
    operator === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    operator === ts.SyntaxKind.ExclamationEqualsToken;
  const named = [value.left, value.right].map(side => scope.resolve(side)).find(ts.isStringLiteralLike)?.text;
  if (named === undefined || !(equal || unequal)) return undefined;
  if (DEVELOPMENT.test(named)) return equal ? true : undefined;
  return PRODUCTION.test(named) ? unequal : undefined;
}
