/** The effect of a change on the access of other origins. `changed`: neither more nor less. */
export type Direction = 'wider' | 'unknown' | 'narrower' | 'changed';

/** Worst first. */
export const DIRECTIONS: readonly Direction[] = ['wider', 'unknown', 'narrower', 'changed'];

/** A change of a field of a policy. */
export interface FieldChange {
  readonly field: string;
  readonly direction: Direction;
  /** In words: `+ https://a.example`, `no → yes`. */
  readonly what: string;
}

export function worstOf(changes: readonly { readonly direction: Direction }[]): Direction {
  return DIRECTIONS.find(direction => changes.some(change => change.direction === direction)) ?? 'changed';
}
