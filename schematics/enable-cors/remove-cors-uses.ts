import type { Node, ObjectLiteralExpression } from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import { removeMember } from '../syntax/list-removal.js';
import { removeStatement } from '../syntax/statement-removal.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';
import type { CorsUse } from './cors-use.js';
import { removeUnused } from './remove-unused.js';

/** The text of main.ts without the uses, and without the constants and imports that only they needed. */
export function removeCorsUses({ source, create }: ApplicationEntry, uses: readonly CorsUse[]): string {
  const removed = uses.flatMap(({ removable }) => removable ?? []);
  const changes = removed.map(node => removal(node, create));
  return removeUnused(source.fileName, applyChanges(source.text, changes), removed);
}

function removal(node: Node, create: ApplicationEntry['create']): TextChange {
  const text = node.getSourceFile().text;
  // One handler of several.
  if (ts.isCallExpression(node.parent)) return removeMember(text, node.parent.arguments, node);
  if (!ts.isObjectLiteralExpression(node.parent)) return removeStatement(node);
  const object: ObjectLiteralExpression = node.parent;
  const isArgument = create.arguments.some(argument => argument === object);
  if (isArgument && object.properties.length === 1) return removeMember(text, create.arguments, object);
  return removeMember(text, object.properties, node);
}
