import type { Node, NodeArray } from 'typescript';
import type { TextChange } from './text-change.js';
import { lineEnd, lineStart } from './parsed-file.js';

/**
 * Removes one member of a comma-separated list, together with one comma and with its line if it is
 * alone on it.
 */
export function removeMember(text: string, members: NodeArray<Node>, member: Node): TextChange {
  const index = members.indexOf(member);
  const next = members[index + 1];
  const previous = members[index - 1];
  const start = member.getStart();
  if (text.slice(lineStart(text, start), start).trim() === '') {
    const comma = /^\s*,?/.exec(text.slice(member.end))?.[0].length ?? 0;
    const end = member.end + comma;
    const rest = text.slice(end, lineEnd(text, end));
    if (rest.trim() === '') return { start: lineStart(text, start), end: lineEnd(text, end), text: '' };
  }
  if (next !== undefined) return { start, end: next.getStart(), text: '' };
  return {
    start: previous?.end ?? start,
    end: members.hasTrailingComma ? members.end : member.end,
    text: '',
  };
}
