import type { Expression, Identifier, Statement } from 'typescript';
import { type Declaration, declarationOf } from '../syntax/declarations.js';
import { unwrap } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import { allOf, anyOf, type Formula, negated } from './formula.js';
import type { FunctionNode } from './functions.js';

/** The decisions of a function, with their conditions. */
export type Decision<Leaf> =
  | { readonly leaf: Leaf }
  | { readonly condition: Formula; readonly yes: Decision<Leaf>; readonly no: Decision<Leaf> };

/** The values of variables at a position, if they differ from their declarations. */
export type Bindings = ReadonlyMap<Declaration, Expression>;

export interface DecisionReader<Leaf> {
  /**
   * The decision of an expression, as a statement or after `return`. `undefined` if it decides
   * nothing.
   */
  leafOf(expression: Expression, returned: boolean, bindings: Bindings): Decision<Leaf> | undefined;
  condition(expression: Expression, bindings: Bindings): Formula;
}

/** The decision of the function. `undefined` if it does anything else. */
export function readDecision<Leaf>(
  { body }: FunctionNode,
  reader: DecisionReader<Leaf>,
): Decision<Leaf> | undefined {
  if (body === undefined) return undefined;
  return ts.isBlock(body)
    ? readStatements([...body.statements], reader, new Map())
    : readExpression(body, true, reader, new Map());
}

/** The conditions under which a decision takes effect. */
export function holdsWhere<Leaf>(
  decision: Decision<Leaf>,
  counts: (leaf: Leaf) => Formula,
): Formula | undefined {
  if ('leaf' in decision) return counts(decision.leaf);
  const { condition } = decision;
  const yes = holdsWhere(decision.yes, counts);
  const no = holdsWhere(decision.no, counts);
  if (yes === undefined || no === undefined) return undefined;
  if (yes === true) return anyOf(condition, no);
  if (no === false) return allOf(condition, yes);
  const opposite = negated(condition);
  if (opposite === undefined) return undefined;
  if (yes === false) return allOf(opposite, no);
  if (no === true) return anyOf(opposite, yes);
  return anyOf(allOf(condition, yes), allOf(opposite, no));
}

export function leavesOf<Leaf>(decision: Decision<Leaf>): readonly Leaf[] {
  return 'leaf' in decision ? [decision.leaf] : [...leavesOf(decision.yes), ...leavesOf(decision.no)];
}

function readStatements<Leaf>(
  [first, ...others]: readonly Statement[],
  reader: DecisionReader<Leaf>,
  bindings: Bindings,
): Decision<Leaf> | undefined {
  if (first === undefined) return undefined;
  if (ts.isBlock(first)) return readStatements([...first.statements, ...others], reader, bindings);
  if (ts.isIfStatement(first)) {
    const { elseStatement, expression, thenStatement } = first;
    const yes = readStatements([thenStatement, ...others], reader, bindings);
    const no = readStatements([...(elseStatement ? [elseStatement] : []), ...others], reader, bindings);
    return choice(reader.condition(expression, bindings), yes, no);
  }
  if (ts.isReturnStatement(first)) {
    return first.expression && readExpression(first.expression, true, reader, bindings);
  }
  if (ts.isVariableStatement(first)) {
    const bound = new Map(bindings);
    for (const declaration of first.declarationList.declarations) {
      if (declaration.initializer !== undefined) bound.set(declaration, declaration.initializer);
    }
    return readStatements(others, reader, bound);
  }
  if (!ts.isExpressionStatement(first)) return undefined;
  const { expression } = first;
  const assigned = assignment(expression);
  if (assigned !== undefined) {
    return readStatements(others, reader, new Map(bindings).set(assigned.declaration, assigned.value));
  }
  if (isLogging(expression)) return readStatements(others, reader, bindings);
  return readExpression(expression, false, reader, bindings);
}

function readExpression<Leaf>(
  expression: Expression,
  returned: boolean,
  reader: DecisionReader<Leaf>,
  bindings: Bindings,
): Decision<Leaf> | undefined {
  const inner = unwrap(ts.isVoidExpression(expression) ? expression.expression : expression);
  const decided = reader.leafOf(inner, returned, bindings);
  if (decided !== undefined) return decided;
  if (!ts.isConditionalExpression(inner)) return undefined;
  const yes = readExpression(inner.whenTrue, returned, reader, bindings);
  const no = readExpression(inner.whenFalse, returned, reader, bindings);
  return choice(reader.condition(inner.condition, bindings), yes, no);
}

function choice<Leaf>(
  condition: Formula,
  yes: Decision<Leaf> | undefined,
  no: Decision<Leaf> | undefined,
): Decision<Leaf> | undefined {
  if (condition === true) return yes;
  if (condition === false) return no;
  return yes && no && { condition, yes, no };
}

function assignment(node: Expression): { declaration: Declaration; value: Expression } | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const declaration = ts.isIdentifier(node.left) ? declarationOf(node.left) : undefined;
  return declaration && { declaration, value: node.right };
}

/** A log line. It is dropped, because the module logs refusals itself. */
function isLogging(node: Expression): boolean {
  return (
    ts.isCallExpression(node) &&
    /^(?:console|(?:this\.)?\w*logger|Logger)\.\w+$/i.test(node.expression.getText())
  );
}

/** The value of a name at a position. */
export function boundValue(name: Identifier, bindings: Bindings): Expression | undefined {
  const declaration = declarationOf(name);
  return declaration && bindings.get(declaration);
}
