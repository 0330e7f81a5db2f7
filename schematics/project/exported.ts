import type { Expression, SourceFile } from 'typescript';
import { type Declaration, declarationsAmong, nameOf } from '../syntax/declarations.js';
import { ts } from '../syntax/typescript.js';
import type { Export } from './follow-import.js';

/** An export of a file under a name: the declaration, or the expression of a default export. */
export function exported({ name, source }: Export): Declaration | Expression | undefined {
  const declarations = declarationsAmong([...source.statements]);
  const named = (local: string): Declaration | undefined =>
    declarations.find(found => nameOf(found) === local);
  if (name !== 'default') return named(exportedAs(source, name) ?? name);
  const direct = declarations.find(
    declaration =>
      (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)) &&
      declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword),
  );
  if (direct !== undefined) return direct;
  const assigned = source.statements.find(ts.isExportAssignment)?.expression;
  if (assigned !== undefined && !ts.isIdentifier(assigned)) return assigned;
  const local = assigned?.text ?? exportedAs(source, 'default');
  return local === undefined ? undefined : named(local);
}

/** The local name behind `export { local as name }`. */
function exportedAs(source: SourceFile, name: string): string | undefined {
  const elements = source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) =>
      moduleSpecifier === undefined && exportClause && ts.isNamedExports(exportClause)
        ? [...exportClause.elements]
        : [],
    );
  const element = elements.find(found => found.name.text === name);
  return element && (element.propertyName ?? element.name).text;
}

/** Whether another file can import the declared value under its own name. */
export function isExported(declaration: Declaration): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (!ts.canHaveModifiers(statement)) return false;
  const modifiers = ts.getModifiers(statement) ?? [];
  const kinds = modifiers.map(({ kind }) => kind);
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}
