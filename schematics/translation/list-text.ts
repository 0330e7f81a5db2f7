/** A member of a list, with its comments. */
export interface ListMember {
  readonly text: string;
  readonly comments: readonly string[];
}

const LONGEST_LINE = 80;

/**
 * A short list on one line. A longer list is indented by tabs, which are replaced by the step of
 * the file.
 */
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
