import type { Block, IfStatement, Node, ObjectLiteralExpression, Statement } from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import type { Removal } from '../nest-add/file-changes.js';
import { removeMember } from '../syntax/list-removal.js';
import { removeStatement } from '../syntax/statement-removal.js';
import { ts } from '../syntax/typescript.js';
import type { CorsUse } from './cors-use.js';

/** The code that is removed with the uses. */
export function removeCorsUses({ create }: ApplicationEntry, uses: readonly CorsUse[]): readonly Removal[] {
  const removed = new Set(uses.flatMap(({ removable }) => removable ?? []));
  const whole = new Set([...removed].map(node => withEmptied(node, removed)));
  return [...whole].map(node => ({ node, change: removalOf(node, create) }));
}

/** The outermost `if` that becomes empty, or the branch after `else`. */
function withEmptied(node: Node, removed: ReadonlySet<Node>): Node {
  const branch = ts.isBlock(node.parent) && isEmptied(node.parent, removed) ? node.parent : node;
  const { parent } = branch;
  if (!ts.isIfStatement(parent)) return node;
  if (isEmptiedIf(parent, removed)) return withEmptied(parent, new Set([...removed, parent]));
  return branch === parent.elseStatement ? branch : node;
}

function isEmptiedIf({ elseStatement, thenStatement }: IfStatement, removed: ReadonlySet<Node>): boolean {
  const branches = [thenStatement, ...(elseStatement === undefined ? [] : [elseStatement])];
  return branches.every(branch => isGone(branch, removed));
}

function isGone(branch: Statement, removed: ReadonlySet<Node>): boolean {
  if (ts.isBlock(branch)) return isEmptied(branch, removed);
  return removed.has(branch) || (ts.isIfStatement(branch) && isEmptiedIf(branch, removed));
}

function isEmptied({ statements }: Block, removed: ReadonlySet<Node>): boolean {
  return statements.length > 0 && statements.every(statement => isGone(statement, removed));
}

function removalOf(node: Node, create: ApplicationEntry['create']): Removal['change'] {
  const { parent } = node;
  const { text } = node.getSourceFile();
  if (ts.isIfStatement(parent) && parent.elseStatement === node) {
    return { start: parent.thenStatement.end, end: node.end, text: '' };
  }
  // One handler of several.
  if (ts.isCallExpression(parent)) return removeMember(text, parent.arguments, node);
  if (!ts.isObjectLiteralExpression(parent)) return removeStatement(node);
  const object: ObjectLiteralExpression = parent;
  const isArgument = create.arguments.some(argument => argument === object);
  if (isArgument && object.properties.length === 1) return removeMember(text, create.arguments, object);
  return removeMember(text, object.properties, node);
}
