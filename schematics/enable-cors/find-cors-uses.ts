import type { CallExpression, Expression, ObjectLiteralExpression } from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import type { StartupCode } from '../startup/startup-code.js';
import { findMember, isFalsyLiteral } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';
import type { CorsUse } from './cors-use.js';
import { readStatement } from './statement-use.js';

/**
 * Every `enableCors()` in the files of the application, and the `cors` option of
 * `NestFactory.create()`.
 */
export function findCorsUses(entry: ApplicationEntry, startup: StartupCode, scope: Scope): CorsUse[] {
  const calls = startup.sources
    .flatMap(source => [...nodesIn(source)])
    .filter(ts.isCallExpression)
    .filter(isEnableCors);
  return [
    ...corsOption(entry, scope),
    ...calls.map(call => ({ ...readStatement(call, startup), options: call.arguments[0] })),
  ];
}

function isEnableCors({ expression }: CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'enableCors';
}

function corsOption({ create }: ApplicationEntry, scope: Scope): CorsUse[] {
  return create.arguments.slice(1).flatMap(argument => {
    const object = scope.resolve(argument);
    const member = ts.isObjectLiteralExpression(object) ? findMember(object, 'cors') : undefined;
    if (member === undefined) return [];
    const value = valueOf(member);
    // `cors: false` is the default of the module.
    if (value !== undefined && isFalsyLiteral(scope.resolve(value))) return [];
    return [{ node: member, options: value ?? create, removable: member, conditions: [], certain: true }];
  });
}

function valueOf(member: ObjectLiteralExpression['properties'][number]): Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}
