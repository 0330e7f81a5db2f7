import { wrapped } from './wrapped.js';

const GAP = '  ';

/**
 * Rows below a head, as lines of a width. Cells that are too wide continue on the next line. If
 * that would break words, each row becomes a block with a line for each cell.
 *
 * @param width in characters; `Infinity` if nothing limits it
 */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const all = [head, ...rows];
  const columns = head.map((_, index) => all.map(row => row[index] ?? ''));
  const natural = columns.map(cells => Math.max(...cells.map(({ length }) => length)));
  const narrowest = columns.map(cells => Math.max(...cells.map(longestWord)));
  const room = width - GAP.length * (head.length - 1);
  if (sum(narrowest) > room) return blockLines(head, rows, width);
  const widths = fitted(natural, narrowest, room);
  return all.flatMap(row => rowLines(row, widths));
}

/** Narrows the widest columns until the table fits. */
function fitted(natural: readonly number[], narrowest: readonly number[], room: number): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const spare = widths.map((width, index) => (width > (narrowest[index] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, index) => {
    const text = row[index] ?? '';
    return text.length <= width ? [text] : wrapped(text, width);
  });
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => (lines[line] ?? '').padEnd(widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function blockLines(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const label = Math.max(...head.map(({ length }) => length));
  const blocks = rows.map(row =>
    head.flatMap((name, index) => wrapped(row[index] ?? '', width, `${name.padEnd(label)}${GAP}`)),
  );
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function longestWord(cell: string): number {
  return Math.max(...cell.split(' ').map(({ length }) => length));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
