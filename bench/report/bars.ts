import type { DecisionFigure } from '../decision/decision-bench.js';
import type { GrowthFigure } from '../growth/request-cost-bench.js';
import type { Platform, Variant } from '../server/bench-application.js';
import type { Contender, ServerFigure, ServerScenario } from '../server/server-bench.js';
import type { StartupFigure } from '../startup/startup-bench.js';
import { uncertaintyOf } from './statistics.js';

/** The measurements of a run. A part that did not run has no figures. */
export interface Figures {
  readonly servers: readonly ServerFigure[];
  readonly decisions: readonly DecisionFigure[];
  readonly startup: readonly StartupFigure[];
  readonly growth: readonly GrowthFigure[];
}

/** A bar, and whether it was met. */
export interface Bar {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
  /** The error of the measurement. A bar is missed only by more than this value. */
  readonly noise: number;
  readonly met: boolean;
}

/** Compares the measurements with the bars. */
export function barsOf(figures: Figures): Bar[] {
  return [
    ...serverBars(figures.servers),
    ...decisionBars(figures.decisions),
    ...growthBars(figures.growth),
    ...startupBars(figures.startup),
  ];
}

/** A row in the table of bars for servers. It applies to each number of routes. */
interface ServerRow {
  readonly parts: readonly string[];
  readonly scenarios: readonly ServerScenario[];
  readonly contenders: readonly Contender[];
  readonly against: Variant;
  readonly atMost: Readonly<Record<Platform, number>>;
}

const ACTUAL: readonly ServerScenario[] = ['actual, no Origin', 'actual, Origin'];
const PREFLIGHTS: readonly ServerScenario[] = ['preflight, allowed', 'preflight, refused'];

// There is no bar against no CORS. On Fastify, the headers alone cost more than 1.03, and a browser
// needs them. `constant` replaces that bar. There is also no bar of 1.00 against enableCors() for
// actual requests, because two identical servers differ by more.
const SERVER_ROWS: readonly ServerRow[] = [
  {
    parts: ['server'],
    scenarios: ACTUAL,
    contenders: ['module'],
    against: 'constant',
    atMost: { express: 1.05, fastify: 1.05 },
  },
  {
    parts: ['server', 'logger'],
    scenarios: ACTUAL,
    contenders: ['module'],
    against: 'enableCors',
    atMost: { express: 1.05, fastify: 1.05 },
  },
  {
    parts: ['server', 'logger'],
    scenarios: PREFLIGHTS,
    contenders: ['module'],
    against: 'enableCors',
    atMost: { express: 0.4, fastify: 1.1 },
  },
  {
    // Preflights with dynamic origins are reported without a bar. On Express, the module looks the
    // route up before middleware runs, and asks Express for the host, because a page of the
    // server's own origin needs no predicate. enableCors() does neither.
    parts: ['dynamic'],
    scenarios: ['actual, Origin'],
    contenders: ['predicate', 'resolver', 'cachedOrigins'],
    against: 'enableCors, function',
    atMost: { express: 1.1, fastify: 1.05 },
  },
];

function serverBars(servers: readonly ServerFigure[]): Bar[] {
  return SERVER_ROWS.flatMap(({ parts, scenarios, contenders, against, atMost }) =>
    servers
      .filter(
        ({ part, scenario, contender }) =>
          parts.includes(part) && scenarios.includes(scenario) && contenders.includes(contender),
      )
      .flatMap(figure => {
        const ratio = figure.against[against];
        if (ratio === undefined) return [];
        const { part, platform, routes, scenario, contender } = figure;
        return bar(
          `${part}: ${platform}, ${routes} routes, ${scenario}, ${contender} against ${against}`,
          ratio.median,
          atMost[platform],
          Math.max(noiseOf(servers, figure), uncertaintyOf(ratio)),
        );
      }),
  );
}

/** The difference between the second server of the baseline and the first. */
function noiseOf(servers: readonly ServerFigure[], figure: ServerFigure): number {
  const control =
    controlBeside(servers, figure) ?? controlBeside(servers, { ...figure, scenario: 'actual, Origin' });
  const apart = control?.against[control.baseline];
  return apart === undefined ? 0 : Math.max(Math.abs(apart.median - 1), uncertaintyOf(apart));
}

function controlBeside(
  servers: readonly ServerFigure[],
  { part, platform, routes, scenario }: ServerFigure,
): ServerFigure | undefined {
  return servers.find(
    each =>
      each.contender === 'control' &&
      each.part === part &&
      each.platform === platform &&
      each.routes === routes &&
      each.scenario === scenario,
  );
}

/** The subjects of the bars. */
export const DECISION_BARS = {
  contenders: ['nestjs-cors-policy', 'cors'],
  scenarios: [
    'actual, one origin',
    'actual, 100 origins',
    'preflight, allowed, 100 origins',
    'preflight, 16 KB of hostile header names',
  ],
} as const;

type BarScenario = (typeof DECISION_BARS)['scenarios'][number];

function decisionBars(decisions: readonly DecisionFigure[]): Bar[] {
  if (decisions.length === 0) return [];
  const [own, cors] = DECISION_BARS.contenders;
  const timeOf = (scenario: BarScenario, contender: string) =>
    decisions.find(figure => figure.scenario === scenario && figure.contender === contender)?.nanoseconds
      .median ?? Number.NaN;
  const against = (scenario: BarScenario) => timeOf(scenario, own) / timeOf(scenario, cors);
  return [
    bar('decision against cors, 100 origins', against('actual, 100 origins'), 1 / 5),
    bar('decision against cors, one origin', against('actual, one origin'), 1 / 2),
    bar(
      'hostile 16 KB header list against an ordinary preflight',
      timeOf('preflight, 16 KB of hostile header names', own) /
        timeOf('preflight, allowed, 100 origins', own),
      10,
    ),
  ];
}

/**
 * The bars by the number of routes. With few routes, the module itself is judged: its imports, and
 * the objects that it creates once. With many routes, its work for each route is judged.
 */
const MOST_AGAINST_NONE: Readonly<Record<number, number>> = { 60: 1.05, 2_000: 1.15 };

// A start is measured as a whole, including imports. There are no bars in microseconds or bytes per
// route any more: see docs/performance.md.
function startupBars(startup: readonly StartupFigure[]): Bar[] {
  return startup
    .filter(({ variant }) => variant === 'module')
    .flatMap(({ platform, routes, ratioOfMedians, againstNone }) => {
      const atMost = MOST_AGAINST_NONE[routes];
      if (atMost === undefined) return [];
      const control = startup.find(
        each => each.variant === 'control' && each.platform === platform && each.routes === routes,
      );
      const controlNoise =
        control === undefined
          ? 0
          : Math.max(Math.abs(control.ratioOfMedians - 1), uncertaintyOf(control.againstNone));
      return bar(
        `startup: ${platform}, ${routes} routes, CPU until it listens, against none`,
        ratioOfMedians,
        atMost,
        Math.max(controlNoise, uncertaintyOf(againstNone)),
      );
    });
}

/** A large set does not fit into the processor's cache, so a look-up takes longer. */
const CACHE_NANOSECONDS = 5;

function growthBars(growth: readonly GrowthFigure[]): Bar[] {
  return [...new Set(growth.map(({ what }) => what))].map(what => {
    const sizes = growth.filter(figure => figure.what === what);
    const [smallest] = sizes;
    const largest = sizes.at(-1);
    const ratio = (largest?.nanoseconds.median ?? Number.NaN) / (smallest?.nanoseconds.median ?? Number.NaN);
    const noise = Math.max(
      ratio * (relativeUncertainty(smallest) + relativeUncertainty(largest)),
      CACHE_NANOSECONDS / (smallest?.nanoseconds.median ?? Number.NaN),
    );
    return bar(`${what}: ${smallest?.count ?? 0} to ${largest?.count ?? 0}`, ratio, 1.2, noise);
  });
}

function relativeUncertainty(figure: GrowthFigure | undefined): number {
  if (figure === undefined) return 0;
  return uncertaintyOf(figure.nanoseconds) / figure.nanoseconds.median;
}

function bar(what: string, measured: number, atMost: number, noise = 0): Bar {
  return { what, measured, atMost, noise, met: measured <= atMost + noise };
}
