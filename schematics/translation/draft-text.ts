import { flushLeft, indentLines } from './indented.js';
import type { Note } from './note.js';
import type { PolicyDraft } from './policy-draft.js';

const COMMENT_WIDTH = 100;

/** The text of an object with the drafted options. Its first line continues the current line. */
export function draftText({ choice, entries }: PolicyDraft, indentation: string, step: string): string {
  if (choice !== undefined) {
    const [yes, no] = [choice.yes, choice.no].map(draft => {
      const text = draftText(draft, indentation, step);
      return draft.choice === undefined ? text : `(${text})`;
    });
    return `${choice.condition} ? ${yes ?? '{}'} : ${no ?? '{}'}`;
  }
  if (entries.length === 0) return '{}';
  const inner = indentation + step;
  const lines = entries.flatMap(({ property, comments, notes }) => [
    ...comments.map(comment => `// ${comment}`),
    ...notes.flatMap(commentLines),
    ...(property === undefined ? [] : [`${property},`]),
  ]);
  return ['{', ...lines.map(line => inner + indentLines(line, inner, step)), `${indentation}}`].join('\n');
}

/** A note as comments: the sentence, and below it the original code. */
export function commentLines({ sentence, original }: Note): string[] {
  const words = `nest add: ${sentence}${original === undefined ? '.' : '. It was:'}`;
  return [...wrap(words), ...originalLines(original)];
}

function originalLines(original: string | undefined): string[] {
  if (original === undefined) return [];
  return flushLeft(original)
    .split('\n')
    .map(line => `//   ${line}`.trimEnd());
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
