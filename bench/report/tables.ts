import type { ServerFigure } from '../server/server-bench.js';
import type { Spread } from './statistics.js';
import type { Bar, Figures } from './bars.js';

/** A table in Markdown, which reads well in a terminal too. */
export function reportOf(figures: Figures, bars: readonly Bar[]): string {
  return [
    section(
      'Bars',
      ['bar', 'measured', 'at most', 'noise', 'met'],
      bars.map(each => [
        each.what,
        each.measured.toFixed(3),
        each.atMost.toFixed(2),
        each.noise.toFixed(3),
        metCell(each),
      ]),
    ),
    serverSection('Whole server: processor time per request', figures.servers),
    serverSection('The same without sockets', figures.inMemory),
    section(
      'Decision alone',
      ['request', 'contender', 'ns', 'bytes'],
      figures.decisions.map(({ scenario, contender, nanoseconds, bytes }) => [
        scenario,
        contender,
        withSpread(nanoseconds, 0),
        bytes.toFixed(0),
      ]),
    ),
    section(
      'Start-up: what the module adds for each route',
      ['platform', 'routes', 'µs a route', 'of processor time', 'bytes a route'],
      figures.startup.map(({ platform, routes, ...added }) => [
        platform,
        String(routes),
        withSpread(added.microsecondsPerRoute, 1),
        withSpread(added.cpuMicrosecondsPerRoute, 1),
        withSpread(added.bytesPerRoute, 0),
      ]),
    ),
    section(
      'Growth: what one decision costs',
      ['decision', 'count', 'ns'],
      figures.growth.map(({ what, count, nanoseconds }) => [what, String(count), withSpread(nanoseconds, 0)]),
    ),
  ].join('\n');
}

function serverSection(title: string, servers: readonly ServerFigure[]): string {
  return section(
    title,
    [
      'platform',
      'routes',
      'request',
      'variant',
      'µs',
      'against no CORS',
      'against enableCors()',
      'requests/s',
    ],
    servers.map(({ platform, routes, scenario, variant, ...measured }) => [
      platform,
      String(routes),
      scenario,
      variant,
      withSpread(measured.cpu, 1),
      withSpread(measured.againstNone, 3),
      withSpread(measured.againstEnableCors, 3),
      measured.requestsPerSecond.median.toFixed(0),
    ]),
  );
}

/** Where a bar is missed, why, as far as that is known. */
function metCell({ met, measured, atMost, known }: Bar): string {
  if (met) return measured <= atMost ? 'yes' : 'within the noise';
  return known === undefined ? 'NO' : `no: ${known.why} (${known.atMost.toFixed(3)})`;
}

/** `median (first quartile to third quartile)`. */
function withSpread({ median, low, high, count }: Spread, digits: number): string {
  if (count === 0) return '';
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return ['', `## ${title}`, '', line(head), rule, ...rows.map(line), ''].join('\n');
}
