// Starts one application, and prints how long its initialisation took and how much memory it holds. Needs --expose-gc.
import { type BenchApplication, createApplication } from '../server/bench-application.js';

/** What one start cost. */
export interface StartupCost {
  readonly milliseconds: number;
  readonly heapBytes: number;
}

const app = await createApplication(JSON.parse(process.argv[2] ?? '{}') as BenchApplication);
const started = process.cpuUsage();
await app.init();
const { user, system } = process.cpuUsage(started);
globalThis.gc?.();
globalThis.gc?.();
const cost: StartupCost = { milliseconds: (user + system) / 1000, heapBytes: process.memoryUsage().heapUsed };
process.stdout.write(JSON.stringify(cost));
process.exit(0);
