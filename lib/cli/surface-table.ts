import { isExplorerHandler } from '../cors.explorer-handler.js';
import type { CorsRoute } from '../interfaces/index.js';
import { tableLines } from './terminal/table.js';
import { wrapped } from './terminal/wrapped.js';

type Field = keyof CorsRoute['policy'];

const HEAD = ['METHOD', 'PATH', 'HANDLER', 'ORIGIN', 'CREDENTIALS', 'ELSE'];
/** Longer lists are shortened. The JSON has all of them. */
const MOST_VALUES = 3;
const IN_COLUMNS: readonly string[] = ['origin', 'credentials'];

interface Shown {
  /** In characters. */
  readonly width: number;
  /** Whether the routes of the explorer are shown too. */
  readonly all: boolean;
}

/** Routes with their policies as a table. Each value has the level that it came from. */
export function surfaceTable(routes: readonly CorsRoute[], { width, all }: Shown): string {
  const shown = routes.filter(({ handler }) => all || !isExplorerHandler(handler));
  const left = routes.length - shown.length;
  const lines = [...tableLines(HEAD, shown.map(rowOf), width), '', ...wrapped(summary(shown), width)];
  if (left > 0) lines.push(...wrapped(`Not shown: ${left} routes of the explorer. --all shows them.`, width));
  return `${lines.join('\n')}\n`;
}

function rowOf(route: CorsRoute): string[] {
  const { method, path, port, host, version, handler, policy } = route;
  const conditions = [
    ...(port === undefined ? [] : [`port ${port}`]),
    ...(host === undefined ? [] : [`host ${[host].flat().join(', ')}`]),
    ...(version === undefined ? [] : [`version ${[version].flat().join(', ')}`]),
  ];
  const others = Object.keys(policy)
    .filter((field): field is Field => !IN_COLUMNS.includes(field))
    .filter(field => policy[field]?.level !== 'built-in')
    .map(field => `${field} ${cell(route, field)}`);
  return [
    method,
    conditions.length === 0 ? path : `${path} (${conditions.join('; ')})`,
    handler ?? 'paths',
    isUnmanaged(route) ? 'unmanaged' : cell(route, 'origin'),
    cell(route, 'credentials'),
    others.join('; ') || '-',
  ];
}

/** Whether the module leaves the path to the application. */
function isUnmanaged({ policy }: CorsRoute): boolean {
  return Object.keys(policy).length === 0;
}

function cell({ policy, path: own }: CorsRoute, field: Field): string {
  const entry = policy[field];
  if (entry === undefined) return '-';
  const { value, level, named, path } = entry;
  const place = path === undefined || path === own ? level : `${level} ${path}`;
  const from = named === undefined ? place : `${place}, '${named}'`;
  const shown = field === 'origin' && value === false ? 'none' : describe(value);
  return level === 'built-in' ? shown : `${shown} (${from})`;
}

function describe(value: unknown): string {
  if (value === false) return 'no';
  if (value === true) return 'yes';
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const shown = value.slice(0, MOST_VALUES).map(String).join(' ');
  if (value.length === 0) return 'none';
  return value.length > MOST_VALUES ? `${shown} and ${value.length - MOST_VALUES} more` : shown;
}

function summary(routes: readonly CorsRoute[]): string {
  const count = (fits: (policy: CorsRoute['policy']) => boolean): number =>
    routes.filter(({ policy }) => fits(policy)).length;
  const closed = count(({ origin }) => origin?.value === false);
  const open = count(({ origin }) => origin?.value === '*');
  const credentialed = count(
    ({ credentials, origin }) => credentials?.value === true && origin?.value !== false,
  );
  return `${counted(routes)}: ${closed} closed to other origins, ${open} open to any, ${credentialed} with credentials.`;
}

function counted(rows: readonly CorsRoute[]): string {
  const paths = rows.filter(({ kind }) => kind === 'path').length;
  const gateways = rows.filter(({ kind }) => kind === 'gateway').length;
  const routes = rows.length - paths - gateways;
  const counts = [`${routes} ${routes === 1 ? 'route' : 'routes'}`];
  if (paths > 0) counts.push(`${paths} ${paths === 1 ? 'path' : 'paths'}`);
  if (gateways > 0) counts.push(`${gateways} ${gateways === 1 ? 'gateway' : 'gateways'}`);
  return counts.join(', ').replace(/, (?=[^,]*$)/, ' and ');
}
