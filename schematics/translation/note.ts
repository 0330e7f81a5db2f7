/** Code that the translation could not take over unchanged. */
export interface Note {
  /** The change and its reason, as a sentence. */
  readonly sentence: string;
  /** The original code. */
  readonly original?: string;
}

/** A value of the policy options as text, or none if the option is left out, with its notes. */
export interface Translated {
  readonly text?: string;
  readonly notes: readonly Note[];
}

export const NOTHING: Translated = { notes: [] };
