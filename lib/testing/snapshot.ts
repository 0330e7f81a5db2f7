/**
 * A route as returned by `CorsService.routes()`. The entry point `.` exports this type as
 * `CorsRoute`.
 */
export interface SurfaceRoute {
  readonly kind?: string;
  readonly method: string;
  readonly path: string;
  readonly host?: string | string[];
  readonly version?: string | string[];
  readonly handler?: string;
  readonly policy: Readonly<Record<string, { value: unknown; level: string; named?: string; path?: string }>>;
}

/**
 * These fields decide who may read a response. The other fields are printed only if a level sets
 * them.
 */
const ALWAYS = ['origin', 'credentials'];

/**
 * The whole CORS surface as text. Each route has a block in the given order, and each field has the
 * level that set it, so small changes cause small diffs.
 *
 * @param source `CorsService`, or the result of its `routes()`
 * @example
 * ```ts
 * expect(snapshot(app.get(CorsService))).toMatchSnapshot();
 * ```
 * @publicApi
 */
export function snapshot(source: readonly SurfaceRoute[] | { routes(): readonly SurfaceRoute[] }): string {
  const routes = 'routes' in source ? source.routes() : source;
  return `${routes.map(describeRoute).join('\n\n')}\n`;
}

function describeRoute({
  kind,
  method,
  path,
  host,
  version,
  handler = 'paths',
  policy,
}: SurfaceRoute): string {
  const where = [
    `${method} ${path}`,
    ...(host === undefined ? [] : [`host ${[host].flat().join(', ')}`]),
    ...(version === undefined ? [] : [`version ${[version].flat().join(', ')}`]),
    handler,
  ];
  const fields = Object.entries(policy)
    .filter(([field, { level }]) => ALWAYS.includes(field) || level !== 'built-in')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, { value, level, named, path: key }]) => {
      const place = key === undefined || key === path ? level : `${level} ${key}`;
      const from = named === undefined ? place : `${place}, '${named}'`;
      return `  ${field}: ${JSON.stringify(value)} (${from})`;
    });
  const unmanaged = kind === 'path' && Object.keys(policy).length === 0 ? ['  unmanaged'] : [];
  return [where.join('  '), ...unmanaged, ...fields].join('\n');
}
