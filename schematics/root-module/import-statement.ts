import type { ImportDeclaration, NamedImports, SourceFile } from 'typescript';
import { lineBreakOf, nodesIn } from '../syntax/parsed-file.js';
import type { TextChange } from '../syntax/text-change.js';
import { ts } from '../syntax/typescript.js';

export const PACKAGE = 'nestjs-cors-policy';
const MODULE = 'CorsModule';
// Where the file has another CorsModule.
const OTHER_NAME = 'CorsPolicyModule';

/** What the file calls the package's module, if it imports it. */
export function importedAs(source: SourceFile): string | undefined {
  return importsFrom(source, PACKAGE)
    .flatMap(declaration => namedImports(declaration)?.elements ?? [])
    .find(({ name, propertyName }) => (propertyName ?? name).text === MODULE)?.name.text;
}

/** The name for the module in this file, and the import that brings it. */
export function importModule(source: SourceFile): { name: string; change?: TextChange } {
  const present = importedAs(source);
  if (present !== undefined) return { name: present };
  const taken = [...nodesIn(source)].some(node => ts.isIdentifier(node) && node.text === MODULE);
  const name = taken ? OTHER_NAME : MODULE;
  const specifier = taken ? `${MODULE} as ${OTHER_NAME}` : MODULE;
  return { name, change: extendImport(source, specifier) ?? insertImport(source, specifier) };
}

function extendImport(source: SourceFile, specifier: string): TextChange | undefined {
  const bindings = importsFrom(source, PACKAGE)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .map(namedImports)
    .find(found => found !== undefined);
  const first = bindings?.elements[0];
  return first && { start: first.getStart(), end: first.getStart(), text: `${specifier}, ` };
}

function insertImport(source: SourceFile, specifier: string): TextChange {
  const { text } = source;
  const imports = source.statements.filter(ts.isImportDeclaration);
  const last = imports.at(-1);
  const quote = last?.moduleSpecifier.getText().charAt(0) ?? "'";
  const end = last === undefined || last.getText().endsWith(';') ? ';' : '';
  const statement = `import { ${specifier} } from ${quote}${PACKAGE}${quote}${end}`;
  const eol = lineBreakOf(text);
  if (last !== undefined) return { start: last.end, end: last.end, text: eol + statement };
  const start = source.statements[0]?.getStart() ?? 0;
  return { start, end: start, text: statement + eol };
}

function importsFrom(source: SourceFile, specifier: string): ImportDeclaration[] {
  return source.statements
    .filter(ts.isImportDeclaration)
    .filter(
      ({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === specifier,
    );
}

function namedImports({ importClause }: ImportDeclaration): NamedImports | undefined {
  const bindings = importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings : undefined;
}
