import type { DecisionFigure } from '../decision/decision-bench.js';
import type { GrowthFigure } from '../growth/request-cost-bench.js';
import type { StartupFigure } from '../growth/startup-bench.js';
import type { ServerFigure } from '../server/server-bench.js';
import { uncertaintyOf } from './statistics.js';

/** Everything that a run measured. */
export interface Figures {
  readonly servers: readonly ServerFigure[];
  /** The same without sockets: no bar is about them. */
  readonly inMemory: readonly ServerFigure[];
  readonly decisions: readonly DecisionFigure[];
  readonly startup: readonly StartupFigure[];
  readonly growth: readonly GrowthFigure[];
}

/** A bar, and whether it was met. */
export interface Bar {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
  /** What the measurement itself is off by: nothing is missed by less. */
  readonly noise: number;
  readonly met: boolean;
  /** Why it is not met where that is known, and what it must not exceed even so; see docs/performance.md. */
  readonly known?: { readonly why: string; readonly atMost: number };
}

/** Whether a bar is missed, and not only by what is known to stand in the way. */
export function isMissed({ met, measured, noise, known }: Bar): boolean {
  return !met && (known === undefined || measured > known.atMost + noise);
}

/** Compares what was measured with what must be. */
export function barsOf(figures: Figures): Bar[] {
  return [
    ...serverBars(figures.servers),
    ...decisionBars(figures.decisions),
    ...growthBars(figures.growth),
    ...startupBars(figures.startup),
  ];
}

function serverBars(servers: readonly ServerFigure[]): Bar[] {
  return servers
    .filter(({ variant }) => variant === 'module')
    .flatMap(figure => {
      const { platform, routes, scenario, againstNone, againstEnableCors } = figure;
      const where = `${platform}, ${routes} routes, ${scenario}`;
      const noise = noiseOf(servers, figure);
      const beside = bar(
        `${where}, against enableCors()`,
        againstEnableCors.median,
        1,
        Math.max(noise, uncertaintyOf(againstEnableCors)),
      );
      if (scenario === 'preflight, allowed') return [beside];
      if (scenario === 'preflight, refused') return [];
      const headersAlone = variantBeside(servers, figure, 'constant')?.againstNone.median ?? 0;
      return [
        {
          ...bar(
            `${where}, against no CORS`,
            againstNone.median,
            MOST_AGAINST_NONE,
            Math.max(noise, uncertaintyOf(againstNone)),
          ),
          ...(headersAlone <= MOST_AGAINST_NONE
            ? {}
            : { known: { why: HEADERS_ALONE, atMost: headersAlone } }),
        },
        beside,
      ];
    });
}

const MOST_AGAINST_NONE = 1.03;

const HEADERS_ALONE =
  'the same headers cost more than that on every response, put there without any decision';

/** How far the second server without CORS is from the first. */
function noiseOf(servers: readonly ServerFigure[], figure: ServerFigure): number {
  const { platform, routes } = figure;
  const control =
    variantBeside(servers, figure, 'control') ??
    variantBeside(servers, { platform, routes, scenario: 'actual, Origin' }, 'control');
  if (control === undefined) return 0;
  return Math.max(Math.abs(control.againstNone.median - 1), uncertaintyOf(control.againstNone));
}

/** Another variant at the same request. */
function variantBeside(
  servers: readonly ServerFigure[],
  { platform, routes, scenario }: Pick<ServerFigure, 'platform' | 'routes' | 'scenario'>,
  variant: ServerFigure['variant'],
): ServerFigure | undefined {
  return servers.find(
    each =>
      each.variant === variant &&
      each.platform === platform &&
      each.routes === routes &&
      each.scenario === scenario,
  );
}

/** What the bars are about. */
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

/** Ten routes say nothing of the cost of one: what the module itself is, loaded and made, stands over them. */
const FEWEST_ROUTES = 1_000;

function startupBars(startup: readonly StartupFigure[]): Bar[] {
  return startup
    .filter(({ routes }) => routes >= FEWEST_ROUTES)
    .flatMap(({ platform, routes, microsecondsPerRoute: time, bytesPerRoute: bytes }) => {
      const where = `${platform}, ${routes} routes`;
      return [
        bar(`start-up, microseconds a route, ${where}`, time.median, 50, uncertaintyOf(time)),
        bar(`start-up, bytes a route, ${where}`, bytes.median, 2048, uncertaintyOf(bytes)),
      ];
    });
}

function growthBars(growth: readonly GrowthFigure[]): Bar[] {
  return [...new Set(growth.map(({ what }) => what))].map(what => {
    const sizes = growth.filter(figure => figure.what === what);
    const [smallest] = sizes;
    const largest = sizes.at(-1);
    const ratio = (largest?.nanoseconds.median ?? Number.NaN) / (smallest?.nanoseconds.median ?? Number.NaN);
    const noise = ratio * (relativeUncertainty(smallest) + relativeUncertainty(largest));
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
