import { type Spread, ratios, spread } from '../report/statistics.js';
import {
  ALLOWED_ORIGIN,
  type Platform,
  REFUSED_ORIGIN,
  type Variant,
  measuredPath,
} from './bench-application.js';
import { type BenchRequest, type Cost, MeasuredServer } from './measured-server.js';

/** One scenario on one platform, for one variant. */
export interface ServerFigure {
  readonly load: Load;
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

export type ServerScenario =
  'actual, no Origin' | 'actual, Origin' | 'preflight, allowed' | 'preflight, refused';

/** Where the requests come from: another process, by sockets, or the server's own, without them. */
export type Load = 'sockets' | 'memory';

export interface ServerBenchOptions {
  readonly load: Load;
  readonly platforms: readonly Platform[];
  readonly routes: readonly number[];
  /** With the variants that they are measured for. */
  readonly scenarios: ReadonlyMap<ServerScenario, readonly Variant[]>;
  /** How often each server is started anew: how the compiler takes one is a matter of luck, and stays as it is. */
  readonly starts: number;
  /** No round beyond the fifth begins later than this after the first. Absent: all are done, however slow the machine is. */
  readonly roundSeconds?: number;
  readonly amountOf: (about: Pick<ServerFigure, 'platform' | 'routes'>) => Amount;
  readonly onProgress?: (text: string) => void;
}

/** How much is measured with each start, for each scenario. */
export interface Amount {
  /** Requests before anything is measured, until the compiler has done its work. */
  readonly warmUp: number;
  readonly rounds: number;
  /** How often each variant has its turn in a round: a round is as long as it has to be, and its turns are short. */
  readonly turns: number;
  /** Requests in a turn: few, since what slows the machine down for a second should slow all variants. */
  readonly requests: number;
}

const FEWEST_ROUNDS = 5;

type Measured = Map<ServerScenario, Map<Variant, Cost[]>>;

/** Measures whole servers, all variants in turn in each round. */
export async function measureServers(options: ServerBenchOptions): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const platform of options.platforms) {
    for (const routes of options.routes) {
      const measured: Measured = new Map();
      for (let start = 1; start <= options.starts; start++) {
        options.onProgress?.(`${options.load}, ${platform}, ${routes} routes: ${start} of ${options.starts}`);
        await measureOnce({ platform, routes }, options, measured);
      }
      for (const [scenario, rounds] of measured)
        figures.push(...figuresOf(rounds, { load: options.load, platform, routes, scenario }));
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
  { load, scenarios, roundSeconds = Number.POSITIVE_INFINITY, amountOf }: ServerBenchOptions,
  measured: Measured,
): Promise<void> {
  const servers = await startServers(about, new Set([...scenarios.values()].flat()));
  const amount = amountOf(about);
  for (const [scenario, variants] of scenarios) {
    const request = requestOf(scenario, about.routes);
    const takingPart = servers.filter(({ variant }) => variants.includes(variant));
    for (const { server } of takingPart) await warmUp(server, load, request, amount.warmUp);
    const byVariant = measured.get(scenario) ?? new Map<Variant, Cost[]>();
    measured.set(scenario, byVariant);
    // Not counted: while the others were warmed up, the system has taken some of its memory from a server.
    await measureTurns(takingPart, [0], each => answer(each, load, request, amount.requests));
    const end = performance.now() + roundSeconds * 1000;
    for (let round = 0; round < amount.rounds; round++) {
      if (round >= FEWEST_ROUNDS && performance.now() > end) break;
      const turns = Array.from({ length: amount.turns }, (_, turn) => round + turn);
      const costs = await measureTurns(takingPart, turns, each =>
        answer(each, load, request, amount.requests),
      );
      for (const [variant, cost] of costs) byVariant.set(variant, [...(byVariant.get(variant) ?? []), cost]);
    }
  }
  for (const { server } of servers) server.stop();
}

/** All variants in turn, in each of these turns, whose number tells who comes first: that is not always the same. */
async function measureTurns(
  servers: readonly StartedServer[],
  turns: readonly number[],
  measure: (server: MeasuredServer) => Promise<Cost>,
): Promise<ReadonlyMap<Variant, Cost>> {
  const costs = new Map<Variant, Cost>();
  for (const turn of turns) {
    const first = turn % servers.length;
    for (const { variant, server } of [...servers.slice(first), ...servers.slice(0, first)]) {
      costs.set(variant, sumOf(costs.get(variant), await measure(server)));
    }
  }
  return costs;
}

function sumOf(before: Cost | undefined, cost: Cost): Cost {
  if (before === undefined) return cost;
  return {
    requests: before.requests + cost.requests,
    cpuMicroseconds: before.cpuMicroseconds + cost.cpuMicroseconds,
    seconds: before.seconds + cost.seconds,
  };
}

async function warmUp(
  server: MeasuredServer,
  load: Load,
  request: BenchRequest,
  amount: number,
): Promise<void> {
  if (load === 'memory') await server.answerInMemory(request, amount);
  else await server.warmUp(request, amount);
}

function answer(server: MeasuredServer, load: Load, request: BenchRequest, amount: number): Promise<Cost> {
  return load === 'memory' ? server.answerInMemory(request, amount) : server.answer(request, amount);
}

function startServers(
  about: Pick<ServerFigure, 'platform' | 'routes'>,
  variants: ReadonlySet<Variant>,
): Promise<readonly StartedServer[]> {
  return Promise.all(
    [...variants].map(async variant => ({
      variant,
      server: await MeasuredServer.start({ ...about, variant }),
    })),
  );
}

function figuresOf(
  measured: ReadonlyMap<Variant, readonly Cost[]>,
  about: Pick<ServerFigure, 'load' | 'platform' | 'routes' | 'scenario'>,
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
