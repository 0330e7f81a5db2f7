import { type SurfaceRow, isClosed, isUnmanaged, nameOf, valueOf } from '../surface/surface-row.js';
import { type Direction, type FieldChange, DIRECTIONS, worstOf } from './direction.js';
import { pairRows } from './pair-rows.js';
import { keyCovers, mayOverlap } from './path-overlap.js';
import { handshakesOf, policyChanges } from './policy-changes.js';

/** The change of a row of a surface. */
export interface RowChange {
  readonly row: SurfaceRow;
  readonly event: 'changed' | 'new' | 'moved' | 'removed';
  readonly direction: Direction;
  readonly fields: readonly FieldChange[];
  /** For example the earlier path of a moved route. */
  readonly note?: string;
}

/** The rows that differ between two surfaces, the widest change first. */
export function surfaceChanges(before: readonly SurfaceRow[], after: readonly SurfaceRow[]): RowChange[] {
  const { pairs, added, removed } = pairRows(before, after);
  const { moved, fresh, gone } = movedRows(added, removed);
  const changes = [
    ...pairs.flatMap(([old, now]) => changedRow(old, now)),
    ...moved.map(([candidates, now]) => movedRow(candidates, now)),
    ...fresh.map(row => newRow(row, before)),
    ...gone.map(row => removedRow(row, after)),
  ];
  const rank = ({ direction }: RowChange) => DIRECTIONS.indexOf(direction);
  return changes.sort((a, b) => rank(a) - rank(b));
}

function changedRow(old: SurfaceRow, now: SurfaceRow): RowChange[] {
  const fields = policyChanges(old, now);
  const note = old.handler === now.handler ? {} : { note: `was ${old.handler ?? 'without a handler'}` };
  if (fields.length === 0 && note.note === undefined) return [];
  return [{ row: now, event: 'changed', direction: worstOf(fields), fields, ...note }];
}

type Moved = readonly [candidates: readonly SurfaceRow[], now: SurfaceRow];

/** A handler has moved if its row is removed and a new row has it. Handlers can share a name. */
function movedRows(
  added: readonly SurfaceRow[],
  removed: readonly SurfaceRow[],
): { moved: Moved[]; fresh: SurfaceRow[]; gone: SurfaceRow[] } {
  const nameOfHandler = ({ kind, method, handler }: SurfaceRow) =>
    handler === undefined ? undefined : `${kind} ${method} ${handler}`;
  const named = (rows: readonly SurfaceRow[], row: SurfaceRow) =>
    rows.filter(other => nameOfHandler(other) !== undefined && nameOfHandler(other) === nameOfHandler(row));
  // With more new rows than removed ones, some of the new rows are additions.
  const hasMoved = (row: SurfaceRow) => {
    const [places, origins] = [named(added, row).length, named(removed, row).length];
    return origins > 0 && places <= origins;
  };
  return {
    moved: added.filter(hasMoved).map(now => [named(removed, now), now]),
    fresh: added.filter(row => !hasMoved(row)),
    gone: removed.filter(row => !named(added, row).some(hasMoved)),
  };
}

/** Of several possible earlier rows, the one with the widest change. */
function movedRow(candidates: readonly SurfaceRow[], now: SurfaceRow): RowChange {
  const compared = candidates
    .map(old => ({ fields: policyChanges(old, now), old }))
    .sort((a, b) => DIRECTIONS.indexOf(worstOf(a.fields)) - DIRECTIONS.indexOf(worstOf(b.fields)));
  const fields = compared[0]?.fields ?? [];
  const note = `was ${candidates.map(nameOf).join(' or ')}`;
  return { row: now, event: 'moved', direction: worstOf(fields), fields, note };
}

/** Before, a key of `paths` or `defaults` decided there. A surface does not show `defaults`. */
function newRow(row: SurfaceRow, before: readonly SurfaceRow[]): RowChange {
  const fields = openFields(row);
  const key = row.kind === 'path' ? keyAround(row, before) : undefined;
  const against = key === undefined ? [] : policyChanges(key, row);
  const direction = worstOf([{ direction: newDirection(row) }, ...against]);
  const note = key === undefined ? {} : { note: `had the policy of ${key.path}` };
  return { row, event: 'new', direction: isTight(direction) ? 'changed' : direction, fields, ...note };
}

function isTight(direction: Direction): boolean {
  return direction === 'narrower' || direction === 'changed';
}

function newDirection(row: SurfaceRow): Direction {
  if (isUnmanaged(row)) return 'unknown';
  if (!isClosed(row)) return 'wider';
  if (row.kind === 'route') return 'changed';
  if (row.kind === 'gateway') return handshakesOf(row) === true ? 'changed' : 'wider';
  // `defaults` may refuse requests that this key allows.
  const loosens = ['enforce', 'handshakes'].some(
    field => row.policy[field]?.level === 'path' && valueOf(row, field) !== true,
  );
  return loosens ? 'unknown' : 'changed';
}

function openFields(row: SurfaceRow): FieldChange[] {
  if (isUnmanaged(row)) return [];
  const closed: SurfaceRow = { ...row, policy: { origin: { value: false, level: 'built-in' } } };
  const shown = ['origin', 'credentials', 'handshakes'];
  return policyChanges(closed, row).filter(
    ({ field, direction }) => shown.includes(field) && direction !== 'changed',
  );
}

/** After a row is removed, its URLs have the policy of the row that answers there now. */
function removedRow(row: SurfaceRow, after: readonly SurfaceRow[]): RowChange {
  const now =
    row.kind === 'path' ? [keyAround(row, after)] : row.kind === 'route' ? routesAt(row, after) : [];
  const found = now.filter(other => other !== undefined);
  if (row.kind === 'path' && found.length === 0)
    return removed(row, 'unknown', [], 'has the policy of defaults, which a surface does not show');
  const compared = found
    .map(other => ({ other, fields: policyChanges(row, { ...other, kind: row.kind, method: row.method }) }))
    .filter(({ fields }) => !isTight(worstOf(fields)));
  const [worst] = compared;
  if (worst === undefined) return removed(row, 'narrower', []);
  // If several routes match, their order decides which one answers.
  const direction = row.kind === 'path' ? worstOf(worst.fields) : 'unknown';
  return removed(row, direction, worst.fields, `${nameOf(worst.other)} may answer there`);
}

function removed(
  row: SurfaceRow,
  direction: Direction,
  fields: readonly FieldChange[],
  note?: string,
): RowChange {
  return { row, event: 'removed', direction, fields, ...(note === undefined ? {} : { note }) };
}

function routesAt(row: SurfaceRow, after: readonly SurfaceRow[]): SurfaceRow[] {
  const serves = ({ method }: SurfaceRow) =>
    method === row.method || method === 'ALL' || row.method === 'ALL';
  return after.filter(
    other =>
      (other.kind === 'route' && serves(other) && mayOverlap(other.path, row.path)) ||
      (other.kind === 'path' && keyCovers(other.path, row.path)),
  );
}

/** The key that decides for a path without a key of its own. */
function keyAround({ path }: SurfaceRow, rows: readonly SurfaceRow[]): SurfaceRow | undefined {
  return rows
    .filter(other => other.kind === 'path' && other.path !== path && keyCovers(other.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
