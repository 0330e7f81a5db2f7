/** Something that the translation could not take over as it was. */
export interface Note {
  /** What became of it and why, as a sentence. */
  readonly sentence: string;
  /** The code that it was. */
  readonly original?: string;
}

/** A value of the policy options as text, or none where there is nothing to write; and what has to be said about it. */
export interface Translated {
  readonly text?: string;
  readonly notes: readonly Note[];
}

export const NOTHING: Translated = { notes: [] };
