import { do_not_optimize, measure } from 'mitata';
import { keyedPolicies, originVerdict, routedPreflight } from '../decision/library-internals.js';
import { type Spread, spread } from '../report/statistics.js';

/** The cost of one decision for different numbers of alternatives. */
export interface GrowthFigure {
  readonly what: string;
  readonly count: number;
  readonly nanoseconds: Spread;
}

const ORIGIN = 'https://app.example.com';

export interface RequestCostOptions {
  readonly routes: readonly number[];
  readonly origins: readonly number[];
  readonly keys: readonly number[];
  readonly rounds: number;
}

/** Measures all sizes in turn, in each round. */
export async function measureRequestCost(options: RequestCostOptions): Promise<GrowthFigure[]> {
  const { rounds } = options;
  const cases = [
    ...options.routes.flatMap(count => [
      {
        what: 'preflight, Express route table, by routes',
        count,
        decide: preflights('express', count),
      },
      {
        what: 'preflight, Fastify route table, by routes',
        count,
        decide: preflights('fastify', count),
      },
    ]),
    ...options.keys.flatMap(count => [
      {
        what: 'policies of a path, by keys of paths',
        count,
        decide: lookUps(count, '/k0/fonts/regular.woff2'),
      },
      {
        what: 'policies of a path without a key, by keys of paths',
        count,
        decide: lookUps(count, '/elsewhere/fonts/regular.woff2'),
      },
    ]),
    ...options.origins.flatMap(count => {
      const exact = originVerdict({ origin: exactOrigins(count) });
      const patterns = originVerdict({ origin: subdomainPatterns(count) });
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
  // Otherwise the first size is measured before the code is compiled.
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

function verdicts(verdict: (origin: string) => unknown, asked: string): () => void {
  // The header of a request is a new string, so its hash is not computed yet.
  const copies = Array.from({ length: 64 }, () => Buffer.from(asked).toString('latin1'));
  return () => {
    for (const copy of copies) do_not_optimize(verdict(copy));
  };
}

function preflights(platform: 'express' | 'fastify', count: number): () => void {
  const decide = routedPreflight(
    platform,
    count,
    { origin: [ORIGIN], credentials: true, allowedHeaders: ['Content-Type', 'X-Trace'] },
    { path: `/c${Math.floor(count / 20)}/r5/42`, origin: ORIGIN, headers: 'content-type,x-trace' },
  );
  return () => {
    for (let index = 0; index < 64; index++) do_not_optimize(decide());
  };
}

function lookUps(count: number, path: string): () => void {
  const keys = Array.from({ length: count }, (_, index) => `/k${index}/*`);
  const find = keyedPolicies(keys, { origin: ORIGIN });
  const copies = Array.from({ length: 64 }, () => Buffer.from(path).toString('latin1'));
  return () => {
    for (const copy of copies) do_not_optimize(find(copy));
  };
}

async function timeOf(decide: () => void): Promise<number> {
  const stats = await measure(decide, { min_cpu_time: 10_000_000, min_samples: 20, batch_samples: 32 });
  return stats.p50 / 64;
}
