import autocannon from 'autocannon';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchApplication } from './bench-application.js';
import type { Answer, Question } from './server-process.js';

/** A request that a scenario sends repeatedly. */
export interface BenchRequest {
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The cost of a number of requests. */
export interface Cost {
  readonly requests: number;
  /** The processor time of the server. */
  readonly cpuMicroseconds: number;
  readonly seconds: number;
}

const CONNECTIONS = 8;
/** The number of requests that a connection sends before it waits for a response. */
const PIPELINED = 16;

/**
 * An application in a process of its own, so that the processor time of the process is that of the
 * application.
 */
export class MeasuredServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(application: BenchApplication): Promise<MeasuredServer> {
    const child = fork(fileURLToPath(new URL('server-process.js', import.meta.url)), [
      JSON.stringify(application),
    ]);
    const [answer] = (await once(child, 'message')) as [Answer];
    if (!('port' in answer)) throw new TypeError('The server did not tell its port.');
    return new MeasuredServer(child, answer.port);
  }

  /**
   * Sends pipelined requests, which cost half as much as single ones, until the code is compiled.
   */
  async warmUp(request: BenchRequest, amount: number): Promise<void> {
    await this.load(request, amount, PIPELINED);
  }

  async answer(request: BenchRequest, amount: number): Promise<Cost> {
    const before = await this.cpuMicroseconds();
    const started = performance.now();
    const requests = await this.load(request, amount, 1);
    const seconds = (performance.now() - started) / 1000;
    return { requests, cpuMicroseconds: (await this.cpuMicroseconds()) - before, seconds };
  }

  /** Makes the process send the requests to itself, without sockets. */
  async answerInMemory(request: BenchRequest, amount: number): Promise<Cost> {
    const started = performance.now();
    const cpuMicroseconds = await this.cpuMicroseconds({ request, amount });
    return { requests: amount, cpuMicroseconds, seconds: (performance.now() - started) / 1000 };
  }

  stop(): void {
    this.ask('stop');
  }

  /** @returns the number of responses; some pipelined requests may have none */
  private async load(request: BenchRequest, amount: number, pipelining: number): Promise<number> {
    const { requests, errors } = await autocannon({
      url: `http://127.0.0.1:${this.port}${request.path}`,
      method: request.method,
      headers: { ...request.headers },
      connections: CONNECTIONS,
      pipelining,
      // The tool checks for its end only at each sample. Without a short interval, it would last a
      // second.
      sampleInt: 20,
      amount,
    });
    if (errors > 0 || (pipelining === 1 && requests.total < amount))
      throw new Error(`Only ${requests.total} of ${amount} requests were answered.`);
    return requests.total;
  }

  private async cpuMicroseconds(question: Question = 'cpu'): Promise<number> {
    const answered = once(this.child, 'message');
    this.ask(question);
    const [answer] = (await answered) as [Answer];
    if (!('cpuMicroseconds' in answer)) throw new TypeError('The server did not tell its processor time.');
    return answer.cpuMicroseconds;
  }

  private ask(question: Question): void {
    this.child.send(question);
  }
}
