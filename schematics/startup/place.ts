import type { Expression, IfStatement, Node } from 'typescript';
import { ts } from '../syntax/typescript.js';

/** A condition on the way to a statement. */
export interface Condition {
  readonly expression: Expression;
  /** Whether the statement runs if the condition holds. Otherwise, it runs if it does not hold. */
  readonly holds: boolean;
  /** The statement or expression of the condition. */
  readonly asker: Node;
}

/**
 * The body that contains a statement, and the conditions between the two. `undefined` if there is
 * more than conditions between them.
 */
export function placeIn(
  statement: Node,
  isBody: (node: Node) => boolean,
): { readonly body: Node; readonly conditions: readonly Condition[] } | undefined {
  const conditions: Condition[] = [];
  let node = statement;
  for (;;) {
    const { parent } = node;
    if (ts.isSourceFile(parent)) return isBody(parent) ? { body: parent, conditions } : undefined;
    if (ts.isIfStatement(parent)) {
      conditions.unshift(conditionOf(parent, node));
    } else if (ts.isFunctionLike(parent)) {
      return isBody(parent) ? { body: parent, conditions } : undefined;
    } else if (ts.isTryStatement(parent) ? parent.tryBlock !== node : !ts.isBlock(parent)) {
      return undefined;
    }
    node = parent;
  }
}

function conditionOf(asker: IfStatement, branch: Node): Condition {
  return { expression: asker.expression, holds: asker.thenStatement === branch, asker };
}
