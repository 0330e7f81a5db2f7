import { type Spread, ratios, spreadOfStarts } from '../report/statistics.js';
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
  /** No round beyond the fifth begins later than this after the first. Absent: all are done, however slow the machine is. */
  readonly roundSeconds?: number;
  readonly amountOf: (about: Pick<ServerFigure, 'platform' | 'routes'>) => Amount;
  readonly onProgress?: (text: string) => void;
}

/** How much is measured, for each scenario. */
export interface Amount {
  /** How often each server is started anew: how the compiler takes one is a matter of luck, and stays as it is. */
  readonly starts: number;
  /** Requests, with each start, before anything is measured, until the compiler has done its work. */
  readonly warmUp: number;
  readonly rounds: number;
  /** How often each variant has its turn in a round: a round is as long as it has to be, and its turns are short. */
  readonly turns: number;
  /** Requests in a turn: few, since what slows the machine down for a second should slow all variants. */
  readonly requests: number;
}

const FEWEST_ROUNDS = 5;

/** The costs of each start's rounds. */
type Measured = ReadonlyMap<Variant, readonly Cost[]>;

/** Measures whole servers, all variants in turn in each round. */
export async function measureServers(options: ServerBenchOptions): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const platform of options.platforms) {
    for (const routes of options.routes) {
      const amount = options.amountOf({ platform, routes });
      const starts: ReadonlyMap<ServerScenario, Measured>[] = [];
      while (starts.length < amount.starts) {
        options.onProgress?.(
          `${options.load}, ${platform}, ${routes} routes: ${starts.length + 1} of ${amount.starts}`,
        );
        starts.push(await measureOnce({ platform, routes }, options, amount));
      }
      for (const [scenario, variants] of options.scenarios) {
        const measured = starts.map(start => start.get(scenario) ?? new Map<Variant, readonly Cost[]>());
        figures.push(...figuresOf(measured, variants, { load: options.load, platform, routes, scenario }));
      }
    }
  }
  return figures;
}

interface StartedServer {
  readonly variant: Variant;
  readonly server: MeasuredServer;
}

/** Starts each variant, and measures it. */
async function measureOnce(
  about: Pick<ServerFigure, 'platform' | 'routes'>,
  { load, scenarios, roundSeconds = Number.POSITIVE_INFINITY }: ServerBenchOptions,
  amount: Amount,
): Promise<ReadonlyMap<ServerScenario, Measured>> {
  const servers = await startServers(about, new Set([...scenarios.values()].flat()));
  const measured = new Map<ServerScenario, Measured>();
  for (const [scenario, variants] of scenarios) {
    const request = requestOf(scenario, about.routes);
    const takingPart = servers.filter(({ variant }) => variants.includes(variant));
    for (const { server } of takingPart) await warmUp(server, load, request, amount.warmUp);
    const byVariant = new Map<Variant, Cost[]>(takingPart.map(({ variant }) => [variant, []]));
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
      for (const [variant, cost] of costs) byVariant.get(variant)?.push(cost);
    }
  }
  for (const { server } of servers) server.stop();
  return measured;
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
  starts: readonly Measured[],
  variants: readonly Variant[],
  about: Pick<ServerFigure, 'load' | 'platform' | 'routes' | 'scenario'>,
): ServerFigure[] {
  const eachStart = (of: (roundsOf: (variant: Variant) => readonly Cost[]) => number[]): Spread =>
    spreadOfStarts(starts.map(start => of(variant => start.get(variant) ?? [])));
  return variants.map(variant => ({
    ...about,
    variant,
    cpu: eachStart(roundsOf => roundsOf(variant).map(cpuOf)),
    againstNone: eachStart(roundsOf => ratios(roundsOf(variant).map(cpuOf), roundsOf('none').map(cpuOf))),
    againstEnableCors: eachStart(roundsOf =>
      ratios(roundsOf(variant).map(cpuOf), roundsOf('enableCors').map(cpuOf)),
    ),
    requestsPerSecond: eachStart(roundsOf =>
      roundsOf(variant).map(({ requests, seconds }) => requests / seconds),
    ),
  }));
}

function cpuOf({ cpuMicroseconds, requests }: Cost): number {
  return cpuMicroseconds / requests;
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
