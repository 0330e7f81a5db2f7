import type { SourceFile, Statement } from 'typescript';
import { nodesIn, parse } from '../syntax/parsed-file.js';
import { removeStatement } from '../syntax/statement-removal.js';
import { applyChanges } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';
import { removeUnused } from './remove-unused.js';

/** A function that code calls by its name at start-up. */
export interface Helper {
  readonly name: string;
  readonly path: string;
  /** The file with its only call. */
  readonly caller: string;
}

/**
 * Removes the functions that contained only uses of CORS, and their calls.
 *
 * @param texts the changed files; `read` returns the new text of any other file
 * @returns the files that become empty
 */
export function dropEmptyHelpers(
  texts: Map<string, string>,
  helpers: readonly Helper[],
  read: (path: string) => string,
): readonly string[] {
  const emptied: string[] = [];
  for (const { caller, name, path } of helpers) {
    const source = parse(path, texts.get(path) ?? read(path));
    const helper = source.statements.find(statement => isEmptyFunction(statement, name));
    const calling = parse(caller, texts.get(caller) ?? read(caller));
    const call = callOf(calling, name);
    if (helper === undefined || call === undefined) continue;
    if (caller === path) {
      const changes = [removeStatement(helper), removeStatement(call)];
      texts.set(path, removeUnused(path, applyChanges(source.text, changes), [helper, call]));
      continue;
    }
    const rest = removeUnused(path, applyChanges(source.text, [removeStatement(helper)]), [helper]);
    const isEmpty = parse(path, rest).statements.length === 0;
    if (isEmpty) emptied.push(path);
    texts.set(path, rest);
    texts.set(caller, removeUnused(caller, applyChanges(calling.text, [removeStatement(call)]), [call]));
  }
  return emptied;
}

function isEmptyFunction(statement: Statement, name: string): boolean {
  if (!ts.isFunctionDeclaration(statement) || statement.body === undefined) return false;
  return statement.name?.text === name && statement.body.statements.length === 0;
}

/** The statement that calls the function. */
function callOf(source: SourceFile, name: string): Statement | undefined {
  return [...nodesIn(source)].filter(ts.isExpressionStatement).find(({ expression }) => {
    const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
    return ts.isCallExpression(call) && call.expression.getText() === name;
  });
}
