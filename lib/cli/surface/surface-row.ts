/** A field of a policy as `routes --json` writes it. */
export interface FieldEntry {
  readonly value: unknown;
  readonly level: string;
  readonly named?: string;
  readonly path?: string;
}

export type RowKind = 'route' | 'path' | 'gateway';

/** A row of a surface: a route, a key of `paths` or a gateway. */
export interface SurfaceRow {
  readonly kind: RowKind;
  readonly method: string;
  readonly path: string;
  /** The port of a gateway, if it is not that of the application. */
  readonly port?: number;
  readonly hosts: readonly string[];
  readonly versions: readonly string[];
  readonly handler: string | undefined;
  readonly policy: Readonly<Record<string, FieldEntry | undefined>>;
}

/** Whether the module leaves the path to the application. Then no field has a value. */
export function isUnmanaged({ policy }: SurfaceRow): boolean {
  return Object.keys(policy).length === 0;
}

/** Whether no other origin may read. */
export function isClosed(row: SurfaceRow): boolean {
  return !isUnmanaged(row) && valueOf(row, 'origin') === false;
}

export function valueOf({ policy }: SurfaceRow, field: string): unknown {
  return policy[field]?.value;
}

/** `GET /orders (host a.example; version 1)` */
export function nameOf(row: SurfaceRow): string {
  return `${row.method} ${row.path}${conditionsOf(row)}`;
}

/** ` (host a.example; version 1)`, or an empty string. */
export function conditionsOf({ port, hosts, versions }: SurfaceRow): string {
  const conditions = [
    ...(port === undefined ? [] : [`port ${port}`]),
    ...(hosts.length === 0 ? [] : [`host ${hosts.join(', ')}`]),
    ...(versions.length === 0 ? [] : [`version ${versions.join(', ')}`]),
  ];
  return conditions.length === 0 ? '' : ` (${conditions.join('; ')})`;
}
