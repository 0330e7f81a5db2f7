import { hasParameters, keyCovers } from '../against/path-overlap.js';
import { type SurfaceRow, isUnmanaged } from '../surface/surface-row.js';

/** What of a row can be asked: a URL and a method; or why nothing can. */
export type AskableRow =
  | { readonly row: SurfaceRow; readonly url: URL; readonly method: string }
  | { readonly row: SurfaceRow; readonly whyNot: string };

/** A name below a key for everything below it, which no route serves. */
const BELOW = 'cors-check';

/**
 * How each row of a surface is asked.
 *
 * @param base where the application is; paths of rows come behind its path
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
  if (isUnmanaged(row)) return 'left to the application';
  if (kind === 'path') return whyKeyNotAsked(row, rows);
  if (hasParameters(path)) return 'has parameters';
  if (hosts.some(host => hasParameters(host) || host.toLowerCase() !== base.hostname))
    return `for another host, ${hosts.join(', ')}`;
  const inPath = path.split('/').some(segment => versions.some(version => segment.endsWith(version)));
  if (versions.length > 0 && !versions.includes('neutral') && !inPath)
    return 'its version is not in its path';
  const isShared = rows.some(other => other !== row && other.path === path && other.method === row.method);
  return isShared ? 'other routes have the same path and method' : undefined;
}

/** A key stands for what no route decides otherwise. */
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
  return isBelow ? `a route may serve ${below}` : 'its routes are rows of their own';
}

/** A route that may serve any path. */
function isCatchAll(path: string): boolean {
  return /^\/(?:[{*:]|\(.*)/.test(path);
}
