import type { CallExpression, Expression, Node } from 'typescript';
import { corsNames } from '../enable-cors/cors-names.js';
import { readStatement } from '../enable-cors/statement-use.js';
import type { StartupCode } from '../startup/startup-code.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';
import type { CorsSetting } from '../translation/setting.js';
import type { MiddlewareUse } from './middleware-use.js';
import { readPaths } from './read-path.js';

/** Every `app.use()` of the application that contains a `cors()`, in the order of the text. */
export function findMiddlewareUses(
  startup: StartupCode,
  scope: Scope,
  platform: CorsSetting['platform'],
): MiddlewareUse[] {
  return startup.sources.flatMap(source => {
    const names = corsNames(source);
    if (names.length === 0) return [];
    const isCors = (node: Node): node is CallExpression =>
      ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.includes(node.expression.text);
    return [...nodesIn(source)]
      .filter(ts.isCallExpression)
      .filter(({ expression }) => isUse(expression, startup))
      .flatMap(call => readUse(call, startup, { scope, platform }, isCors) ?? []);
  });
}

function isUse(callee: Expression, startup: StartupCode): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'use' &&
    startup.isApplication(callee.expression)
  );
}

function readUse(
  call: CallExpression,
  startup: StartupCode,
  { platform, scope }: Pick<CorsSetting, 'platform' | 'scope'>,
  isCors: (node: Node) => node is CallExpression,
): MiddlewareUse | undefined {
  const handlers = [...call.arguments];
  if (!handlers.some(handler => [...nodesIn(scope.resolve(handler))].some(isCors))) return undefined;
  const path = handlers[0] !== undefined && isPath(scope.resolve(handlers[0])) ? handlers.shift() : undefined;
  const paths = path && readPaths(path, { platform, scope });
  const statement = { ...readStatement(call, startup), package: 'cors' as const };
  const [first, ...others] = handlers;
  const cors = first && scope.resolve(first);
  // Without the first handler, Fastify would use the second, which it has ignored.
  const isAlone = others.length === 0 || platform === 'express';
  if (first === undefined || cors === undefined || !isCors(cors) || !isAlone) {
    const problem = `cors() is not the ${isAlone ? 'first' : 'only'} handler there, so no other origin is allowed. Write here what is meant to hold, and delete cors() there`;
    return { ...statement, options: undefined, removable: undefined, paths, problem };
  }
  const removable = statement.removable && (others.length === 0 ? statement.removable : first);
  return { ...statement, options: cors.arguments[0], removable, paths };
}

/** Whether the argument is not a handler. */
function isPath(node: Expression): boolean {
  return !ts.isCallExpression(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node);
}
