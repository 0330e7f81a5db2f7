import type { Note } from './note.js';

/** One line of the policy options, or only the notes about an option that is left out. */
export interface DraftEntry {
  readonly name: string;
  /** `origin: '*'`. Absent if only the comments remain. */
  readonly property?: string;
  /** The comments of the option. */
  readonly comments: readonly string[];
  readonly notes: readonly Note[];
}

/** Policy options before they are written. */
export interface PolicyDraft {
  readonly entries: readonly DraftEntry[];
  /**
   * Two policies instead of the entries, and the condition in the file of the module that selects
   * one.
   */
  readonly choice?: DraftChoice;
}

export interface DraftChoice {
  readonly condition: string;
  readonly yes: PolicyDraft;
  readonly no: PolicyDraft;
}

/** An empty draft. */
export const NO_DRAFT: PolicyDraft = { entries: [] };

export function draftOf(entries: readonly DraftEntry[]): PolicyDraft {
  return { entries };
}

/** One of two policies, selected at run time. */
export function choiceDraft(choice: DraftChoice): PolicyDraft {
  return isClosed(choice.yes) && isClosed(choice.no)
    ? closedDraft(...notesOf(choice.yes), ...notesOf(choice.no))
    : { entries: [], choice };
}

/** No access for other origins, with the reasons and the original code. */
export function closedDraft(...notes: readonly Note[]): PolicyDraft {
  return draftOf([{ name: 'origin', property: 'origin: false', comments: [], notes }]);
}

/** Whether the value is such a draft. */
export function isClosed({ choice, entries }: PolicyDraft): boolean {
  return choice === undefined && entries.length === 1 && entries[0]?.property === 'origin: false';
}

/** All entries, of both policies if there is a choice. */
export function entriesOf({ choice, entries }: PolicyDraft): readonly DraftEntry[] {
  return choice === undefined ? entries : [...entriesOf(choice.yes), ...entriesOf(choice.no)];
}

/** The same change for each of the policies. */
export function mapDrafts(
  draft: PolicyDraft,
  change: (entries: readonly DraftEntry[]) => readonly DraftEntry[],
): PolicyDraft {
  const { choice } = draft;
  if (choice === undefined) return draft.entries.length === 0 ? draft : draftOf(change(draft.entries));
  return {
    entries: [],
    choice: { ...choice, yes: mapDrafts(choice.yes, change), no: mapDrafts(choice.no, change) },
  };
}

/** With comments in front of the first line. */
export function withComments(draft: PolicyDraft, comments: readonly string[]): PolicyDraft {
  const { choice } = draft;
  if (choice !== undefined) {
    const [first, other] =
      choice.yes.entries.length > 0 || choice.yes.choice
        ? (['yes', 'no'] as const)
        : (['no', 'yes'] as const);
    return {
      entries: [],
      choice: { ...choice, [first]: withComments(choice[first], comments), [other]: choice[other] },
    };
  }
  const [first, ...others] = draft.entries;
  return first === undefined
    ? draft
    : draftOf([{ ...first, comments: [...comments, ...first.comments] }, ...others]);
}

/** The code of the draft. */
export function codeOf(draft: PolicyDraft): readonly string[] {
  const { choice } = draft;
  const conditions =
    choice === undefined ? [] : [choice.condition, ...codeOf(choice.yes), ...codeOf(choice.no)];
  return [...conditions, ...draft.entries.flatMap(({ property }) => property ?? [])];
}

export function readsEnvironment(draft: PolicyDraft): boolean {
  return codeOf(draft).some(text => text.includes('process.env'));
}

function notesOf(draft: PolicyDraft): readonly Note[] {
  return entriesOf(draft).flatMap(({ notes }) => notes);
}
