import { printable } from '../terminal/printable.js';
import { WORDS, changeLines, verdictOn } from './change-list.js';
import type { RowChange } from './surface-changes.js';

/** A comment on GitHub holds 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** Changes as Markdown, the widest first. The list ends before a comment would be too long. */
export function changesMarkdown(changes: readonly RowChange[]): string {
  const verdict = `**CORS: ${verdictOn(changes)}**\n`;
  if (changes.length === 0) return verdict;
  const rows = changeLines(changes).map(({ direction, method, path, field, what }) => {
    const cells = [bold(direction, WORDS[direction]), code(`${method} ${path}`), field, code(what)];
    return `| ${cells.join(' | ')} |`;
  });
  let length = 0;
  const shown = rows.filter(row => (length += row.length + 1) <= MOST_CHARACTERS);
  const rest = rows.length - shown.length;
  const more = rest === 0 ? '' : `\nAnd ${rest} more: see the output of the command.\n`;
  return `${verdict}\n| change | row | field | what |\n| --- | --- | --- | --- |\n${shown.join('\n')}\n${more}`;
}

function bold(direction: RowChange['direction'], words: string): string {
  return direction === 'wider' || direction === 'unknown' ? `**${words}**` : words;
}

/**
 * A code span, so that text of a policy is not read as Markdown. In a table, a bar ends the cell
 * even in a code span.
 */
function code(text: string): string {
  const safe = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${safe}${space}${fence}`;
}
