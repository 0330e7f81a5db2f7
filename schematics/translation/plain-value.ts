import type { Node } from 'typescript';
import { ts } from '../syntax/typescript.js';

const PURE_METHODS = new Set([
  'split',
  'map',
  'filter',
  'trim',
  'concat',
  'join',
  'slice',
  'replace',
  'get',
  'getOrThrow',
]);

/** Whether an expression can replace its name: it creates no value whose identity matters. */
export function isPlainValue(node: Node): boolean {
  if (ts.isNewExpression(node) || ts.isFunctionLike(node) || ts.isAwaitExpression(node)) return false;
  if (ts.isCallExpression(node)) {
    const { arguments: given, expression } = node;
    const isPure =
      ts.isPropertyAccessExpression(expression) &&
      (PURE_METHODS.has(expression.name.text) || /^(?:process|Object|String)\b/.test(expression.getText()));
    // A function that is mapped over a list may have any effect, and runs when the list is created.
    return (
      isPure &&
      isPlainValue(expression.expression) &&
      given.every(argument => isCallback(argument) || isPlainValue(argument))
    );
  }
  return ts.forEachChild(node, child => !isPlainValue(child) || undefined) === undefined;
}

function isCallback(node: Node): boolean {
  return ts.isArrowFunction(node) || ts.isIdentifier(node);
}
