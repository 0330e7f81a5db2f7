/** A member of a list, with the comments that stood at it. */
export interface ListMember {
  readonly text: string;
  readonly comments: readonly string[];
}

const LONGEST_LINE = 80;

/** A list on one line where it is short; else, indented by tabs, which stand for the file's own step. */
export function listText(members: readonly ListMember[]): string {
  const line = `[${members.map(({ text }) => text).join(', ')}]`;
  const plain = members.every(({ comments, text }) => comments.length === 0 && !text.includes('\n'));
  if (plain && line.length <= LONGEST_LINE) return line;
  const lines = members.flatMap(({ text, comments }) => [
    ...comments.map(comment => `\t// ${comment}`),
    `\t${text},`,
  ]);
  return ['[', ...lines, ']'].join('\n');
}
