import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Spread, spread } from '../report/statistics.js';
import type { BenchApplication, Platform, Variant } from '../server/bench-application.js';
import type { StartupCost } from './startup-process.js';

/** What the module adds to the start of an application, for each of its routes. */
export interface StartupFigure {
  readonly platform: Platform;
  readonly routes: number;
  /** How much longer it takes than the same application without CORS. */
  readonly microsecondsPerRoute: Spread;
  readonly cpuMicrosecondsPerRoute: Spread;
  readonly bytesPerRoute: Spread;
}

const run = promisify(execFile);

/** Starts applications with and without the module in turn. */
export async function measureStartup(
  platforms: readonly Platform[],
  routeCounts: readonly number[],
  rounds: number,
): Promise<StartupFigure[]> {
  const figures: StartupFigure[] = [];
  for (const platform of platforms) {
    for (const routes of routeCounts) {
      const more: StartupCost[] = [];
      for (let round = 0; round < rounds; round++) more.push(await addedCost({ platform, routes }, round));
      const perRoute = (valueOf: (cost: StartupCost) => number) =>
        spread(more.map(cost => valueOf(cost) / routes));
      figures.push({
        platform,
        routes,
        microsecondsPerRoute: perRoute(({ milliseconds }) => milliseconds * 1000),
        cpuMicrosecondsPerRoute: perRoute(({ cpuMilliseconds }) => cpuMilliseconds * 1000),
        bytesPerRoute: perRoute(({ heapBytes }) => heapBytes),
      });
    }
  }
  return figures;
}

/** What a start costs more with the module. Which of both comes first takes turns. */
async function addedCost(
  application: Pick<BenchApplication, 'platform' | 'routes'>,
  round: number,
): Promise<StartupCost> {
  const order = round % 2 === 0 ? (['none', 'module'] as const) : (['module', 'none'] as const);
  const costs = new Map<Variant, StartupCost>();
  for (const variant of order) costs.set(variant, await startupCost({ ...application, variant }));
  const added = (key: keyof StartupCost) =>
    (costs.get('module')?.[key] ?? Number.NaN) - (costs.get('none')?.[key] ?? Number.NaN);
  return {
    milliseconds: added('milliseconds'),
    cpuMilliseconds: added('cpuMilliseconds'),
    heapBytes: added('heapBytes'),
  };
}

async function startupCost(application: BenchApplication): Promise<StartupCost> {
  const script = fileURLToPath(new URL('startup-process.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', script, JSON.stringify(application)]);
  return JSON.parse(stdout) as StartupCost;
}
