import type { Note } from './note.js';
import type { PolicyDraft } from './policy-draft.js';

/** A policy with a name of its own. */
export interface NamedDraft {
  readonly name: string;
  readonly draft: PolicyDraft;
}

/** Keys of `paths` with the same policy. Only notes if no key could be written. */
export interface KeyDraft {
  readonly keys: readonly string[];
  /** The name of the policy. `undefined` for no access. */
  readonly policy?: string;
  readonly comments: readonly string[];
  readonly notes: readonly Note[];
}

export interface PathsDraft {
  readonly policies: readonly NamedDraft[];
  readonly keys: readonly KeyDraft[];
}

/** The options of the module before they are written. */
export interface ModuleDraft {
  readonly defaults: PolicyDraft | undefined;
  readonly paths: PathsDraft;
}
