import type { CallExpression, Expression, Node } from 'typescript';
import { corsNames } from '../enable-cors/cors-names.js';
import { isFollowUp, readStatement } from '../enable-cors/statement-use.js';
import { platformOf } from '../enable-cors/draft-policy.js';
import type { ApplicationEntry } from '../project/application-entry.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';
import type { CorsSetting } from '../translation/setting.js';
import type { MiddlewareUse } from './middleware-use.js';
import { readPaths } from './read-path.js';

/** Every `app.use()` of the file with a `cors()` in it, in the order of the text. */
export function findMiddlewareUses({ source, create }: ApplicationEntry, scope: Scope): MiddlewareUse[] {
  const names = corsNames(source);
  if (names.length === 0) return [];
  const applications = applicationNames(create);
  const setting = { scope, platform: platformOf(create, scope) };
  const isCors = (node: Node): node is CallExpression =>
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.includes(node.expression.text);
  return [...nodesIn(source)]
    .filter(ts.isCallExpression)
    .filter(({ expression }) => isUseOf(expression, applications))
    .flatMap(call => readUse(call, create, setting, isCors) ?? []);
}

function isUseOf(callee: Expression, applications: ReadonlySet<string>): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'use' &&
    ts.isIdentifier(callee.expression) &&
    applications.has(callee.expression.text)
  );
}

function readUse(
  call: CallExpression,
  create: CallExpression,
  { platform, scope }: Pick<CorsSetting, 'platform' | 'scope'>,
  isCors: (node: Node) => node is CallExpression,
): MiddlewareUse | undefined {
  const handlers = [...call.arguments];
  if (!handlers.some(handler => [...nodesIn(scope.resolve(handler))].some(isCors))) return undefined;
  const path = handlers[0] !== undefined && isPath(scope.resolve(handlers[0])) ? handlers.shift() : undefined;
  const paths = path && readPaths(path, { platform, scope });
  const statement = readStatement(call, create);
  const [first, ...others] = handlers;
  const cors = first && scope.resolve(first);
  // Without the first handler, Fastify would take the second, which it has ignored.
  const isAlone = others.length === 0 || platform === 'express';
  if (first === undefined || cors === undefined || !isCors(cors) || !isAlone) {
    const problem = `cors() is not the ${isAlone ? 'first' : 'only'} handler there, so no other origin is allowed. Write here what is meant to hold, and delete cors() there`;
    return { ...statement, options: undefined, removable: undefined, paths, problem };
  }
  const removable = statement.removable && (others.length === 0 ? statement.removable : first);
  return { ...statement, options: cors.arguments[0], removable, paths };
}

/** Whether it is no handler. */
function isPath(node: Expression): boolean {
  return !ts.isCallExpression(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node);
}

/** What the application is called: the variable that it is assigned to, or the parameter of `then()`. */
function applicationNames(create: CallExpression): ReadonlySet<string> {
  const names = new Set<string>();
  let value: Node = create;
  while (ts.isAwaitExpression(value.parent) || isTransparent(value.parent)) value = value.parent;
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) names.add(parent.name.getText());
  if (ts.isBinaryExpression(parent)) names.add(parent.left.getText());
  for (const node of nodesIn(create.getSourceFile())) {
    if (!ts.isFunctionLike(node) || !isFollowUp(node)) continue;
    const [parameter] = node.parameters;
    if (parameter !== undefined) names.add(parameter.name.getText());
  }
  return names;
}

function isTransparent(node: Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}
