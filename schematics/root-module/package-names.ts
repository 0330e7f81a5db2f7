import type { SourceFile } from 'typescript';
import type { WantedImport } from '../syntax/add-imports.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';

export const PACKAGE = 'nestjs-cors-policy';

/** The name of one of the package's exports in the file, if the file imports it. */
export function importedAs(source: SourceFile, exported: string): string | undefined {
  for (const { importClause, moduleSpecifier } of source.statements.filter(ts.isImportDeclaration)) {
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== PACKAGE) continue;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const found = bindings.elements.find(
      ({ name, propertyName }) => (propertyName ?? name).text === exported,
    );
    if (found !== undefined) return found.name.text;
  }
  return undefined;
}

/** The name for one of the package's exports in this file, and the import that it needs. */
export function packageName(
  source: SourceFile,
  exported: string,
  otherName: string,
): { readonly name: string; readonly wanted: readonly WantedImport[] } {
  const present = importedAs(source, exported);
  if (present !== undefined) return { name: present, wanted: [] };
  // The file may have another value with that name.
  const taken = [...nodesIn(source)].some(node => ts.isIdentifier(node) && node.text === exported);
  const name = taken ? otherName : exported;
  return { name, wanted: [{ specifier: PACKAGE, imported: exported, local: name }] };
}
