import autocannon from 'autocannon';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchApplication } from './bench-application.js';
import type { Answer, Question } from './server-process.js';

/** A request that a scenario sends over and over. */
export interface BenchRequest {
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What some requests cost. */
export interface Cost {
  readonly requests: number;
  /** Processor time of the server. */
  readonly cpuMicroseconds: number;
  readonly seconds: number;
}

const CONNECTIONS = 8;
/** Requests that a connection sends before it waits for an answer. */
const PIPELINED = 16;

/** An application in a process of its own, so that its processor time is its alone. */
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

  /** Sends requests one upon another, which costs a half of what it does one by one, until the compiler has done its work. */
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

  /** Has the process send the requests to itself, without sockets. */
  async answerInMemory(request: BenchRequest, amount: number): Promise<Cost> {
    const started = performance.now();
    const cpuMicroseconds = await this.cpuMicroseconds({ request, amount });
    return { requests: amount, cpuMicroseconds, seconds: (performance.now() - started) / 1000 };
  }

  stop(): void {
    this.ask('stop');
  }

  /** @returns how many were answered; of those sent one upon another, not all have to be */
  private async load(request: BenchRequest, amount: number, pipelining: number): Promise<number> {
    const { requests, errors } = await autocannon({
      url: `http://127.0.0.1:${this.port}${request.path}`,
      method: request.method,
      headers: { ...request.headers },
      connections: CONNECTIONS,
      pipelining,
      // It looks whether it is done no more often than it samples: it would last a second otherwise.
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
