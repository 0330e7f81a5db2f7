import type { CorsRoute } from 'nestjs-cors-policy';

/** The routes as a table, with the origins that can read each. Takes `CorsService.routes()`. */
export function surface(routes: readonly CorsRoute[]): string {
  const rows = [['method', 'path', 'who may read', 'and'], ...routes.map(rowOf)];
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ method, path, policy: { origin, credentials, enforce } }: CorsRoute): string[] {
  const extras = [
    ...(credentials?.value === true ? ['with credentials'] : []),
    ...(enforce?.value === true ? ['others get a 403'] : []),
  ];
  return [method, path, readers(origin?.value), extras.join(', ')];
}

function readers(origin: unknown): string {
  if (origin === false) return 'no other origin';
  return origin === '*' ? 'everybody' : [origin].flat().join(', ');
}
