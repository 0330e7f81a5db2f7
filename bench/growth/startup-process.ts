// Starts one application, has it answer a preflight, and prints what that took and how much memory it holds. Needs --expose-gc.
import {
  ALLOWED_ORIGIN,
  type BenchApplication,
  createApplication,
  measuredPath,
} from '../server/bench-application.js';

/** What one start cost. */
export interface StartupCost {
  /** From the start until the first answer. */
  readonly milliseconds: number;
  /** Processor time meanwhile, that of the compiler's and the collector's threads included. */
  readonly cpuMilliseconds: number;
  readonly heapBytes: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as BenchApplication;
const app = await createApplication(options);
const started = performance.now();
const usage = process.cpuUsage();
await app.listen(0, '127.0.0.1');
// What is put off until the first preflight belongs to the start.
const preflight = { 'origin': ALLOWED_ORIGIN, 'access-control-request-method': 'GET' };
await fetch(`${await app.getUrl()}${measuredPath(options.routes)}`, {
  method: 'OPTIONS',
  headers: preflight,
});
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(usage);
globalThis.gc?.();
globalThis.gc?.();
const cost: StartupCost = {
  milliseconds,
  cpuMilliseconds: (user + system) / 1000,
  heapBytes: process.memoryUsage().heapUsed,
};
process.stdout.write(JSON.stringify(cost));
process.exit(0);
