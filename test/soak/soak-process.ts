import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Platform } from './settings.js';
import { type SoakMemory, type SoakMessage, isSoakMessage } from './soak-messages.js';

const ENTRY = fileURLToPath(new URL('./soak-server.ts', import.meta.url));
const TYPESCRIPT = new URL('../node-typescript/register.mjs', import.meta.url).href;
const ANSWER_LIMIT_MS = 60_000;

/** The process of one instance. */
export class SoakProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(platform: Platform, redisUrl: string): Promise<SoakProcess> {
    // Jest's own flags are not for it.
    const execArgv = ['--expose-gc', '--import', TYPESCRIPT];
    const child = fork(ENTRY, [platform, redisUrl], { execArgv, stdio: 'inherit' });
    const message = await messageOf(child);
    if (message.kind !== 'listening') throw new Error('The instance did not start.');
    return new SoakProcess(child, message.port);
  }

  /** Has it collect garbage, and asks what is left. */
  async memory(): Promise<SoakMemory> {
    const answer = messageOf(this.child);
    this.child.send('memory');
    const message = await answer;
    if (message.kind !== 'memory') throw new Error('The instance did not tell its memory.');
    return message;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}

/** The next message of a process, unless it ends or is silent for too long. */
async function messageOf(child: ChildProcess): Promise<SoakMessage> {
  const over = new AbortController();
  const { signal } = over;
  const message = once(child, 'message', { signal }).then((told: unknown[]) => told[0]);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('The process of an instance ended.');
  });
  const silent = sleep(ANSWER_LIMIT_MS, undefined, { signal }).then(() => {
    throw new Error('The process of an instance said nothing.');
  });
  try {
    const told = await Promise.race([message, ended, silent]);
    if (isSoakMessage(told)) return told;
    throw new TypeError('The process of an instance said something else.');
  } finally {
    for (const each of [message, ended, silent]) each.catch(() => undefined);
    over.abort();
  }
}
