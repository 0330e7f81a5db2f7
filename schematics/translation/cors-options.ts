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

/** One option as it was written. */
export interface CorsOption {
  readonly name: string;
  /** Absent where it is a method. */
  readonly value?: Expression;
  /** `origin(origin, callback) {}` */
  readonly method?: MethodDeclaration;
  readonly written: string;
  /** The comments in front of it. */
  readonly comments: readonly string[];
}

/** The options of `cors` or `@fastify/cors`. */
export interface CorsOptions {
  readonly options: readonly CorsOption[];
  /** Members that may bring any option along: spreads, and names that are computed. */
  readonly unreadable: readonly string[];
}

/** What an object literal says, with constants that are spread into it. `undefined` where the expression is no object literal. */
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
