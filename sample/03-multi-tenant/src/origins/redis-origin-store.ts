import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { OriginStore, type OriginListener } from './origin-store.js';

const CHANGES = 'cors:origins:changes';
/** What to publish when more than one origin was changed by hand. */
const EVERY_ORIGIN = '';
const setOf = (tenant: string): string => `cors:origins:${tenant}`;

const HEARTBEAT_MS = 500;

/** Whatever Redis does, a command comes to an end in half a second, and a connection that says nothing is replaced after one. */
const OPTIONS = {
  commandTimeout: 500,
  connectTimeout: 1_000,
  socketTimeout: 1_000,
  // Commands fail at once while there is no connection. In a queue they would wait, and the queue would grow with the traffic.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  retryStrategy: attempt => Math.min(attempt * 50, 500),
} satisfies RedisOptions;

/** Origins in Redis: a set for each tenant, and a channel on which every change is told to every instance. */
export class RedisOriginStore extends OriginStore implements OnModuleDestroy {
  private readonly logger = new Logger('RedisOriginStore');
  private readonly listeners: OriginListener[] = [];
  private readonly commands: Redis;
  private readonly subscriber: Redis;
  private readonly heartbeat: NodeJS.Timeout;
  private connected = true;

  constructor(url: string) {
    super();
    this.commands = new Redis(url, OPTIONS);
    this.subscriber = new Redis(url, OPTIONS);
    for (const connection of [this.commands, this.subscriber]) {
      connection.on('error', (error: Error) => {
        this.note(false, error.message);
      });
    }
    this.commands.on('ready', () => {
      this.note(true, 'connected');
    });
    this.subscriber.on('ready', () => void this.subscribe());
    this.subscriber.on('message', (_channel: string, origin: string) => {
      this.tell(origin === EVERY_ORIGIN ? undefined : origin);
    });
    // A connection that broke without a word would leave this instance deaf: the answer to each ping shows that it is not.
    this.heartbeat = setInterval(() => {
      if (this.subscriber.status === 'ready') this.subscriber.ping().catch(() => undefined);
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  override async has(tenant: string, origin: string): Promise<boolean> {
    return (await this.commands.sismember(setOf(tenant), origin)) === 1;
  }

  override async list(tenant: string): Promise<string[]> {
    return (await this.commands.smembers(setOf(tenant))).sort();
  }

  // Both or none, so that no instance hears of a change before it is there, or misses one that is.
  override async allow(tenant: string, origin: string): Promise<void> {
    succeeded(await this.commands.multi().sadd(setOf(tenant), origin).publish(CHANGES, origin).exec());
  }

  override async revoke(tenant: string, origin: string): Promise<void> {
    succeeded(await this.commands.multi().srem(setOf(tenant), origin).publish(CHANGES, origin).exec());
  }

  override watch(listener: OriginListener): void {
    this.listeners.push(listener);
  }

  onModuleDestroy(): void {
    clearInterval(this.heartbeat);
    this.commands.disconnect();
    this.subscriber.disconnect();
  }

  private async subscribe(): Promise<void> {
    try {
      await this.subscriber.subscribe(CHANGES);
      // Messages of the meantime are lost, so the listeners forget every answer.
      this.tell();
    } catch {
      this.subscriber.disconnect(true);
    }
  }

  private tell(origin?: string): void {
    for (const listener of this.listeners) listener(origin);
  }

  /** Says when Redis goes and when it comes back, not with every attempt in between. */
  private note(connected: boolean, what: string): void {
    if (connected === this.connected) return;
    this.connected = connected;
    if (connected) this.logger.log(`Redis is back: ${what}`);
    else this.logger.error(`Redis is gone: ${what}`);
  }
}

/** A transaction that came to an end may have commands in it that failed. */
function succeeded(results: readonly [error: Error | null, result: unknown][] | null): void {
  const failure =
    results === null ? new Error('the transaction was given up') : results.find(([error]) => error)?.[0];
  if (failure) throw failure;
}
