import type { Node, SourceFile } from 'typescript';
import { removeUnused } from '../enable-cors/remove-unused.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';

/** A node to remove, with the text around it that is removed, too. */
export interface Removal {
  readonly node: Node;
  readonly change: TextChange;
}

/** The changes in the files of a project. All positions refer to the original files. */
export class FileChanges {
  private readonly changes = new Map<SourceFile, TextChange[]>();
  private readonly removed = new Map<SourceFile, Node[]>();

  add(source: SourceFile, changes: readonly TextChange[]): void {
    this.changes.set(source, [...(this.changes.get(source) ?? []), ...changes]);
  }

  /** Also removes the constants and imports that only the node needed. */
  remove({ change, node }: Removal): void {
    const source = node.getSourceFile();
    this.add(source, [change]);
    this.removed.set(source, [...(this.removed.get(source) ?? []), node]);
  }

  /** Whether the node is removed. */
  removes(node: Node): boolean {
    return this.removed.get(node.getSourceFile())?.includes(node) === true;
  }

  /** The new text of each file, by its path. */
  texts(): Map<string, string> {
    const texts = [...this.changes].map(([source, changes]) => {
      const text = applyChanges(source.text, changes);
      return [source.fileName, removeUnused(source.fileName, text, this.removed.get(source) ?? [])] as const;
    });
    return new Map(texts);
  }
}
