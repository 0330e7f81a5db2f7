import type { Note } from './note.js';

/** One line of the policy options, or only what is said about an option that has none. */
export interface DraftEntry {
  readonly name: string;
  /** `origin: '*'`; absent where only the comments stand. */
  readonly property?: string;
  /** The comments that stood at it. */
  readonly comments: readonly string[];
  readonly notes: readonly Note[];
}

/** Policy options as they will be written. */
export interface PolicyDraft {
  readonly entries: readonly DraftEntry[];
  /** The condition, for the file of the module, under which they hold. */
  readonly condition?: string;
  /** Whether environment variables are read. */
  readonly readsEnvironment: boolean;
}

export function draftOf(entries: readonly DraftEntry[], condition?: string): PolicyDraft {
  const texts = [condition, ...entries.map(({ property }) => property)];
  const readsEnvironment = texts.some(text => text?.includes('process.env') === true);
  return { entries, readsEnvironment, ...(condition === undefined ? {} : { condition }) };
}

/** No access for other origins, with the reason and what stood there. */
export function closedDraft(note: Note, comments: readonly string[] = []): PolicyDraft {
  return draftOf([{ name: 'origin', property: 'origin: false', comments, notes: [note] }]);
}

/** Whether it is such a draft. */
export function isClosed({ condition, entries }: PolicyDraft): boolean {
  return condition === undefined && entries.length === 1 && entries[0]?.property === 'origin: false';
}
