import type {
  CallExpression,
  Expression,
  IfStatement,
  Node,
  ObjectLiteralExpression,
  Statement,
} from 'typescript';
import type { ApplicationEntry } from '../project/application-entry.js';
import { findMember, isFalsyLiteral } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';
import type { CorsUse } from './cors-use.js';

/** Every `enableCors()` of the file, and the `cors` option of `NestFactory.create()`. */
export function findCorsUses(entry: ApplicationEntry, scope: Scope): CorsUse[] {
  const calls = [...nodesIn(entry.source)].filter(ts.isCallExpression).filter(isEnableCors);
  return [...corsOption(entry, scope), ...calls.map(call => readCall(call, entry.create))];
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
    // `cors: false` is what the module starts from.
    if (value !== undefined && isFalsyLiteral(scope.resolve(value))) return [];
    return [{ node: member, options: value ?? create, removable: member, certain: true }];
  });
}

function valueOf(member: ObjectLiteralExpression['properties'][number]): Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function readCall(call: CallExpression, create: CallExpression): CorsUse {
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const statement = ts.isExpressionStatement(outer.parent) ? outer.parent : undefined;
  const use = { node: call, options: call.arguments[0] };
  if (statement === undefined) return { ...use, removable: undefined, certain: false };

  const guard = guardOf(statement);
  const outermost = guard ?? statement;
  const certain = runsWithApplication(outermost, create);
  return {
    ...use,
    removable: certain ? outermost : undefined,
    certain,
    ...(guard === undefined ? {} : { condition: guard.expression }),
  };
}

/** The `if` around the statement that has nothing else in it. */
function guardOf(statement: Statement): IfStatement | undefined {
  const { parent } = statement;
  const body = ts.isBlock(parent) && parent.statements.length === 1 ? parent : statement;
  const guard = body.parent;
  return ts.isIfStatement(guard) && guard.thenStatement === body && guard.elseStatement === undefined
    ? guard
    : undefined;
}

/** Whether the statement stands directly in the function that makes the application, or in what follows by `then()`. */
function runsWithApplication(statement: Node, create: CallExpression): boolean {
  if (ts.isSourceFile(statement.parent)) return true;
  if (!ts.isBlock(statement.parent)) return false;
  const owner = statement.parent.parent;
  if (!ts.isFunctionLike(owner)) return false;
  if (isFollowUp(owner)) return true;
  return functionAround(create) === owner;
}

function isFollowUp(owner: Node): boolean {
  const call = owner.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'then' &&
    [...nodesIn(call.expression)].some(
      node => ts.isPropertyAccessExpression(node) && node.getText() === 'NestFactory.create',
    )
  );
}

function functionAround(node: Node): Node | undefined {
  for (let outer: Node = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isFunctionLike(outer)) return outer;
  }
  return undefined;
}
