import type { CallExpression } from 'typescript';
import type { Condition } from '../startup/place.js';
import type { StartupCode } from '../startup/startup-code.js';
import { ts } from '../syntax/typescript.js';
import type { CorsUse } from './cors-use.js';

/** The position of a call in the code: the node to remove, and whether the call runs. */
export function readStatement(call: CallExpression, startup: StartupCode): Omit<CorsUse, 'options'> {
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const guard = guardOf(outer);
  const expression = guard === undefined ? outer : outer.parent;
  const statement = ts.isExpressionStatement(expression.parent) ? expression.parent : undefined;
  const place = statement && startup.placeOf(statement);
  // A branch that is not a block cannot be empty.
  const isAlone = statement?.parent !== undefined && ts.isIfStatement(statement.parent);
  const stays = isAlone && statement.parent.elseStatement !== undefined;
  if (statement === undefined || place === undefined || stays)
    return { node: call, removable: undefined, conditions: [], certain: false };
  const conditions = [...place.conditions, ...(guard === undefined ? [] : [guard])];
  return { node: call, removable: statement, conditions, certain: true };
}

/** The condition of `condition && call()`. */
function guardOf({ parent }: { parent: CallExpression['parent'] }): Condition | undefined {
  if (!ts.isBinaryExpression(parent)) return undefined;
  const isAnd = parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd ? { expression: parent.left, holds: true, asker: parent } : undefined;
}
