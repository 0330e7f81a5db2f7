import type { Node } from 'typescript';
import { ts } from './typescript.js';

/** The comments between the previous node and this one, and those after it on its last line. */
export function commentsBefore(node: Node, parent: Node): string[] {
  const text = node.getSourceFile().text;
  const isFirst = node.getFullStart() <= parent.getStart() + 1;
  const leading = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).filter(
    // A comment on the line of the previous member belongs to that member.
    ({ pos }) => isFirst || text.slice(node.getFullStart(), pos).includes('\n'),
  );
  const afterComma = node.end + (/^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0);
  const trailing = ts.getTrailingCommentRanges(text, afterComma) ?? [];
  return [...leading, ...trailing].flatMap(({ pos, end }) => linesOfComment(text.slice(pos, end)));
}

/** The text of a comment, without its marks. */
export function linesOfComment(comment: string): string[] {
  return comment
    .replace(/^\/\/|^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trim())
    .filter(line => line !== '');
}
