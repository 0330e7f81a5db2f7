import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Spread, spread } from '../report/statistics.js';
import type { BenchApplication, Platform } from '../server/bench-application.js';
import type { StartupCost } from './startup-process.js';

/** What the module adds to the start of an application, for each of its routes. */
export interface StartupFigure {
  readonly platform: Platform;
  readonly routes: number;
  /** Processor time, against the same application without CORS. */
  readonly microsecondsPerRoute: Spread;
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
      const microseconds: number[] = [];
      const bytes: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const without = await startupCost({ platform, routes, variant: 'none' });
        const withModule = await startupCost({ platform, routes, variant: 'module' });
        microseconds.push(((withModule.milliseconds - without.milliseconds) * 1000) / routes);
        bytes.push((withModule.heapBytes - without.heapBytes) / routes);
      }
      figures.push({
        platform,
        routes,
        microsecondsPerRoute: spread(microseconds),
        bytesPerRoute: spread(bytes),
      });
    }
  }
  return figures;
}

async function startupCost(application: BenchApplication): Promise<StartupCost> {
  const script = fileURLToPath(new URL('startup-process.js', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', script, JSON.stringify(application)]);
  return JSON.parse(stdout) as StartupCost;
}
