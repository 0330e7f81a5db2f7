import type { SurfaceRow } from '../surface/surface-row.js';

/** Rows of two surfaces that stand for the same, and those that have no counterpart. */
export interface PairedRows {
  readonly pairs: readonly (readonly [before: SurfaceRow, after: SurfaceRow])[];
  readonly added: readonly SurfaceRow[];
  readonly removed: readonly SurfaceRow[];
}

/** Pairs rows of the same kind, method, path, hosts and versions: first those of the same handler, then in their order. */
export function pairRows(before: readonly SurfaceRow[], after: readonly SurfaceRow[]): PairedRows {
  const left = [...before];
  const counterparts = new Map<SurfaceRow, SurfaceRow>();
  for (const keyOf of [handlerKey, placeKey]) {
    for (const row of after) {
      if (counterparts.has(row)) continue;
      const at = left.findIndex(other => keyOf(other) === keyOf(row));
      const [found] = at === -1 ? [] : left.splice(at, 1);
      if (found !== undefined) counterparts.set(row, found);
    }
  }
  return {
    pairs: [...counterparts].map(([now, old]) => [old, now]),
    added: after.filter(row => !counterparts.has(row)),
    removed: left,
  };
}

function placeKey({ kind, method, path, port, hosts, versions }: SurfaceRow): string {
  return JSON.stringify([kind, method, path, port ?? '', [...hosts].sort(), [...versions].sort()]);
}

function handlerKey(row: SurfaceRow): string {
  return `${placeKey(row)} ${row.handler ?? ''}`;
}
