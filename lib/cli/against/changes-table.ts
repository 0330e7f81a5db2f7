import { printable } from '../terminal/printable.js';
import { tableLines } from '../terminal/table.js';
import { wrapped } from '../terminal/wrapped.js';
import { WORDS, changeLines, verdictOn } from './change-list.js';
import type { RowChange } from './surface-changes.js';

const HEAD = ['CHANGE', 'METHOD', 'PATH', 'FIELD', 'WHAT'];

/** Changes as a table of a width, below a sentence that sums up. */
export function changesTable(changes: readonly RowChange[], width: number): string {
  const verdict = `${wrapped(verdictOn(changes), width).join('\n')}\n`;
  if (changes.length === 0) return verdict;
  const rows = changeLines(changes).map(({ direction, method, path, field, what }) =>
    [WORDS[direction], method, path, field, what].map(cell => printable(cell)),
  );
  return `${verdict}\n${tableLines(HEAD, rows, width).join('\n')}\n`;
}
