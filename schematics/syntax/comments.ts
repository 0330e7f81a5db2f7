import type { Node } from 'typescript';
import { ts } from './typescript.js';

/** The comments between the node and what stands before it, and behind it on its own last line. */
export function commentsBefore(node: Node, parent: Node): string[] {
  const text = node.getSourceFile().text;
  const isFirst = node.getFullStart() <= parent.getStart() + 1;
  const leading = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).filter(
    // What stands on the line of the member before belongs to that one.
    ({ pos }) => isFirst || text.slice(node.getFullStart(), pos).includes('\n'),
  );
  const afterComma = node.end + (/^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0);
  const trailing = ts.getTrailingCommentRanges(text, afterComma) ?? [];
  return [...leading, ...trailing].flatMap(({ pos, end }) => linesOfComment(text.slice(pos, end)));
}

/** What a comment says, without its marks. */
export function linesOfComment(comment: string): string[] {
  return comment
    .replace(/^\/\/|^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trim())
    .filter(line => line !== '');
}
