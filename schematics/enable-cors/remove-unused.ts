import type { Identifier, Node, SourceFile, VariableStatement } from 'typescript';
import { constDeclaration } from '../syntax/constants.js';
import { removeMember } from '../syntax/list-removal.js';
import { nodesIn, parse } from '../syntax/parsed-file.js';
import { removeStatement } from '../syntax/statement-removal.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';

/** Takes out the constants and imports that nothing refers to any more, of those that the removed code named. */
export function removeUnused(path: string, text: string, removed: readonly Node[]): string {
  const names = new Set(removed.flatMap(namesIn));
  let remaining = text;
  for (const name of names) {
    const source = parse(path, remaining);
    const occurrences = [...nodesIn(source)].filter(ts.isIdentifier).filter(node => node.text === name);
    const [only, second] = occurrences;
    if (only === undefined || second !== undefined) continue;
    const constant = unusedConstant(source, name);
    const change = constant === undefined ? unusedImport(only) : removeStatement(constant);
    if (change === undefined) continue;
    remaining = applyChanges(remaining, [change]);
    // What the constant named may have been its alone: a set gives its additions their turn.
    if (constant !== undefined) namesIn(constant).forEach(inner => names.add(inner));
  }
  return remaining;
}

function namesIn(node: Node): string[] {
  return [...nodesIn(node)].filter(ts.isIdentifier).map(({ text }) => text);
}

function unusedConstant(source: SourceFile, name: string): VariableStatement | undefined {
  const declaration = constDeclaration(source, name);
  const list = declaration?.parent;
  if (declaration === undefined || list === undefined || !ts.isVariableDeclarationList(list))
    return undefined;
  if (list.declarations.length !== 1) return undefined;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return undefined;
  return declaration.initializer && hasNoEffect(declaration.initializer) ? statement : undefined;
}

const PURE_METHODS = new Set(['split', 'map', 'filter', 'trim', 'concat', 'join', 'slice', 'replace']);

/** Whether making the value does nothing else. What is in a function does not run then. */
function hasNoEffect(node: Node): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return true;
  if (ts.isAwaitExpression(node) || (ts.isNewExpression(node) && node.expression.getText() !== 'RegExp'))
    return false;
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression) || !PURE_METHODS.has(expression.name.text)) return false;
  }
  return ts.forEachChild(node, child => !hasNoEffect(child) || undefined) === undefined;
}

function unusedImport(name: Identifier): TextChange | undefined {
  const specifier = name.parent;
  if (!ts.isImportSpecifier(specifier)) return undefined;
  const named = specifier.parent;
  const declaration = named.parent.parent;
  if (named.elements.length > 1) return removeMember(name.getSourceFile().text, named.elements, specifier);
  return named.parent.name === undefined ? removeStatement(declaration) : undefined;
}
