import type { Identifier, NamedImportBindings, Node, SourceFile, Statement } from 'typescript';
import { constDeclaration } from '../syntax/constants.js';
import { removeMember } from '../syntax/list-removal.js';
import { nodesIn, parse } from '../syntax/parsed-file.js';
import { removeStatement } from '../syntax/statement-removal.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';
import { corsNames } from './cors-names.js';

/**
 * Removes the constants, functions and imports that the removed code named, if no other code refers
 * to them.
 */
export function removeUnused(path: string, text: string, removed: readonly Node[]): string {
  const names = new Set(removed.flatMap(namesIn));
  const pure = new Set(['require', ...corsNames(parse(path, text))]);
  let remaining = text;
  for (const name of names) {
    const source = parse(path, remaining);
    const occurrences = [...nodesIn(source)].filter(ts.isIdentifier).filter(node => node.text === name);
    const [only, second] = occurrences;
    if (only === undefined || second !== undefined) continue;
    const declaration = unusedDeclaration(source, name, pure);
    const change =
      declaration === undefined
        ? (unusedElement(only) ?? unusedImport(only) ?? withoutName(only))
        : removeStatement(declaration);
    if (change === undefined) continue;
    // A removed declaration may have been the only user of further names. A set also visits members
    // that are added during the loop.
    namesIn(declaration ?? only.parent).forEach(inner => names.add(inner));
    remaining = applyChanges(remaining, [change]);
  }
  return remaining;
}

function namesIn(node: Node): string[] {
  return [...nodesIn(node)].filter(ts.isIdentifier).map(({ text }) => text);
}

function unusedDeclaration(
  source: SourceFile,
  name: string,
  pure: ReadonlySet<string>,
): Statement | undefined {
  const declaration = constDeclaration(source, name);
  const list = declaration?.parent;
  if (list === undefined || !ts.isVariableDeclarationList(list)) return unusedFunction(source, name);
  if (list.declarations.length !== 1) return undefined;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return undefined;
  return declaration?.initializer && hasNoEffect(declaration.initializer, pure) ? statement : undefined;
}

function unusedFunction(source: SourceFile, name: string): Statement | undefined {
  return source.statements.find(
    statement =>
      ts.isFunctionDeclaration(statement) &&
      statement.name?.text === name &&
      statement.modifiers === undefined,
  );
}

/** The initialiser of a constant, if it may have side effects. Only the name is then removed. */
function withoutName({ parent }: Identifier): TextChange | undefined {
  if (!ts.isVariableDeclaration(parent) || parent.initializer === undefined) return undefined;
  const list = parent.parent;
  const statement = list.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return undefined;
  return { start: statement.getStart(), end: parent.initializer.getStart(), text: '' };
}

/** A name that a pattern takes out of `process.env` and the like. */
function unusedElement({ parent }: Identifier): TextChange | undefined {
  if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent)) return undefined;
  const { elements, parent: declaration } = parent.parent;
  if (!ts.isVariableDeclaration(declaration) || parent.dotDotDotToken !== undefined) return undefined;
  const { text } = parent.getSourceFile();
  if (elements.length > 1) return removeMember(text, elements, parent);
  const list = declaration.parent;
  const isPlain = declaration.initializer !== undefined && hasNoEffect(declaration.initializer, new Set());
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1 || !isPlain) return undefined;
  return ts.isVariableStatement(list.parent) ? removeStatement(list.parent) : undefined;
}

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
  'freeze',
]);
const PURE_CLASSES = new Set(['RegExp', 'Set', 'Map', 'URL', 'Logger']);

/** Whether the initialiser has no side effects. Code inside a function does not run there. */
function hasNoEffect(node: Node, pure: ReadonlySet<string>): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return true;
  if (ts.isAwaitExpression(node)) return false;
  if (ts.isNewExpression(node) && !PURE_CLASSES.has(node.expression.getText())) return false;
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    const isPure = ts.isPropertyAccessExpression(expression)
      ? PURE_METHODS.has(expression.name.text)
      : ts.isIdentifier(expression) && pure.has(expression.text);
    if (!isPure) return false;
  }
  return ts.forEachChild(node, child => !hasNoEffect(child, pure) || undefined) === undefined;
}

function unusedImport(name: Identifier): TextChange | undefined {
  const { text } = name.getSourceFile();
  const binding = name.parent;
  if (ts.isImportEqualsDeclaration(binding)) return removeStatement(binding);
  if (ts.isNamespaceImport(binding)) return unusedBindings(binding);
  if (ts.isImportClause(binding)) {
    const { namedBindings } = binding;
    if (namedBindings === undefined) return removeStatement(binding.parent);
    return { start: name.getStart(), end: namedBindings.getStart(), text: '' };
  }
  if (!ts.isImportSpecifier(binding)) return undefined;
  const { elements } = binding.parent;
  return elements.length > 1 ? removeMember(text, elements, binding) : unusedBindings(binding.parent);
}

function unusedBindings(bindings: NamedImportBindings): TextChange {
  const { name, parent } = bindings.parent;
  return name === undefined ? removeStatement(parent) : { start: name.end, end: bindings.end, text: '' };
}
