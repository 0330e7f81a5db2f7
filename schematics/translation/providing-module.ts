import type { Identifier, Node, ObjectLiteralExpression } from 'typescript';
import { findMember } from '../syntax/literals.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { needImport, originOf } from './needed-import.js';
import type { Scope } from './scope.js';

/**
 * The only module of the project that exports the class, as the target imports it. `undefined` if
 * there is none.
 */
export function providingModule(token: Identifier, scope: Scope): string | undefined {
  const origin = originOf(token, scope);
  if (origin === undefined) return undefined;
  const modules = scope.startup.sources
    .flatMap(source => source.statements.filter(ts.isClassDeclaration))
    .filter(({ modifiers }) =>
      modifiers?.some(modifier => {
        const metadata = ts.isDecorator(modifier) ? metadataOf(modifier) : undefined;
        return (
          metadata !== undefined &&
          lists(metadata, 'exports', origin, scope) &&
          lists(metadata, 'providers', origin, scope)
        );
      }),
    );
  const [only, second] = modules;
  const name = only?.name;
  if (only === undefined || name === undefined || second !== undefined) return undefined;
  if (only.getSourceFile() === scope.target) return undefined;
  return needImport(name.text, name, scope);
}

function metadataOf({ expression }: { expression: Node }): ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Module') return undefined;
  const [metadata] = expression.arguments;
  return metadata && ts.isObjectLiteralExpression(metadata) ? metadata : undefined;
}

function lists(
  metadata: ObjectLiteralExpression,
  member: string,
  origin: { source: unknown; name: string },
  scope: Scope,
): boolean {
  const list = findMember(metadata, member);
  return (
    list !== undefined &&
    [...nodesIn(list)].filter(ts.isIdentifier).some(name => {
      const found = originOf(name, scope);
      return found?.source === origin.source && found?.name === origin.name;
    })
  );
}
