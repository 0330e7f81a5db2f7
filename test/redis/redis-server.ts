import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { HOW_TO_GET_REDIS, findRedisServer } from './find-redis-server.js';

const START_LIMIT_MS = 10_000;

/**
 * A separate Redis for a suite. It can be stopped, paused and restarted. Its data survives a
 * restart.
 */
export class RedisServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-redis-'));
  private child: ChildProcess | undefined;

  private constructor(
    private readonly executable: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<RedisServer> {
    const executable = findRedisServer();
    if (executable === undefined) throw new Error(HOW_TO_GET_REDIS);
    const server = new RedisServer(executable, await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.folder,
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.child = spawn(this.executable, args, { stdio: 'ignore' });
    await this.ready();
  }

  /** Ends it at once, as a crash does. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Holds it up: connections stay open, and nothing is answered. */
  hold(): void {
    this.child?.kill('SIGSTOP');
  }

  release(): void {
    this.child?.kill('SIGCONT');
  }

  /** A connection of the test's own. */
  async run<Result>(commands: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis(this.url, { retryStrategy: null });
    try {
      return await commands(redis);
    } finally {
      redis.disconnect();
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const end = Date.now() + START_LIMIT_MS;
    while (!(await answersPing(this.port))) {
      if (Date.now() > end) throw new Error('redis-server did not start in time.');
      await sleep(20);
    }
  }
}

/** Whether it is there, and has read what it holds. */
async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const answer: unknown = (await once(socket, 'data'))[0];
    return String(answer).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
