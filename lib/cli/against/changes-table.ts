import { printable } from '../terminal/printable.js';
import { WORDS, changeLines, verdictOn } from './change-list.js';
import type { RowChange } from './surface-changes.js';

const HEAD = ['CHANGE', 'METHOD', 'PATH', 'FIELD', 'WHAT'];

/** Changes as a table for a terminal, below a sentence that sums up. */
export function changesTable(changes: readonly RowChange[]): string {
  const verdict = `${verdictOn(changes)}\n`;
  if (changes.length === 0) return verdict;
  const rows = changeLines(changes).map(({ direction, method, path, field, what }) =>
    [WORDS[direction], method, path, field, what].map(cell => printable(cell)),
  );
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  const lines = table.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${verdict}\n${lines.join('\n')}\n`;
}
