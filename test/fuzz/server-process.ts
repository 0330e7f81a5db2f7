import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type ServerMessage,
  type ServerQuestion,
  type ServerReport,
  isServerMessage,
} from './server/server-messages.js';

const ENTRY = fileURLToPath(new URL('./server/fuzz-server.ts', import.meta.url));
const TYPESCRIPT = new URL('../node-typescript/register.mjs', import.meta.url).href;
const ANSWER_LIMIT_MS = 60_000;

/** The process that the applications run in. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** In the order of the settings. */
    readonly ports: readonly number[],
  ) {}

  /** @param leak the bytes that the server keeps of each request */
  static async start(leak = 0): Promise<ServerProcess> {
    // Jest's own flags are not for it.
    const child = fork(ENTRY, [String(leak)], {
      execArgv: ['--expose-gc', '--import', TYPESCRIPT],
      stdio: 'inherit',
    });
    const { ports } = await messageOf(child, 'listening');
    return new ServerProcess(child, ports);
  }

  /** Whether it still runs. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Has it close its connections and collect garbage, and asks what it sees. */
  async report(): Promise<ServerReport> {
    const answer = messageOf(this.child, 'report');
    this.child.send('report' satisfies ServerQuestion);
    return answer;
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const exited = new Promise<void>(resolve => {
      this.child.once('exit', () => {
        resolve();
      });
    });
    this.child.disconnect();
    await exited;
  }
}

function messageOf<Kind extends ServerMessage['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<ServerMessage, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      if (isServerMessage(message) && isOfKind(message, kind))
        settle(() => {
          resolve(message);
        });
    };
    const onExit = (code: number | null): void => {
      settle(() => {
        reject(new Error(`The server's process ended with ${String(code)}.`));
      });
    };
    const limit = setTimeout(() => {
      settle(() => {
        reject(new Error(`The server's process did not tell '${kind}' in time.`));
      });
    }, ANSWER_LIMIT_MS);
    const settle = (then: () => void): void => {
      clearTimeout(limit);
      child.off('message', onMessage);
      child.off('exit', onExit);
      then();
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

function isOfKind<Kind extends ServerMessage['kind']>(
  message: ServerMessage,
  kind: Kind,
): message is Extract<ServerMessage, { kind: Kind }> {
  return message.kind === kind;
}
