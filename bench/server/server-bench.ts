import { type Spread, ratios, spreadOfStarts } from '../report/statistics.js';
import { type BenchApplication, type Platform, type Variant, measuredPath } from './bench-application.js';
import { type BenchRequest, type Cost, MeasuredServer } from './measured-server.js';
import { ALLOWED_ORIGIN, REFUSED_ORIGIN } from './origins.js';

/** One scenario on one platform, for one contender. */
export interface ServerFigure {
  readonly part: string;
  readonly platform: Platform;
  readonly routes: number;
  readonly scenario: ServerScenario;
  readonly contender: Contender;
  /** The contender that `control` repeats. */
  readonly baseline: Variant;
  /** Processor time of the server, in microseconds per request. */
  readonly cpu: Spread;
  /** Processor time relative to that of other variants, round by round. */
  readonly against: Readonly<Partial<Record<Variant, Spread>>>;
  readonly requestsPerSecond: Spread;
}

export type ServerScenario =
  'actual, no Origin' | 'actual, Origin' | 'preflight, allowed' | 'preflight, refused';

/**
 * `control` is a second server of the part's baseline. The difference between the two is the noise
 * of the measurement.
 */
export type Contender = Variant | 'control';

/**
 * The source of the requests: another process with sockets, or the server itself without sockets.
 */
export type Load = 'sockets' | 'memory';

/** Servers that are measured in the same rounds. */
export interface ServerPart {
  readonly name: string;
  readonly load: Load;
  readonly logger: boolean;
  readonly routes: readonly number[];
  /** The contender that `control` repeats. */
  readonly baseline: Variant;
  /** The requests, with the contenders that are measured for each. */
  readonly scenarios: ReadonlyMap<ServerScenario, readonly Contender[]>;
}

export interface ServerBenchOptions {
  readonly platforms: readonly Platform[];
  /**
   * No round after the fifth begins later than this time after the first round. Absent: all rounds
   * run, even on a slow machine.
   */
  readonly roundSeconds?: number;
  readonly amountOf: (about: Pick<ServerFigure, 'platform' | 'routes'>) => Amount;
  readonly onProgress: (text: string) => void;
}

/** The amount of measurements for each scenario. */
export interface Amount {
  /**
   * The number of starts of each server. The speed of a process depends on the compiler and stays
   * the same until its end.
   */
  readonly starts: number;
  /**
   * The number of requests after each start before the measurement, so that the code is compiled.
   */
  readonly warmUp: number;
  readonly rounds: number;
  /**
   * The number of turns of each contender in a round. A round has a minimum length, and its turns
   * are short.
   */
  readonly turns: number;
  /**
   * The number of requests in a turn. It is small, so that a slow second of the machine affects all
   * contenders.
   */
  readonly requests: number;
}

const FEWEST_ROUNDS = 5;

/** The costs of the rounds of each start. */
type Measured = ReadonlyMap<Contender, readonly Cost[]>;

/** Measures whole servers, all contenders in turn, in each round. */
export async function measureServers(part: ServerPart, options: ServerBenchOptions): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const platform of options.platforms) {
    for (const routes of part.routes) {
      const amount = options.amountOf({ platform, routes });
      const starts: ReadonlyMap<ServerScenario, Measured>[] = [];
      while (starts.length < amount.starts) {
        options.onProgress(
          `${part.name}, ${platform}, ${routes} routes: ${starts.length + 1} of ${amount.starts}`,
        );
        starts.push(await measureOnce({ platform, routes }, part, options, amount));
      }
      for (const [scenario, contenders] of part.scenarios) {
        const measured = starts.map(start => start.get(scenario) ?? new Map<Contender, readonly Cost[]>());
        figures.push(
          ...figuresOf(measured, contenders, {
            part: part.name,
            baseline: part.baseline,
            platform,
            routes,
            scenario,
          }),
        );
      }
    }
  }
  return figures;
}

interface StartedServer {
  readonly contender: Contender;
  readonly server: MeasuredServer;
}

/** Starts each contender, and measures it. */
async function measureOnce(
  about: Pick<ServerFigure, 'platform' | 'routes'>,
  part: ServerPart,
  { roundSeconds = Number.POSITIVE_INFINITY }: Pick<ServerBenchOptions, 'roundSeconds'>,
  amount: Amount,
): Promise<ReadonlyMap<ServerScenario, Measured>> {
  const { load, scenarios } = part;
  const servers = await startServers(about, part);
  const measured = new Map<ServerScenario, Measured>();
  for (const [scenario, contenders] of scenarios) {
    const request = requestOf(scenario, about.routes);
    const takingPart = servers.filter(({ contender }) => contenders.includes(contender));
    for (const { server } of takingPart) await warmUp(server, load, request, amount.warmUp);
    const costsOf = new Map<Contender, Cost[]>(takingPart.map(({ contender }) => [contender, []]));
    measured.set(scenario, costsOf);
    // Not counted: during the warm-up of the others, the system took some memory from a server.
    await measureTurns(takingPart, [0], each => answer(each, load, request, amount.requests));
    const end = performance.now() + roundSeconds * 1000;
    for (let round = 0; round < amount.rounds; round++) {
      if (round >= FEWEST_ROUNDS && performance.now() > end) break;
      const turns = Array.from({ length: amount.turns }, (_, turn) => round + turn);
      const costs = await measureTurns(takingPart, turns, each =>
        answer(each, load, request, amount.requests),
      );
      for (const [contender, cost] of costs) costsOf.get(contender)?.push(cost);
    }
  }
  for (const { server } of servers) server.stop();
  return measured;
}

/**
 * All contenders in turn. The number of the turn decides which contender is first, so that the
 * order changes.
 */
async function measureTurns(
  servers: readonly StartedServer[],
  turns: readonly number[],
  measure: (server: MeasuredServer) => Promise<Cost>,
): Promise<ReadonlyMap<Contender, Cost>> {
  const costs = new Map<Contender, Cost>();
  for (const turn of turns) {
    const first = turn % servers.length;
    for (const started of [...servers.slice(first), ...servers.slice(0, first)]) {
      costs.set(started.contender, sumOf(costs.get(started.contender), await measure(started.server)));
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
  about: Pick<BenchApplication, 'platform' | 'routes'>,
  { scenarios, baseline, logger }: ServerPart,
): Promise<readonly StartedServer[]> {
  const contenders = new Set([...scenarios.values()].flat());
  return Promise.all(
    [...contenders].map(async contender => {
      const variant = contender === 'control' ? baseline : contender;
      return { contender, server: await MeasuredServer.start({ ...about, logger, variant }) };
    }),
  );
}

function figuresOf(
  starts: readonly Measured[],
  contenders: readonly Contender[],
  about: Pick<ServerFigure, 'part' | 'baseline' | 'platform' | 'routes' | 'scenario'>,
): ServerFigure[] {
  const eachStart = (of: (roundsOf: (contender: Contender) => readonly Cost[]) => number[]): Spread =>
    spreadOfStarts(starts.map(start => of(contender => start.get(contender) ?? [])));
  const measured = BASELINES.filter(baseline => contenders.includes(baseline));
  return contenders.map(contender => ({
    ...about,
    contender,
    cpu: eachStart(roundsOf => roundsOf(contender).map(cpuOf)),
    against: Object.fromEntries(
      measured.map(baseline => [
        baseline,
        eachStart(roundsOf => ratios(roundsOf(contender).map(cpuOf), roundsOf(baseline).map(cpuOf))),
      ]),
    ),
    requestsPerSecond: eachStart(roundsOf =>
      roundsOf(contender).map(({ requests, seconds }) => requests / seconds),
    ),
  }));
}

/** The contenders with which the others are compared. */
const BASELINES: readonly Variant[] = ['none', 'constant', 'enableCors', 'enableCors, function'];

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
