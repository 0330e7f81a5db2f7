/** A range of a file's text, and its replacement. The rest of the file does not change. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return [...changes]
    .sort((one, other) => other.start - one.start)
    .reduce((changed, { start, end, text: replacement }) => {
      return changed.slice(0, start) + replacement + changed.slice(end);
    }, text);
}
