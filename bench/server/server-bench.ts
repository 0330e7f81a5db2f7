import { type Spread, ratios, spread } from '../report/statistics.js';
import {
  ALLOWED_ORIGIN,
  type Platform,
  REFUSED_ORIGIN,
  VARIANTS,
  type Variant,
  measuredPath,
} from './bench-application.js';
import { type BenchRequest, MeasuredServer, type Round } from './measured-server.js';

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
  readonly rounds: number;
  /** Requests in a round, by how many routes there are: without an index, Express takes longer the more it has. */
  readonly amount: (routes: number) => number;
  readonly onProgress?: (text: string) => void;
}

/** Measures whole servers, all variants in turn in each round. */
export async function measureServers(options: ServerBenchOptions): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const platform of options.platforms) {
    for (const routes of options.routes) {
      const servers = await Promise.all(
        (options.variants ?? VARIANTS).map(async variant => ({
          variant,
          server: await MeasuredServer.start({ platform, variant, routes }),
        })),
      );
      for (const scenario of options.scenarios) {
        options.onProgress?.(`${platform}, ${routes} routes: ${scenario}`);
        const amount = options.amount(routes);
        const rounds = await alternate(servers, requestOf(scenario, routes), options.rounds, amount);
        figures.push(...figuresOf(rounds, { platform, routes, scenario }));
      }
      for (const { server } of servers) server.stop();
    }
  }
  return figures;
}

async function alternate(
  servers: readonly { readonly variant: Variant; readonly server: MeasuredServer }[],
  request: BenchRequest,
  rounds: number,
  amount: number,
): Promise<Map<Variant, Round[]>> {
  const measured = new Map<Variant, Round[]>(servers.map(({ variant }) => [variant, []]));
  for (const { server } of servers) await server.round(request, amount * 2);
  for (let round = 0; round < rounds; round++) {
    // Each begins in turn: whoever comes first in a round is not always the same.
    for (let turn = 0; turn < servers.length; turn++) {
      const current = servers[(round + turn) % servers.length];
      if (current !== undefined)
        measured.get(current.variant)?.push(await current.server.round(request, amount));
    }
  }
  return measured;
}

function figuresOf(
  measured: ReadonlyMap<Variant, readonly Round[]>,
  about: Pick<ServerFigure, 'platform' | 'routes' | 'scenario'>,
): ServerFigure[] {
  const cpuOf = (variant: Variant) =>
    (measured.get(variant) ?? []).map(round => round.cpuMicrosecondsPerRequest);
  return [...measured].map(([variant, rounds]) => ({
    ...about,
    variant,
    cpu: spread(cpuOf(variant)),
    againstNone: spread(ratios(cpuOf(variant), cpuOf('none'))),
    againstEnableCors: spread(ratios(cpuOf(variant), cpuOf('enableCors'))),
    requestsPerSecond: spread(rounds.map(({ requestsPerSecond }) => requestsPerSecond)),
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
