import findMyWay from 'find-my-way';
import { do_not_optimize, measure } from 'mitata';
import { CorsDecisions } from '#lib/platform/cors-decisions.js';
import {
  type CompiledPolicy,
  type CorsPolicyOptions,
  PolicyBook,
  type PolicyEntry,
} from '#lib/policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  OrderedRouteTable,
  PolicySnapshot,
  SpecificRouteTable,
} from '#lib/routing/index.js';
import { type Spread, spread } from '../report/statistics.js';

/** What one decision costs, as what it chooses from grows. */
export interface GrowthFigure {
  readonly what: string;
  readonly count: number;
  readonly nanoseconds: Spread;
}

const ORIGIN = 'https://app.example.com';

export interface RequestCostOptions {
  readonly routes: readonly number[];
  readonly origins: readonly number[];
  readonly rounds: number;
}

/** Measures all sizes in turn in each round. */
export async function measureRequestCost(options: RequestCostOptions): Promise<GrowthFigure[]> {
  const { rounds } = options;
  const cases = [
    ...options.routes.flatMap(count => [
      {
        what: 'preflight, Express route table, by routes',
        count,
        decide: preflights(orderedTable(count), count),
      },
      {
        what: 'preflight, Fastify route table, by routes',
        count,
        decide: preflights(specificTable(count), count),
      },
    ]),
    ...options.origins.flatMap(count => {
      const exact = entryOf({ origin: exactOrigins(count) });
      const patterns = entryOf({ origin: subdomainPatterns(count) });
      return [
        { what: 'origin, by exact origins', count, decide: verdicts(exact, ORIGIN) },
        {
          what: 'origin, by subdomain patterns',
          count,
          decide: verdicts(patterns, 'https://eu.tenant-0.example'),
        },
        { what: 'origin refused, by exact origins', count, decide: verdicts(exact, 'https://evil.example') },
      ];
    }),
  ];
  // Else the first of them is measured before the compiler has seen to it.
  for (let turn = 0; turn < 300; turn++) for (const { decide } of cases) decide();
  const times = cases.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { decide }] of cases.entries()) times[index]?.push(await timeOf(decide));
  }
  return cases.map(({ what, count }, index) => ({ what, count, nanoseconds: spread(times[index] ?? []) }));
}

function exactOrigins(count: number): string[] {
  return [ORIGIN, ...Array.from({ length: count - 1 }, (_, index) => `https://tenant-${index}.example.com`)];
}

function subdomainPatterns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://*.tenant-${index}.example`);
}

function verdicts({ policy }: PolicyEntry, asked: string): () => void {
  // A request's header is a string of its own, whose hash nobody has computed.
  const copies = Array.from({ length: 64 }, () => Buffer.from(asked).toString('latin1'));
  return () => {
    for (const copy of copies) do_not_optimize(policy.origin.verdict(copy));
  };
}

function preflights(table: NestRouteTable, count: number): () => void {
  const entry = entryOf({ origin: [ORIGIN], credentials: true, allowedHeaders: ['Content-Type', 'X-Trace'] });
  const decisions = new CorsDecisions(() => undefined);
  const state = { snapshot: new PolicySnapshot(entry, new Map()), table, debug: false };
  const headers = { origin: ORIGIN, requestedMethod: 'GET', requestedHeaders: 'content-type,x-trace' };
  const target = { url: `/c${Math.floor(count / 20)}/r5/42`, hostname: 'api.example.com' };
  return () => {
    for (let index = 0; index < 64; index++)
      do_not_optimize(decisions.preflight(state, headers, target, undefined));
  };
}

function routes(
  count: number,
): { readonly method: string; readonly path: string; readonly payload: DiscoveredRoute }[] {
  class BenchController {}
  return Array.from({ length: count }, (_, index) => {
    const path = `/c${Math.floor(index / 10)}/r${index % 10}/:id`;
    return {
      method: 'GET',
      path,
      payload: {
        method: 'GET',
        path,
        controller: BenchController,
        methodName: 'get',
        handler: () => undefined,
      } as unknown as DiscoveredRoute,
    };
  });
}

function orderedTable(count: number): NestRouteTable {
  return new OrderedRouteTable<DiscoveredRoute | undefined>(tableRoutes(count), {
    caseSensitive: false,
    strict: false,
  });
}

function specificTable(count: number): NestRouteTable {
  return new SpecificRouteTable<DiscoveredRoute | undefined>(
    tableRoutes(count).map(route => ({ ...route, methods: [route.method] })),
    {
      createRouter: findMyWay,
      allMethods: [],
      headRoutes: true,
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      useSemicolonDelimiter: false,
      maxParamLength: 100,
    },
  );
}

function tableRoutes(count: number) {
  return routes(count).map(route => ({ ...route, servesHost: undefined, versions: undefined }));
}

function entryOf(options: CorsPolicyOptions): PolicyEntry & { readonly policy: CompiledPolicy } {
  const book = new PolicyBook({
    problemWith: () => undefined,
    instanceOf: () => {
      throw new TypeError('There are no resolver classes here.');
    },
  });
  const entry = book.enter('bench', [{ level: 'defaults', place: 'bench', options }]);
  book.close();
  if (entry === undefined) throw new TypeError('The policy of the bench is wrong.');
  return entry;
}

async function timeOf(decide: () => void): Promise<number> {
  const stats = await measure(decide, { min_cpu_time: 10_000_000, min_samples: 20, batch_samples: 32 });
  return stats.p50 / 64;
}
