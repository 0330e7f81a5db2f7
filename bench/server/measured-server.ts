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

  async answer(request: BenchRequest, amount: number): Promise<Cost> {
    const before = await this.cpuMicroseconds();
    const started = performance.now();
    const result = await autocannon({
      url: `http://127.0.0.1:${this.port}${request.path}`,
      method: request.method,
      headers: { ...request.headers },
      connections: CONNECTIONS,
      // It looks whether it is done no more often than it samples: it would last a second otherwise.
      sampleInt: 20,
      amount,
    });
    const seconds = (performance.now() - started) / 1000;
    const cpuMicroseconds = (await this.cpuMicroseconds()) - before;
    const requests = result.requests.total;
    if (result.errors > 0 || requests < amount)
      throw new Error(`Only ${requests} of ${amount} requests were answered.`);
    return { requests, cpuMicroseconds, seconds };
  }

  stop(): void {
    this.ask('stop');
  }

  private async cpuMicroseconds(): Promise<number> {
    const answered = once(this.child, 'message');
    this.ask('cpu');
    const [answer] = (await answered) as [Answer];
    if (!('cpuMicroseconds' in answer)) throw new TypeError('The server did not tell its processor time.');
    return answer.cpuMicroseconds;
  }

  private ask(question: Question): void {
    this.child.send(question);
  }
}
