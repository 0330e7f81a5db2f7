import type { Tree } from '@angular-devkit/schematics';
import type { SourceFile } from 'typescript';
import { ts } from '../syntax/typescript.js';
import { resolveSpecifier } from './follow-import.js';
import type { ProjectLayout } from './project-layout.js';
import { readSource, sourceTexts } from './source-files.js';

/** The files of an application, each parsed once. */
export class Project {
  private readonly parsed = new Map<string, SourceFile | undefined>();
  private readonly resolved = new Map<string, SourceFile | undefined>();

  constructor(
    private readonly tree: Tree,
    readonly layout: ProjectLayout,
  ) {}

  read(path: string): SourceFile | undefined {
    if (!this.parsed.has(path)) this.parsed.set(path, readSource(this.tree, path));
    return this.parsed.get(path);
  }

  /** The file of the project for a specifier. */
  resolve(from: SourceFile, specifier: string): SourceFile | undefined {
    const key = `${from.fileName}\n${specifier}`;
    if (!this.resolved.has(key)) {
      const path = resolveSpecifier(this.tree, this.layout, from.fileName, specifier);
      this.resolved.set(key, path === undefined ? undefined : this.read(path));
    }
    return this.resolved.get(key);
  }

  /** The files below the source root, and those that the entry imports directly or indirectly. */
  sources(entry: SourceFile): readonly SourceFile[] {
    const found = new Set([entry, ...this.imported(entry)]);
    for (const { path } of sourceTexts(this.tree, this.layout.sourceRoot)) {
      const source = this.read(path);
      if (source !== undefined) found.add(source);
    }
    return [...found];
  }

  /** The files that a file imports directly or indirectly. */
  imported(source: SourceFile): readonly SourceFile[] {
    const found = new Set([source]);
    for (const next of found) this.importedBy(next).forEach(imported => found.add(imported));
    return [...found].slice(1);
  }

  private importedBy(source: SourceFile): SourceFile[] {
    return source.statements.flatMap(statement => {
      const links = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
      const specifier = links ? statement.moduleSpecifier : undefined;
      if (specifier === undefined || !ts.isStringLiteral(specifier)) return [];
      return this.resolve(source, specifier.text) ?? [];
    });
  }
}
