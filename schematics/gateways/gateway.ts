import type {
  CallExpression,
  ClassDeclaration,
  Expression,
  ObjectLiteralElementLike,
  ObjectLiteralExpression,
} from 'typescript';
import { importedAs } from '../root-module/package-names.js';
import { findMember, isFalsyLiteral } from '../syntax/literals.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from '../translation/scope.js';

/** A class with `@WebSocketGateway()`. */
export interface Gateway {
  readonly declaration: ClassDeclaration;
  readonly decorator: CallExpression;
  /** Its port and path. Gateways with the same ones share a server. */
  readonly server: string;
  /** The object and its member `cors`, if it switches CORS on. */
  readonly cors?: {
    readonly object: ObjectLiteralExpression;
    readonly member: ObjectLiteralElementLike;
    readonly value: Expression | undefined;
  };
  /** Whether it already has a policy. */
  readonly isDecorated: boolean;
}

export function findGateways(scope: Scope): readonly Gateway[] {
  return scope.startup.sources
    .filter(({ text }) => text.includes('WebSocketGateway'))
    .flatMap(source => source.statements.filter(ts.isClassDeclaration))
    .flatMap(declaration => readGateway(declaration, scope) ?? []);
}

function readGateway(declaration: ClassDeclaration, scope: Scope): Gateway | undefined {
  const decorators = ts.getDecorators(declaration) ?? [];
  const calls = decorators.map(({ expression }) => expression).filter(ts.isCallExpression);
  const decorator = calls.find(({ expression }) => expression.getText() === 'WebSocketGateway');
  if (decorator === undefined) return undefined;
  const policy = importedAs(declaration.getSourceFile(), 'CorsPolicy');
  const [first, second] = decorator.arguments.map(argument => scope.resolve(argument));
  const options = [first, second].find(value => value !== undefined && ts.isObjectLiteralExpression(value));
  const port = first === undefined || first === options ? '0' : first.getText();
  const path = options && ts.isObjectLiteralExpression(options) ? textOf(options, 'path', scope) : undefined;
  const cors = options && ts.isObjectLiteralExpression(options) ? corsOf(options, scope) : undefined;
  return {
    declaration,
    decorator,
    server: `${port} ${path ?? ''}`,
    isDecorated: calls.some(({ expression }) => expression.getText() === policy),
    ...(cors === undefined ? {} : { cors }),
  };
}

function corsOf(object: ObjectLiteralExpression, scope: Scope): Gateway['cors'] {
  const member = findMember(object, 'cors');
  if (member === undefined) return undefined;
  const value = valueOf(member);
  return value !== undefined && isFalsyLiteral(scope.resolve(value)) ? undefined : { object, member, value };
}

function valueOf(member: ObjectLiteralElementLike): Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function textOf(object: ObjectLiteralExpression, name: string, scope: Scope): string | undefined {
  const member = findMember(object, name);
  const value = member && valueOf(member);
  const resolved = value && scope.resolve(value);
  return resolved && (ts.isStringLiteralLike(resolved) ? resolved.text : resolved.getText());
}
