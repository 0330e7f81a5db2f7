import type { Node, SourceFile } from 'typescript';
import { removeUnused } from '../enable-cors/remove-unused.js';
import { applyChanges, type TextChange } from '../syntax/text-change.js';

/** A node that goes, and what of the text goes with it. */
export interface Removal {
  readonly node: Node;
  readonly change: TextChange;
}

/** What changes in the files of a project. All of it refers to the files as they were. */
export class FileChanges {
  private readonly changes = new Map<SourceFile, TextChange[]>();
  private readonly removed = new Map<SourceFile, Node[]>();

  add(source: SourceFile, changes: readonly TextChange[]): void {
    this.changes.set(source, [...(this.changes.get(source) ?? []), ...changes]);
  }

  /** Constants and imports that only the node needed go with it. */
  remove({ change, node }: Removal): void {
    const source = node.getSourceFile();
    this.add(source, [change]);
    this.removed.set(source, [...(this.removed.get(source) ?? []), node]);
  }

  /** Whether the node goes. */
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
