import { type SurfaceRow, conditionsOf } from '../surface/surface-row.js';
import { type Direction, DIRECTIONS, worstOf } from './direction.js';
import type { RowChange } from './surface-changes.js';

/** The words for a direction. */
export const WORDS: Readonly<Record<Direction, string>> = {
  wider: 'wider',
  unknown: 'changed, unknown',
  narrower: 'narrower',
  changed: 'changed, not wider',
};

const HEADS: Readonly<Record<Direction | 'none', string>> = {
  wider: 'The change opens something',
  unknown: 'The change may open something',
  narrower: 'The change opens nothing',
  changed: 'The change opens nothing',
  none: 'Nothing changed',
};

/** One line of a list of changes. */
export interface ChangeLine {
  readonly direction: Direction;
  readonly method: string;
  readonly path: string;
  readonly field: string;
  readonly what: string;
}

/** A line for each change of a field. Each changed row has at least one line. */
export function changeLines(changes: readonly RowChange[]): ChangeLine[] {
  return changes.flatMap(change => [...headLine(change), ...fieldLines(change)]);
}

/** The line about the row itself, if it is new, moved, removed or has another handler. */
function headLine({ row, event, direction, note }: RowChange): ChangeLine[] {
  const handler = row.handler ?? row.kind;
  const what = note === undefined ? handler : `${handler}, ${note}`;
  if (event !== 'changed') return [{ ...placeOf(row), direction, field: event, what }];
  return note === undefined ? [] : [{ ...placeOf(row), direction: 'changed', field: 'handler', what }];
}

/** The fields of a removed row are those of the row that may answer there now. */
function fieldLines({ row, event, direction, fields }: RowChange): ChangeLine[] {
  return fields.map(({ field, what, ...change }) => {
    const named = event === 'removed' ? undefined : row.policy[field]?.named;
    return {
      ...placeOf(row),
      direction: event === 'removed' ? direction : change.direction,
      field,
      what: named === undefined ? what : `${what} (policy '${named}')`,
    };
  });
}

function placeOf(row: SurfaceRow): Pick<ChangeLine, 'method' | 'path'> {
  return { method: row.kind === 'route' ? row.method : row.kind, path: `${row.path}${conditionsOf(row)}` };
}

/** One sentence about all changes together. */
export function verdictOn(changes: readonly RowChange[]): string {
  const parts = DIRECTIONS.flatMap(direction => {
    const count = changes.filter(change => change.direction === direction).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'row' : 'rows'} ${WORDS[direction]}`];
  });
  return `${HEADS[changes.length === 0 ? 'none' : worstOf(changes)]}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}
