import type { Tree } from '@angular-devkit/schematics';
import { dirname, join } from 'node:path/posix';
import type { ImportDeclaration, SourceFile } from 'typescript';
import { ts } from '../syntax/typescript.js';
import { readJson, recordIn } from './project-layout.js';
import { readSource } from './source-files.js';

/** An export of a file. */
export interface Export {
  readonly source: SourceFile;
  readonly name: string;
}

/** What a name that a file imports is, in the file that the import leads to. */
export function followImport(tree: Tree, source: SourceFile, name: string): Export | undefined {
  for (const declaration of source.statements.filter(ts.isImportDeclaration)) {
    const imported = importedName(declaration, name);
    if (imported === undefined || !ts.isStringLiteral(declaration.moduleSpecifier)) continue;
    const target = resolveSpecifier(tree, source.fileName, declaration.moduleSpecifier.text);
    return target && followReexports(tree, target, imported, new Set());
  }
  return undefined;
}

/** Under which name the other file exports what is called `local` here. */
function importedName({ importClause }: ImportDeclaration, local: string): string | undefined {
  if (importClause?.name?.text === local) return 'default';
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return undefined;
  const specifier = bindings.elements.find(element => element.name.text === local);
  return specifier && (specifier.propertyName ?? specifier.name).text;
}

/** Through the `export … from` of barrels. */
function followReexports(
  tree: Tree,
  source: SourceFile,
  name: string,
  seen: Set<string>,
): Export | undefined {
  if (seen.has(source.fileName)) return undefined;
  seen.add(source.fileName);
  for (const { exportClause, moduleSpecifier } of source.statements.filter(ts.isExportDeclaration)) {
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    const target = resolveSpecifier(tree, source.fileName, moduleSpecifier.text);
    if (target === undefined) continue;
    if (exportClause === undefined) {
      const found = followReexports(tree, target, name, seen);
      if (found !== undefined && exportsName(found)) return found;
    } else if (ts.isNamedExports(exportClause)) {
      const specifier = exportClause.elements.find(element => element.name.text === name);
      if (specifier === undefined) continue;
      return followReexports(tree, target, (specifier.propertyName ?? specifier.name).text, seen);
    }
  }
  return { source, name };
}

function exportsName({ source, name }: Export): boolean {
  return source.statements.some(
    statement => ts.isClassDeclaration(statement) && statement.name?.text === name,
  );
}

/** The file of the project that a specifier means, relative or by an alias of tsconfig.json. */
export function resolveSpecifier(tree: Tree, from: string, specifier: string): SourceFile | undefined {
  if (specifier.startsWith('.')) return readModule(tree, join(dirname(from), specifier));
  for (const candidate of aliasTargets(tree, specifier)) {
    const found = readModule(tree, candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function aliasTargets(tree: Tree, specifier: string): string[] {
  const compilerOptions = recordIn(readJson(tree, 'tsconfig.json'), 'compilerOptions');
  const { baseUrl } = compilerOptions ?? {};
  const base = typeof baseUrl === 'string' ? baseUrl : '.';
  const paths = Object.entries(recordIn(compilerOptions, 'paths') ?? {});
  const mapped = paths.flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? specifier !== pattern : !specifier.startsWith(before)) return [];
    const rest = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
    const list: unknown[] = Array.isArray(targets) ? targets : [];
    return list.filter(target => typeof target === 'string').map(target => target.replace('*', rest));
  });
  // `src/app.module`, as Nest's own projects import from their root.
  return [...mapped, specifier].map(target => join(base, target));
}

function readModule(tree: Tree, path: string): SourceFile | undefined {
  // A specifier names the compiled file: ./app.module.js is app.module.ts.
  const stem = path.replace(/\.([mc]?)js$/, '');
  const candidates = [`${stem}.ts`, `${stem}.mts`, `${stem}.cts`, `${path}.ts`, `${path}/index.ts`, path];
  const found = candidates.find(candidate => /\.[mc]?ts$/.test(candidate) && tree.exists(candidate));
  return found === undefined ? undefined : readSource(tree, found);
}
