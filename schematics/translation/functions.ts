import type {
  ArrowFunction,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  MethodDeclaration,
  Node,
} from 'typescript';
import { ts } from '../syntax/typescript.js';

export type FunctionNode = ArrowFunction | FunctionExpression | FunctionDeclaration | MethodDeclaration;

export function isFunctionNode(node: Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** The result of a function that only declares constants and returns. */
export function returnedValue({ asteriskToken, body, modifiers }: FunctionNode): Expression | undefined {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  if (body === undefined || isAsync || asteriskToken !== undefined) return undefined;
  if (!ts.isBlock(body)) return body;
  const statements = [...body.statements];
  const last = statements.pop();
  if (last === undefined || !ts.isReturnStatement(last)) return undefined;
  return statements.every(ts.isVariableStatement) ? last.expression : undefined;
}
