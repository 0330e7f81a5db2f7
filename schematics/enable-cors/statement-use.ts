import type { CallExpression, IfStatement, Node, Statement } from 'typescript';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { CorsUse } from './cors-use.js';

/** How a call stands in the code: what goes with it, and whether it runs. */
export function readStatement(call: CallExpression, create: CallExpression): Omit<CorsUse, 'options'> {
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const statement = ts.isExpressionStatement(outer.parent) ? outer.parent : undefined;
  if (statement === undefined) return { node: call, removable: undefined, certain: false };

  const guard = guardOf(statement);
  const outermost = guard ?? statement;
  const certain = runsWithApplication(outermost, create);
  return {
    node: call,
    removable: certain ? outermost : undefined,
    certain,
    ...(guard === undefined ? {} : { condition: guard.expression }),
  };
}

/** The `if` around the statement that has nothing else in it. */
function guardOf(statement: Statement): IfStatement | undefined {
  const { parent } = statement;
  const body = ts.isBlock(parent) && parent.statements.length === 1 ? parent : statement;
  const guard = body.parent;
  return ts.isIfStatement(guard) && guard.thenStatement === body && guard.elseStatement === undefined
    ? guard
    : undefined;
}

/** Whether the statement stands directly in the function that makes the application, or in what follows by `then()`. */
function runsWithApplication(statement: Node, create: CallExpression): boolean {
  if (ts.isSourceFile(statement.parent)) return true;
  if (!ts.isBlock(statement.parent)) return false;
  const owner = statement.parent.parent;
  if (!ts.isFunctionLike(owner)) return false;
  if (isFollowUp(owner)) return true;
  return functionAround(create) === owner;
}

/** Whether the function is what follows the making of the application by `then()`. */
export function isFollowUp(owner: Node): boolean {
  const call = owner.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'then' &&
    [...nodesIn(call.expression)].some(
      node => ts.isPropertyAccessExpression(node) && node.getText() === 'NestFactory.create',
    )
  );
}

function functionAround(node: Node): Node | undefined {
  for (let outer: Node = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isFunctionLike(outer)) return outer;
  }
  return undefined;
}
