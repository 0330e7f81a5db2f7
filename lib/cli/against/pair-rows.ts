import type { SurfaceRow } from '../surface/surface-row.js';

/** Rows of two surfaces in pairs, and the rows without a counterpart. */
export interface PairedRows {
  readonly pairs: readonly (readonly [before: SurfaceRow, after: SurfaceRow])[];
  readonly added: readonly SurfaceRow[];
  readonly removed: readonly SurfaceRow[];
}

/**
 * Pairs rows of the same kind, method, path, hosts and versions. Rows with the same handler come
 * first. The others are paired in their order.
 */
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
