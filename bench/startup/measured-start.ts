import { once } from 'node:events';
import { type IncomingMessage, type Server, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type BenchApplication,
  type BenchParts,
  createApplication,
  measuredPath,
} from '../server/bench-application.js';
import { ALLOWED_ORIGIN } from '../server/origins.js';

/** Milliseconds since the start of the process, including imports. */
export interface StartupCost {
  /**
   * Processor time until the server listens, including the threads of the compiler and the
   * collector.
   */
  readonly listening: number;
  /**
   * Processor time until a preflight was answered. It includes work that a library delays until
   * then.
   */
  readonly answering: number;
  /** Elapsed time until the server listens. */
  readonly wall: number;
}

/**
 * Starts the application of this process, and prints the cost. The scripts in `processes/` call it,
 * and have their imports at the top, as applications do. The cost of `import()` would depend on the
 * modules that are already loaded.
 */
export async function measureStart(parts: BenchParts): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as BenchApplication;
  const app = await createApplication(options, parts);
  await app.listen(0, '127.0.0.1');
  const listening = cpuMilliseconds();
  const wall = performance.now();
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  await answerPreflight(port, measuredPath(options.routes));
  const cost: StartupCost = { listening, answering: cpuMilliseconds(), wall };
  process.stdout.write(JSON.stringify(cost), () => process.exit(0));
}

async function answerPreflight(port: number, path: string): Promise<void> {
  const preflight = request({
    port,
    path,
    host: '127.0.0.1',
    method: 'OPTIONS',
    headers: { 'origin': ALLOWED_ORIGIN, 'access-control-request-method': 'GET' },
  });
  preflight.end();
  const [response] = (await once(preflight, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
