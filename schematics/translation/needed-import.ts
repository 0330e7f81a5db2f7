import { dirname, join, relative } from 'node:path/posix';
import type { Identifier, SourceFile } from 'typescript';
import { followImport, writtenImport } from '../project/follow-import.js';
import type { ImportDeclared } from '../syntax/declarations.js';
import { declarationOf, isImported } from '../syntax/declarations.js';
import { ts } from '../syntax/typescript.js';
import type { Scope } from './scope.js';

/**
 * Makes the target import a value that a file exports or imports under the name. `undefined` if the
 * name has another meaning in the target.
 */
export function needImport(
  local: string,
  name: Identifier,
  scope: Scope,
  declared?: ImportDeclared,
): string | undefined {
  const from = name.getSourceFile();
  const written = declared === undefined ? undefined : writtenImport(declared);
  if (declared !== undefined && written === undefined) return undefined;
  const file = written === undefined ? from : scope.project.resolve(from, written.specifier);
  const isRelative = written === undefined || written.specifier.startsWith('.');
  // Data beside the source files, such as JSON, has a different path.
  const path = file?.fileName ?? (written && join(dirname(from.fileName), written.specifier));
  const specifier = !isRelative
    ? written.specifier
    : path && relativeSpecifier(scope.target, path, written?.specifier);
  if (specifier === undefined || written?.name === '=') return undefined;
  if (scope.startup.isEntry(file)) return undefined;
  const imported = written?.name ?? local;
  if (imports(scope, local, file, specifier, imported)) return local;
  const typeOnly = isTypeOnly(declared);
  return scope.needs.add(local, { kind: 'import', specifier, imported, typeOnly }) ? local : undefined;
}

/** Whether the target already has the name from that file. */
function imports(
  { project, target }: Scope,
  local: string,
  file: SourceFile | undefined,
  specifier: string,
  imported: string,
): boolean {
  for (const statement of target.statements.filter(ts.isImportDeclaration)) {
    const { moduleSpecifier } = statement;
    if (!ts.isStringLiteral(moduleSpecifier)) continue;
    const same =
      moduleSpecifier.text === specifier ||
      (file !== undefined && project.resolve(target, moduleSpecifier.text) === file);
    if (!same) continue;
    const bindings = statement.importClause?.namedBindings;
    if (imported === 'default' ? statement.importClause?.name?.text === local : false) return true;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) {
      if (imported === '*' && bindings.name.text === local) return true;
      continue;
    }
    const found = bindings.elements.some(
      element => element.name.text === local && (element.propertyName ?? element.name).text === imported,
    );
    if (found) return true;
  }
  return false;
}

/** In the style of the project: with a file extension if the project writes one. */
function relativeSpecifier(target: SourceFile, path: string, written: string | undefined): string {
  const ending = /\.(?:[mc]?js|json)$/.exec(written ?? styleOf(target))?.[0] ?? '';
  const stem = ending === '.json' ? path.replace(/\.json$/, '') : path.replace(/\.([mc]?)ts$/, '');
  const plain = ending === '' ? stem.replace(/\/index$/, '') : stem;
  const between = relative(dirname(target.fileName), plain);
  return (between.startsWith('.') ? between : `./${between}`) + ending;
}

function styleOf(target: SourceFile): string {
  const specifiers = target.statements
    .filter(ts.isImportDeclaration)
    .flatMap(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : []));
  return specifiers.find(specifier => specifier.startsWith('.')) ?? '';
}

function isTypeOnly(declared: ImportDeclared | undefined): boolean {
  if (declared === undefined) return false;
  if (ts.isImportSpecifier(declared)) {
    const clause = declared.parent.parent;
    return declared.isTypeOnly || clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  }
  return ts.isImportClause(declared) && declared.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** The meaning of a name in the file from which it comes, if the project has that file. */
export function originOf(name: Identifier, scope: Scope): { source: SourceFile; name: string } | undefined {
  const declaration = declarationOf(name);
  if (declaration === undefined) return undefined;
  return isImported(declaration)
    ? followImport(scope.project, name.getSourceFile(), declaration)
    : { source: name.getSourceFile(), name: name.text };
}
