import type { CallExpression, Expression, Identifier, TypeNode } from 'typescript';
import { writtenImport } from '../project/follow-import.js';
import { declarationOf, isImported } from '../syntax/declarations.js';
import { findMember } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { needImport, originOf } from './needed-import.js';
import { PortableText } from './portable-text.js';
import { providingModule } from './providing-module.js';
import type { Scope } from './scope.js';

const CONFIG_PACKAGE = '@nestjs/config';

/** The name in the code of the provider that it gets from the application. */
interface Receiver {
  readonly name: string;
  readonly type: TypeNode | undefined;
}

/**
 * The name of the factory's parameter for `app.get(ConfigService)` and similar calls. `undefined`
 * if the expression is no such call, or if no known module provides the class.
 */
export function injectedName(
  call: CallExpression,
  receiver: Receiver | undefined,
  scope: Scope,
): string | undefined {
  const token = tokenOf(call, scope);
  if (token === undefined) return undefined;
  const name = receiver?.name ?? token.text.charAt(0).toLowerCase() + token.text.slice(1);
  const module = isConfigService(token) ? configModule(scope) : providingModule(token, scope);
  if (module === undefined || needImportOf(token, scope) === undefined) return undefined;
  const type = typeText(call, receiver, scope) ?? token.text;
  const need = {
    kind: 'provider' as const,
    token: token.text,
    type,
    module: module === 'global' ? undefined : module,
  };
  return scope.needs.add(name, need) ? name : undefined;
}

/** The class in `app.get(Class)` and `app.get(Class<Type>)`. */
function tokenOf(
  { arguments: [argument], expression }: CallExpression,
  scope: Scope,
): Identifier | undefined {
  if (argument === undefined || !ts.isPropertyAccessExpression(expression)) return undefined;
  if (
    !['get', 'resolve'].includes(expression.name.text) ||
    !scope.startup.isApplication(expression.expression)
  )
    return undefined;
  const token: Expression = ts.isExpressionWithTypeArguments(argument) ? argument.expression : argument;
  return ts.isIdentifier(token) ? token : undefined;
}

function isConfigService(token: Identifier): boolean {
  const declaration = declarationOf(token);
  const written = declaration && isImported(declaration) ? writtenImport(declaration) : undefined;
  return written?.specifier === CONFIG_PACKAGE;
}

/** Its module, or `global` if the application provides it to all modules. */
function configModule(scope: Scope): string | undefined {
  if (scope.startup.calls.some(isGlobalConfiguration)) return 'global';
  const need = {
    kind: 'import' as const,
    specifier: CONFIG_PACKAGE,
    imported: 'ConfigModule',
    typeOnly: false,
  };
  const present = scope.target.statements.some(
    statement =>
      ts.isImportDeclaration(statement) &&
      [...nodesIn(statement)].some(node => ts.isImportSpecifier(node) && node.name.text === 'ConfigModule'),
  );
  return present || scope.needs.add('ConfigModule', need) ? 'ConfigModule' : undefined;
}

function isGlobalConfiguration({ arguments: [options], expression }: CallExpression): boolean {
  if (expression.getText() !== 'ConfigModule.forRoot' || options === undefined) return false;
  const member = ts.isObjectLiteralExpression(options) ? findMember(options, 'isGlobal') : undefined;
  return (
    member !== undefined &&
    ts.isPropertyAssignment(member) &&
    member.initializer.kind === ts.SyntaxKind.TrueKeyword
  );
}

function needImportOf(token: Identifier, scope: Scope): string | undefined {
  const declaration = declarationOf(token);
  if (declaration === undefined) return undefined;
  if (isImported(declaration)) return needImport(token.text, token, scope, declaration);
  return originOf(token, scope)?.source === scope.target ? token.text : undefined;
}

/** The type as written, if its names are available. Otherwise, only the class. */
function typeText(
  { arguments: [argument], typeArguments }: CallExpression,
  receiver: Receiver | undefined,
  scope: Scope,
): string | undefined {
  const instantiated =
    argument !== undefined && ts.isExpressionWithTypeArguments(argument) ? argument : undefined;
  const written = receiver?.type ?? typeArguments?.[0] ?? instantiated;
  return written && new PortableText(scope).of(written);
}
