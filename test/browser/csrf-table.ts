import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CookieKind } from './csrf-page.js';

/** A cell of the table in docs/csrf.md: the result of a request against a defence. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly outcome: string;
}

/** The sender and the attempt of each row. Some rows have a non-browser client, not a page. */
export const ROWS: Readonly<Record<string, { readonly from: Sender; readonly attempt: string }>> = {
  'a form, from another site': { from: 'stranger', attempt: 'form' },
  'a form that hides its origin': { from: 'stranger', attempt: 'hidden-form' },
  'a form, from a neighbour': { from: 'neighbour', attempt: 'form' },
  'a simple fetch, from another site': { from: 'stranger', attempt: 'simple-fetch' },
  'a simple fetch, from a neighbour': { from: 'neighbour', attempt: 'simple-fetch' },
  'a fetch with JSON, from a neighbour': { from: 'neighbour', attempt: 'json-fetch' },
  'reading with fetch, from another site': { from: 'stranger', attempt: 'read' },
  'reading with fetch, from a neighbour': { from: 'neighbour', attempt: 'read' },
  'a link whose GET pays, from another site': { from: 'stranger', attempt: 'link' },
  'a link whose GET pays, from a neighbour': { from: 'neighbour', attempt: 'link' },
  'a non-browser client, with a stolen cookie': { from: 'nobody', attempt: 'form' },
  'your frontend: a form': { from: 'frontEnd', attempt: 'form' },
  'your frontend: a simple fetch': { from: 'frontEnd', attempt: 'simple-fetch' },
  'your frontend: a fetch with JSON': { from: 'frontEnd', attempt: 'json-fetch' },
  'your frontend: reading': { from: 'frontEnd', attempt: 'read' },
};

export type Sender = 'frontEnd' | 'neighbour' | 'stranger' | 'nobody';

export const COLUMNS: Readonly<Record<string, { readonly cookie: CookieKind; readonly defence: string }>> = {
  'CORS alone': { cookie: 'none', defence: 'cors' },
  'no SameSite': { cookie: 'unset', defence: 'cors' },
  'Lax': { cookie: 'lax', defence: 'cors' },
  'Strict': { cookie: 'strict', defence: 'cors' },
  'enforce': { cookie: 'none', defence: 'enforce' },
  'CSRF protection': { cookie: 'none', defence: 'csrf' },
  'Lax and both': { cookie: 'lax', defence: 'both' },
};

/** Reads the table whose first heading is `request`. */
export function readTable(): Cell[] {
  const lines = readFileSync(join(process.cwd(), 'docs/csrf.md'), 'utf8').split('\n');
  const start = lines.findIndex(line => /^\| request\s+\|/.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const [head = [], , ...rows] = lines.slice(start, end).map(cellsOf);
  const [, ...columns] = head;
  return rows.flatMap(([row = '', ...outcomes]) =>
    columns.map((column, index) => ({ row, column, outcome: outcomes[index] ?? '' })),
  );
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.replace(/[*`]/g, '').trim());
}
