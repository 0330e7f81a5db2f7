import { type ChildProcess, fork } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent, ModuleFormat } from './agents.js';

/** How an application is put together, and with what agent. */
export interface Instrumented {
  readonly agent: Agent;
  readonly platform: 'express' | 'fastify';
  readonly format: ModuleFormat;
  /** Libraries that the application uses, by the names of `application/beside-*.cjs`. */
  readonly beside?: readonly string[];
}

/** The report of the application. */
export interface Report {
  readonly handled: readonly string[];
  /** For each kind of request: whether the agent had a trace of it. */
  readonly instrumented: readonly (boolean | string)[];
  readonly destination: string;
  readonly connectionsElsewhere: readonly string[];
}

/** An application in a process of its own, in a folder with everything installed. */
export class InstrumentedProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(
    home: string,
    { agent, platform, format, beside = [] }: Instrumented,
  ): Promise<InstrumentedProcess> {
    cpSync(join(import.meta.dirname, 'application'), home, { recursive: true });
    const child = fork(join(home, `main.${format}`), {
      cwd: home,
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--require',
        './only-loopback.cjs',
        ...agent.preload[format],
      ],
      env: {
        PATH: process.env.PATH,
        PLATFORM: platform,
        AGENT: agent.name,
        BESIDE: beside.join(),
        ...agent.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const { port } = (await answerOf(child, () => output.join(''))) as { port: number };
    return new InstrumentedProcess(child, `http://127.0.0.1:${port}`);
  }

  async report(): Promise<Report> {
    const answer = answerOf(this.child, () => '');
    this.child.send('report');
    return (await answer) as Report;
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    // An agent may wait for its server before it lets a process end.
    this.child.kill('SIGKILL');
    await ended;
  }
}

function answerOf(child: ChildProcess, output: () => string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`The application ended with ${String(code)}:\n${output()}`));
    };
    child.once('exit', onExit);
    child.once('message', message => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
