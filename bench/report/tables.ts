import type { Variant } from '../server/bench-application.js';
import type { ServerFigure } from '../server/server-bench.js';
import type { StartupFigure } from '../startup/startup-bench.js';
import type { Spread } from './statistics.js';
import type { Bar, Figures } from './bars.js';

/** A table in Markdown that is also readable in a terminal. */
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
    ...SERVER_TITLES.map(([part, title]) =>
      serverSection(
        title,
        figures.servers.filter(figure => figure.part === part),
      ),
    ),
    startupSection(figures.startup),
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
      'Growth: what one decision costs',
      ['decision', 'count', 'ns'],
      figures.growth.map(({ what, count, nanoseconds }) => [what, String(count), withSpread(nanoseconds, 0)]),
    ),
  ]
    .filter(text => text !== '')
    .join('\n');
}

const SERVER_TITLES = [
  ['server', 'Whole server: processor time per request'],
  ['logger', 'Whole server with a logger'],
  ['dynamic', 'Whole server with dynamic origins'],
  ['memory', 'Whole server without sockets'],
] as const;

const AGAINST: ReadonlyMap<Variant, string> = new Map([
  ['none', 'against no CORS'],
  ['constant', 'against constant'],
  ['enableCors', 'against enableCors()'],
  ['enableCors, function', 'against enableCors() with a function'],
]);

function serverSection(title: string, servers: readonly ServerFigure[]): string {
  const baselines = [...AGAINST].filter(([baseline]) =>
    servers.some(({ against }) => against[baseline] !== undefined),
  );
  const against = baselines.map(([, heading]) => heading);
  return section(
    title,
    ['platform', 'routes', 'request', 'variant', 'µs', ...against, 'requests/s'],
    servers.map(({ platform, routes, scenario, contender, ...measured }) => [
      platform,
      String(routes),
      scenario,
      contender,
      withSpread(measured.cpu, 1),
      ...baselines.map(([baseline]) => withSpread(measured.against[baseline], 3)),
      measured.requestsPerSecond.median.toFixed(0),
    ]),
  );
}

function startupSection(startup: readonly StartupFigure[]): string {
  return section(
    'Start-up: whole processes',
    [
      'platform',
      'routes',
      'variant',
      'CPU ms until it listens',
      'ratio of medians',
      'against no CORS',
      'µs a route more',
      'CPU ms until the first preflight',
      'ms that one waits',
    ],
    startup.map(({ platform, routes, variant, ...measured }) => [
      platform,
      String(routes),
      variant,
      withSpread(measured.listening, 1),
      measured.ratioOfMedians.toFixed(3),
      withSpread(measured.againstNone, 3),
      withSpread(measured.addedPerRoute, 1),
      withSpread(measured.answering, 1),
      withSpread(measured.wall, 1),
    ]),
  );
}

function metCell({ met, measured, atMost }: Bar): string {
  if (!met) return 'NO';
  return measured <= atMost ? 'yes' : 'within the noise';
}

/** `median (first quartile to third quartile)`. */
function withSpread(values: Spread | undefined, digits: number): string {
  if (values === undefined || values.count === 0) return '';
  const { median, low, high } = values;
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
