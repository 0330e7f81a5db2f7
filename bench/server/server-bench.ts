import { type Spread, ratios, spread } from '../report/statistics.js';
import {
  ALLOWED_ORIGIN,
  type Platform,
  REFUSED_ORIGIN,
  VARIANTS,
  type Variant,
  measuredPath,
} from './bench-application.js';
import { type BenchRequest, type Cost, MeasuredServer } from './measured-server.js';

/** One scenario on one platform, for one variant. */
export interface ServerFigure {
  readonly platform: Platform;
  readonly routes: number;
  readonly scenario: ServerScenario;
  readonly variant: Variant;
  /** Processor time of the server, in microseconds per request. */
  readonly cpu: Spread;
  /** Processor time against no CORS at all, round by round. */
  readonly againstNone: Spread;
  /** Processor time against `enableCors()`, round by round. */
  readonly againstEnableCors: Spread;
  readonly requestsPerSecond: Spread;
}

export const SERVER_SCENARIOS = [
  'actual, no Origin',
  'actual, Origin',
  'preflight, allowed',
  'preflight, refused',
] as const;
export type ServerScenario = (typeof SERVER_SCENARIOS)[number];

export interface ServerBenchOptions {
  readonly platforms: readonly Platform[];
  readonly routes: readonly number[];
  readonly scenarios: readonly ServerScenario[];
  readonly variants?: readonly Variant[];
  /** How often each server is started anew: how the compiler takes one is a matter of luck, and stays as it is. */
  readonly starts: number;
  /** With each start. */
  readonly rounds: number;
  readonly amountOf: (about: Pick<ServerFigure, 'platform' | 'routes'>) => Amount;
  readonly onProgress?: (text: string) => void;
}

/** Numbers of requests. */
export interface Amount {
  /** Before anything is measured, until the compiler has done its work. */
  readonly warmUp: number;
  /** In a round. */
  readonly round: number;
}

/** A round goes around the servers this many times, so that what slows the machine down for a second slows all of them. */
const TURNS = 5;

type Measured = Map<ServerScenario, Map<Variant, Cost[]>>;

/** Measures whole servers, all variants in turn in each round. */
export async function measureServers(options: ServerBenchOptions): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const platform of options.platforms) {
    for (const routes of options.routes) {
      const measured: Measured = new Map();
      for (let start = 1; start <= options.starts; start++) {
        options.onProgress?.(`${platform}, ${routes} routes: ${start} of ${options.starts}`);
        await measureOnce({ platform, routes }, options, measured);
      }
      for (const [scenario, rounds] of measured)
        figures.push(...figuresOf(rounds, { platform, routes, scenario }));
    }
  }
  return figures;
}

interface StartedServer {
  readonly variant: Variant;
  readonly server: MeasuredServer;
}

/** Starts each variant, and adds what it measures. */
async function measureOnce(
  about: Pick<ServerFigure, 'platform' | 'routes'>,
  { scenarios, variants = VARIANTS, rounds, amountOf }: ServerBenchOptions,
  measured: Measured,
): Promise<void> {
  const servers: readonly StartedServer[] = await Promise.all(
    variants.map(async variant => ({ variant, server: await MeasuredServer.start({ ...about, variant }) })),
  );
  const amount = amountOf(about);
  for (const scenario of scenarios) {
    const request = requestOf(scenario, about.routes);
    for (const { server } of servers) await server.answer(request, amount.warmUp);
    const byVariant = measured.get(scenario) ?? new Map<Variant, Cost[]>();
    measured.set(scenario, byVariant);
    for (let round = 0; round < rounds; round++) {
      for (const [variant, cost] of await measureRound(servers, request, amount.round, round))
        byVariant.set(variant, [...(byVariant.get(variant) ?? []), cost]);
    }
  }
  for (const { server } of servers) server.stop();
}

async function measureRound(
  servers: readonly StartedServer[],
  request: BenchRequest,
  amount: number,
  round: number,
): Promise<Map<Variant, Cost>> {
  const costs = new Map<Variant, Cost>();
  for (let turn = 0; turn < TURNS; turn++) {
    // Each begins in turn: whoever comes first is not always the same.
    const first = (round + turn) % servers.length;
    for (const { variant, server } of [...servers.slice(first), ...servers.slice(0, first)])
      costs.set(variant, sum(costs.get(variant), await server.answer(request, Math.ceil(amount / TURNS))));
  }
  return costs;
}

function sum(some: Cost | undefined, others: Cost): Cost {
  if (some === undefined) return others;
  return {
    requests: some.requests + others.requests,
    cpuMicroseconds: some.cpuMicroseconds + others.cpuMicroseconds,
    seconds: some.seconds + others.seconds,
  };
}

function figuresOf(
  measured: ReadonlyMap<Variant, readonly Cost[]>,
  about: Pick<ServerFigure, 'platform' | 'routes' | 'scenario'>,
): ServerFigure[] {
  const cpuOf = (variant: Variant) =>
    (measured.get(variant) ?? []).map(({ cpuMicroseconds, requests }) => cpuMicroseconds / requests);
  return [...measured].map(([variant, rounds]) => ({
    ...about,
    variant,
    cpu: spread(cpuOf(variant)),
    againstNone: spread(ratios(cpuOf(variant), cpuOf('none'))),
    againstEnableCors: spread(ratios(cpuOf(variant), cpuOf('enableCors'))),
    requestsPerSecond: spread(rounds.map(({ requests, seconds }) => requests / seconds)),
  }));
}

function requestOf(scenario: ServerScenario, routes: number): BenchRequest {
  const path = measuredPath(routes);
  const preflight = {
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'content-type,x-trace',
  };
  switch (scenario) {
    case 'actual, no Origin':
      return { method: 'GET', path, headers: {} };
    case 'actual, Origin':
      return { method: 'GET', path, headers: { origin: ALLOWED_ORIGIN } };
    case 'preflight, allowed':
      return { method: 'OPTIONS', path, headers: { origin: ALLOWED_ORIGIN, ...preflight } };
    case 'preflight, refused':
      return { method: 'OPTIONS', path, headers: { origin: REFUSED_ORIGIN, ...preflight } };
  }
}
