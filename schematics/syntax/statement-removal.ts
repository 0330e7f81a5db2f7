import type { Node } from 'typescript';
import { lineEnd, lineStart } from './parsed-file.js';
import type { TextChange } from './text-change.js';
import { linesOfComment } from './comments.js';
import { ts } from './typescript.js';

/** A statement with its comments and its lines. Of two empty lines around it, one stays. */
export function removeStatement(node: Node): TextChange {
  const { text } = node.getSourceFile();
  const first = ownComments(node)[0]?.pos ?? node.getStart();
  const start = lineStart(text, first);
  if (text.slice(start, first).trim() !== '') return { start: node.getStart(), end: node.end, text: '' };
  const end = lineEnd(text, node.end);
  const nextIsBlank = text.slice(end, lineEnd(text, end)).trim() === '' && end < text.length;
  const previousIsBlank = start > 0 && text.slice(lineStart(text, start - 1), start).trim() === '';
  return { start, end: nextIsBlank && previousIsBlank ? lineEnd(text, end) : end, text: '' };
}

/**
 * The comments directly above a statement and those after it. They describe it, and move with it.
 */
export function statementComments(node: Node): string[] {
  const { text } = node.getSourceFile();
  const trailing = ts.getTrailingCommentRanges(text, node.end) ?? [];
  return [...ownComments(node), ...trailing].flatMap(({ pos, end }) => linesOfComment(text.slice(pos, end)));
}

/** The comments directly above a statement, as written. */
export function statementCommentText(node: Node): string {
  const [first] = ownComments(node);
  return first === undefined ? '' : node.getSourceFile().text.slice(first.pos, node.getStart());
}

function ownComments(node: Node): { pos: number; end: number }[] {
  const { text } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const own: { pos: number; end: number }[] = [];
  let below = node.getStart();
  for (const comment of [...comments].reverse()) {
    const gap = text.slice(comment.end, below);
    const ownLine = text.slice(lineStart(text, comment.pos), comment.pos).trim() === '';
    if (!ownLine || (gap.match(/\n/g) ?? []).length > 1) break;
    own.unshift(comment);
    below = comment.pos;
  }
  return own;
}
