import type { SourceFile } from 'typescript';
import { addImports, type WantedImport } from '../syntax/add-imports.js';
import type { FileChanges } from './file-changes.js';

/** The text that is added at the top of a file. */
export interface ImportsOfFile {
  readonly wanted: readonly WantedImport[];
  readonly declarations: readonly string[];
}

/** The imports and declarations that are added to files, each once. */
export class FileImports {
  private readonly files = new Map<SourceFile, ImportsOfFile>();

  add(source: SourceFile, { declarations, wanted }: ImportsOfFile): void {
    const known = this.files.get(source) ?? { wanted: [], declarations: [] };
    const isNew = ({ local }: WantedImport): boolean => !known.wanted.some(other => other.local === local);
    this.files.set(source, {
      wanted: [...known.wanted, ...wanted.filter(isNew)],
      declarations: [...new Set([...known.declarations, ...declarations])],
    });
  }

  write(changes: FileChanges): void {
    for (const [source, { declarations, wanted }] of this.files) {
      changes.add(source, addImports(source, wanted, declarations));
    }
  }
}
