import { hasParameters, keyCovers } from '../against/path-overlap.js';
import { type SurfaceRow, isUnmanaged } from '../surface/surface-row.js';

/** The URL and the method to check a row with, or the reason why that is not possible. */
export type AskableRow =
  | { readonly row: SurfaceRow; readonly url: URL; readonly method: string }
  | { readonly row: SurfaceRow; readonly whyNot: string };

/** A name below a key that ends in `/*`. No route serves it. */
const BELOW = 'cors-check';

/**
 * The request for each row of a surface.
 *
 * @param base the URL of the application. Paths of rows follow its path
 */
export function askableRows(rows: readonly SurfaceRow[], base: URL, onlyMethod?: string): AskableRow[] {
  return rows
    .filter(({ method }) => onlyMethod === undefined || method === onlyMethod || method === 'ALL')
    .map(row => {
      const whyNot = whyNotAsked(row, rows, base);
      if (whyNot !== undefined) return { row, whyNot };
      const path = row.path.endsWith('/*') ? `${row.path.slice(0, -1)}${BELOW}` : row.path;
      const url = new URL(base);
      url.pathname = `${base.pathname.replace(/\/$/, '')}${path}`;
      return { row, url, method: row.method === 'ALL' ? (onlyMethod ?? 'GET') : row.method };
    });
}

function whyNotAsked(row: SurfaceRow, rows: readonly SurfaceRow[], base: URL): string | undefined {
  const { kind, path, hosts, versions } = row;
  if (kind === 'gateway') return 'a WebSocket handshake';
  if (isUnmanaged(row)) return 'the application answers CORS there';
  if (kind === 'path') return whyKeyNotAsked(row, rows);
  if (hasParameters(path)) return 'the path has parameters';
  if (hosts.some(host => hasParameters(host) || host.toLowerCase() !== base.hostname))
    return `the route is for another host, ${hosts.join(', ')}`;
  const inPath = path.split('/').some(segment => versions.some(version => segment.endsWith(version)));
  if (versions.length > 0 && !versions.includes('neutral') && !inPath)
    return 'the version is not in the path';
  const isShared = rows.some(other => other !== row && other.path === path && other.method === row.method);
  return isShared ? 'other routes have the same path and method' : undefined;
}

/** A key decides only URLs without a route. */
function whyKeyNotAsked({ path }: SurfaceRow, rows: readonly SurfaceRow[]): string | undefined {
  const routes = rows.filter(({ kind }) => kind === 'route');
  const below = `${path.slice(0, -1)}${BELOW}`;
  const isBelow = path.endsWith('/*');
  const has = routes.some(route =>
    hasParameters(route.path)
      ? keyCovers(path, route.path) || isCatchAll(route.path)
      : !isBelow && route.path === path,
  );
  if (!has) return undefined;
  return isBelow ? `a route may serve ${below}` : 'routes with rows of their own decide there';
}

/** Whether a route can serve any path. */
function isCatchAll(path: string): boolean {
  return /^\/(?:[{*:]|\(.*)/.test(path);
}
