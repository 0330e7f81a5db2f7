import type {
  Expression,
  MethodDeclaration,
  ObjectLiteralElementLike,
  ObjectLiteralExpression,
} from 'typescript';
import { commentsBefore } from '../syntax/comments.js';
import { memberName } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from './scope.js';

/** One option as written. */
export interface CorsOption {
  readonly name: string;
  /** Absent for a method. */
  readonly value?: Expression;
  /** `origin(origin, callback) {}` */
  readonly method?: MethodDeclaration;
  readonly written: string;
  /** The comments before it. */
  readonly comments: readonly string[];
}

/** The options of `cors` or `@fastify/cors`. */
export interface CorsOptions {
  readonly options: readonly CorsOption[];
  /** Members that may contain any option: spreads, and computed names. */
  readonly unreadable: readonly string[];
}

/**
 * The options in an object literal, including spread constants. `undefined` if the expression is
 * not an object literal.
 */
export function readCorsOptions(node: Expression, scope: Scope): CorsOptions | undefined {
  const object = scope.resolve(node);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const options = new Map<string, CorsOption>();
  const unreadable: string[] = [];
  for (const member of object.properties) {
    const spread = ts.isSpreadAssignment(member) ? readCorsOptions(member.expression, scope) : undefined;
    if (spread !== undefined) {
      spread.options.forEach(option => options.set(option.name, option));
      unreadable.push(...spread.unreadable);
      continue;
    }
    const name = memberName(member);
    if (name === undefined) unreadable.push(member.getText());
    else options.set(name, readOption(name, member, object));
  }
  return { options: [...options.values()], unreadable };
}

function readOption(
  name: string,
  member: ObjectLiteralElementLike,
  object: ObjectLiteralExpression,
): CorsOption {
  const option = { name, written: member.getText(), comments: commentsBefore(member, object) };
  if (ts.isPropertyAssignment(member)) return { ...option, value: member.initializer };
  if (ts.isShorthandPropertyAssignment(member)) return { ...option, value: member.name };
  return ts.isMethodDeclaration(member) ? { ...option, method: member } : option;
}
