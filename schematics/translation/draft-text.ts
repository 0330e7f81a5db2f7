import { indentLines } from './indented.js';
import type { Note } from './note.js';
import type { PolicyDraft } from './policy-draft.js';

const COMMENT_WIDTH = 100;

/** The text of an object with the drafted options; its first line goes on where it stands. */
export function draftText({ entries, condition }: PolicyDraft, indentation: string, step: string): string {
  const inner = indentation + step;
  const lines = entries.flatMap(({ property, comments, notes }) => [
    ...comments.map(comment => `// ${comment}`),
    ...notes.flatMap(commentLines),
    ...(property === undefined ? [] : [`${property},`]),
  ]);
  const object = ['{', ...lines.map(line => inner + indentLines(line, inner, step)), `${indentation}}`].join(
    '\n',
  );
  return condition === undefined ? object : `${condition} ? ${object} : {}`;
}

/** A note as comments: the sentence, and below it what stood there. */
export function commentLines({ sentence, original }: Note): string[] {
  const words = `nest add: ${sentence}${original === undefined ? '.' : '. It was:'}`;
  return [...wrap(words), ...(original?.split(/\r?\n/).map(line => `//   ${line}`.trimEnd()) ?? [])];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '//';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= COMMENT_WIDTH) {
      lines.push(line);
      line = '//';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
