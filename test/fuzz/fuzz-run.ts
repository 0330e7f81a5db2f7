import { canaryProblems } from './canary.js';
import { ServerProcess } from './server-process.js';
import { FUZZ_SETTINGS, type FuzzSetting } from './settings.js';
import { type FuzzCase, fuzzCase } from './traffic/cases.js';
import { Random } from './traffic/random.js';
import { exchange } from './wire/exchange.js';

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  /** To see a failure again: the batch that it was in. */
  readonly firstBatch?: number;
  /**
   * The bytes that the server intentionally keeps of each request: a leak that the run must detect.
   */
  readonly leak?: number;
  /** Connections before an application's canary is asked and the next application's turn comes. */
  readonly batchSize?: number;
}

export interface FuzzSummary {
  readonly seconds: number;
  readonly batches: number;
  /** By platform. */
  readonly requests: Readonly<Record<FuzzSetting['platform'], number>>;
  /** By kind of case. */
  readonly connections: Readonly<Record<string, number>>;
  /**
   * Bytes that live in the server's process after the warm-up, and at the end, each after garbage
   * collection.
   */
  readonly heap: { readonly warm: number; readonly end: number };
  /** After the warm-up. */
  readonly requestsWhenWarm: number;
  /** Each with the bytes that show it; empty where nothing is wrong. */
  readonly failures: readonly string[];
}

const BATCH_SIZE = 400;
const CONNECTIONS_AT_ONCE = 64;
const MOST_FAILURES = 20;
/** Of the time, for code to be compiled and caches to be filled. */
const WARM_UP = 0.4;

/** Sends traffic for some time, and tells what came of it. */
export async function fuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const server = await ServerProcess.start(options.leak);
  try {
    return await new FuzzRun(server, options).run();
  } finally {
    await server.stop();
  }
}

class FuzzRun {
  private readonly requests = { express: 0, fastify: 0 };
  private readonly connections: Record<string, number> = {};
  private readonly failures: string[] = [];
  private readonly known = new Set<string>();
  private batch: number;

  constructor(
    private readonly server: ServerProcess,
    private readonly options: FuzzOptions,
  ) {
    this.batch = options.firstBatch ?? 0;
  }

  async run(): Promise<FuzzSummary> {
    const start = performance.now();
    const first = this.batch;
    await this.batchesUntil(start + this.options.seconds * 1000 * WARM_UP);
    const { heapUsed: warm } = await this.server.report();
    const before = this.requestCount;
    await this.batchesUntil(start + this.options.seconds * 1000);
    const seconds = (performance.now() - start) / 1000;
    const { heapUsed: end, faults } = await this.server.report();
    return {
      seconds,
      batches: this.batch - first,
      requests: this.requests,
      connections: this.connections,
      heap: { warm, end },
      requestsWhenWarm: this.requestCount - before,
      failures: [...this.failures, ...faults],
    };
  }

  private get requestCount(): number {
    return this.requests.express + this.requests.fastify;
  }

  private async batchesUntil(time: number): Promise<void> {
    // Every setting gets its batch, however short the time.
    do {
      for (const [index, setting] of FUZZ_SETTINGS.entries()) {
        if (this.failures.length >= MOST_FAILURES) return;
        await this.sendBatch(setting, this.server.ports[index] ?? 0);
      }
    } while (performance.now() < time);
  }

  private async sendBatch(setting: FuzzSetting, port: number): Promise<void> {
    const number = this.batch++;
    const random = new Random(Math.imul(this.options.seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b));
    const cases = Array.from({ length: this.options.batchSize ?? BATCH_SIZE }, () =>
      fuzzCase(random, setting),
    );
    const waiting = cases.values();
    const sendAll = async (): Promise<void> => {
      for (const each of waiting) await this.send(setting, port, each, number);
    };
    await Promise.all(Array.from({ length: CONNECTIONS_AT_ONCE }, sendAll));
    if (!this.server.isAlive)
      throw new Error(`The server's process died in batch ${number}, seed ${this.options.seed}.`);
    for (const problem of await canaryProblems(port))
      this.fail(setting, number, `after the batch: ${problem}`);
  }

  private async send(setting: FuzzSetting, port: number, each: FuzzCase, batch: number): Promise<void> {
    const received = await exchange(port, each.transmission);
    this.requests[setting.platform] += each.requests;
    this.connections[each.kind] = (this.connections[each.kind] ?? 0) + 1;
    const problems = each.judge(received);
    if (problems.length === 0) return;
    this.fail(
      setting,
      batch,
      [
        `${each.kind}: ${problems.join('; ')}`,
        `  sent:     ${JSON.stringify(excerpt(each.text))}`,
        `  received: ${JSON.stringify(excerpt(received.text))}`,
      ].join('\n'),
    );
  }

  /** Each kind of problem is told once for each application. */
  private fail(setting: FuzzSetting, batch: number, what: string): void {
    const [problems = ''] = what.split('\n');
    // Without what differs from one request to the next.
    const kind = `${setting.name} ${problems.replace(/"[^"]*"|[A-Z-]+ \S+: /g, '')}`;
    if (this.known.has(kind)) return;
    this.known.add(kind);
    this.failures.push(`${setting.name}, FUZZ_SEED=${this.options.seed} FUZZ_BATCH=${batch}, ${what}`);
  }
}

/** Runs of the same are written once; what is still too long can be sent again from its seed. */
function excerpt(text: string): string {
  const short = text.replace(
    /(.{1,24}?)\1{8,}/gs,
    (run, part: string) => `${part}{${run.length / part.length} times}`,
  );
  return short.length <= 2000 ? short : `${short.slice(0, 2000)} (${text.length} bytes)`;
}
