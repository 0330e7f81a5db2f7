import type { Tree } from '@angular-devkit/schematics';
import { dirname, join } from 'node:path/posix';
import type { ImportClause, ImportEqualsDeclaration, SourceFile } from 'typescript';
import { type ImportDeclared } from '../syntax/declarations.js';
import { ts } from '../syntax/typescript.js';
import type { Project } from './project.js';
import type { ProjectLayout } from './project-layout.js';
import { pathAliases } from './path-aliases.js';

/** An export of a file. */
export interface Export {
  readonly source: SourceFile;
  readonly name: string;
}

/** An import as written. */
export interface WrittenImport {
  readonly specifier: string;
  /** The name under which the other file exports it. `*` for the whole module. */
  readonly name: string;
}

/** The meaning of an imported name in the file from which it comes. */
export function followImport(
  project: Project,
  source: SourceFile,
  declared: ImportDeclared,
): Export | undefined {
  const written = writtenImport(declared);
  const target = written && project.resolve(source, written.specifier);
  return written && target && followReexports(project, target, written.name, new Set());
}

/** The import of a file that declares the name. */
export function importNamed(source: SourceFile, name: string): ImportDeclared | undefined {
  for (const { importClause } of source.statements.filter(ts.isImportDeclaration)) {
    if (importClause?.name?.text === name) return importClause;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined) continue;
    const declared = ts.isNamespaceImport(bindings) ? [bindings] : [...bindings.elements];
    const found = declared.find(element => element.name.text === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function writtenImport(declared: ImportDeclared): WrittenImport | undefined {
  if (ts.isImportEqualsDeclaration(declared)) {
    const { moduleReference } = declared;
    const expression = ts.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
    return expression && ts.isStringLiteral(expression)
      ? { specifier: expression.text, name: '=' }
      : undefined;
  }
  const { moduleSpecifier } = clauseOf(declared).parent;
  if (!ts.isStringLiteral(moduleSpecifier)) return undefined;
  const specifier = moduleSpecifier.text;
  if (ts.isImportClause(declared)) return { specifier, name: 'default' };
  if (ts.isNamespaceImport(declared)) return { specifier, name: '*' };
  return { specifier, name: (declared.propertyName ?? declared.name).text };
}

function clauseOf(declared: Exclude<ImportDeclared, ImportEqualsDeclaration>): ImportClause {
  if (ts.isImportClause(declared)) return declared;
  return ts.isNamespaceImport(declared) ? declared.parent : declared.parent.parent;
}

/** Follows the `export … from` of barrels. */
function followReexports(
  project: Project,
  source: SourceFile,
  name: string,
  seen: Set<string>,
): Export | undefined {
  if (seen.has(source.fileName)) return undefined;
  seen.add(source.fileName);
  for (const { exportClause, moduleSpecifier } of source.statements.filter(ts.isExportDeclaration)) {
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    const target = project.resolve(source, moduleSpecifier.text);
    if (target === undefined) continue;
    if (exportClause === undefined) {
      const found = followReexports(project, target, name, seen);
      if (found !== undefined && exportsName(found)) return found;
    } else if (ts.isNamedExports(exportClause)) {
      const specifier = exportClause.elements.find(element => element.name.text === name);
      if (specifier === undefined) continue;
      return followReexports(project, target, (specifier.propertyName ?? specifier.name).text, seen);
    }
  }
  return { source, name };
}

function exportsName({ source, name }: Export): boolean {
  return source.statements.some(statement => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.some(({ name: own }) => own.getText() === name);
    }
    const declares =
      ts.isClassDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    return declares && statement.name?.text === name;
  });
}

/** The path of the project file for a specifier, relative or by an alias of tsconfig.json. */
export function resolveSpecifier(
  tree: Tree,
  layout: ProjectLayout,
  from: string,
  specifier: string,
): string | undefined {
  if (specifier.startsWith('.')) return moduleFile(tree, join(dirname(from), specifier));
  for (const candidate of pathAliases(tree, layout, specifier)) {
    const found = moduleFile(tree, candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function moduleFile(tree: Tree, path: string): string | undefined {
  // A specifier names the compiled file: ./app.module.js is app.module.ts.
  const stem = path.replace(/\.([mc]?)js$/, '');
  const candidates = [`${stem}.ts`, `${stem}.mts`, `${stem}.cts`, `${path}.ts`, `${path}/index.ts`, path];
  return candidates.find(candidate => /\.[mc]?ts$/.test(candidate) && tree.exists(candidate));
}
