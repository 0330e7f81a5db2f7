import type { SourceFile } from 'typescript';
import { type Declaration, declarationsAmong, nameOf } from '../syntax/declarations.js';

/** A name that the target file must import. */
export interface NeededImport {
  readonly kind: 'import';
  readonly specifier: string;
  /** Its name in the other file. Also `default` and `*`. */
  readonly imported: string;
  readonly typeOnly: boolean;
}

/** A declaration that the target file must have. */
export interface NeededDeclaration {
  readonly kind: 'declaration';
  readonly text: string;
}

/** A provider that Nest injects into the factory of the options. */
export interface NeededProvider {
  readonly kind: 'provider';
  /** The injected class, and its type. */
  readonly token: string;
  readonly type: string;
  /** The module to import, as written. Absent if a global module provides it. */
  readonly module: string | undefined;
}

export type Need = NeededImport | NeededDeclaration | NeededProvider;

/** The needs of the texts for a file, by name. */
export class Needs {
  private readonly known = new Map<string, Need>();
  private readonly taken: readonly Declaration[];

  constructor(target: SourceFile) {
    this.taken = declarationsAmong([...target.statements]);
  }

  /** @returns whether the name can have this meaning in that file */
  add(name: string, need: Need): boolean {
    const known = this.known.get(name);
    if (known !== undefined) return isSame(known, need);
    if (this.isTaken(name)) return false;
    this.known.set(name, need);
    return true;
  }

  isTaken(name: string): boolean {
    return this.taken.some(declaration => nameOf(declaration) === name);
  }

  /** The needs of the texts, and the needs of those, in the order of discovery. */
  neededBy(texts: readonly string[]): ReadonlyMap<string, Need> {
    const names = new Set<string>();
    const waiting = [...texts];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      const words = new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
      for (const [name, need] of this.known) {
        if (!words.has(name) || names.has(name)) continue;
        names.add(name);
        waiting.push(...textsOf(need));
      }
    }
    return new Map([...this.known].filter(([name]) => names.has(name)));
  }
}

function textsOf(need: Need): string[] {
  if (need.kind === 'import') return [];
  return need.kind === 'declaration' ? [need.text] : [need.token, need.type, need.module ?? ''];
}

function isSame(one: Need, other: Need): boolean {
  if (one.kind === 'import' && other.kind === 'import')
    return one.specifier === other.specifier && one.imported === other.imported;
  return JSON.stringify(one) === JSON.stringify(other);
}
