import type { Node, VariableDeclaration } from 'typescript';
import { nodesIn } from './parsed-file.js';
import { ts } from './typescript.js';

const CHANGING_METHODS = new Set([
  'push',
  'unshift',
  'splice',
  'pop',
  'shift',
  'fill',
  'add',
  'set',
  'delete',
  'clear',
]);

const known = new WeakMap<VariableDeclaration, boolean>();

/**
 * Whether code of the file changes the value of the constant, as in `list.push(origin)` and
 * `options.origin = true`.
 */
export function isChanged(declaration: VariableDeclaration): boolean {
  const found = known.get(declaration);
  if (found !== undefined) return found;
  const name = declaration.name.getText();
  const changed = [...nodesIn(declaration.getSourceFile())].some(node => changes(node, name));
  known.set(declaration, changed);
  return changed;
}

function changes(node: Node, name: string): boolean {
  if (ts.isDeleteExpression(node)) return rootOf(node.expression) === name;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns && !ts.isIdentifier(node.left) && rootOf(node.left) === name;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression } = node;
  if (expression.getText() === 'Object.assign') return node.arguments[0]?.getText() === name;
  return CHANGING_METHODS.has(expression.name.text) && rootOf(expression.expression) === name;
}

/** The name at the start of `name.member[0]`. */
function rootOf(node: Node): string | undefined {
  let inner = node;
  while (
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return ts.isIdentifier(inner) ? inner.text : undefined;
}
