import type { Expression, SourceFile, VariableDeclaration } from 'typescript';
import { unwrap } from './literals.js';
import { nodesIn } from './parsed-file.js';
import { ts } from './typescript.js';

/** The only declaration of a `const` of that name, anywhere in the file. */
export function constDeclaration(source: SourceFile, name: string): VariableDeclaration | undefined {
  const declarations = [...nodesIn(source)].filter(
    node =>
      (ts.isVariableDeclaration(node) || ts.isParameter(node)) &&
      ts.isIdentifier(node.name) &&
      node.name.text === name,
  );
  const [only, second] = declarations;
  if (only === undefined || second !== undefined || !ts.isVariableDeclaration(only)) return undefined;
  return only.parent.flags & ts.NodeFlags.Const ? only : undefined;
}

/** The value of such a `const`, without syntax that changes only its type. */
export function constInitializer(source: SourceFile, name: string): Expression | undefined {
  const initializer = constDeclaration(source, name)?.initializer;
  return initializer && unwrap(initializer);
}
