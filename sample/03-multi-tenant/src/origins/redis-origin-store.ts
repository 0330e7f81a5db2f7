import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { OriginStore, type OriginListener } from './origin-store.js';

const CHANGES = 'cors:origins:changes';
/** Publish this message if you change several origins by hand. */
const EVERY_ORIGIN = '';
const setOf = (tenant: string): string => `cors:origins:${tenant}`;

const HEARTBEAT_MS = 500;

/** A command ends within half a second. A connection that is silent for a second is replaced. */
const OPTIONS = {
  commandTimeout: 500,
  connectTimeout: 1_000,
  socketTimeout: 1_000,
  // Without a connection, commands fail at once. A queue would grow with the traffic, and its
  // commands would wait.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  retryStrategy: attempt => Math.min(attempt * 50, 500),
} satisfies RedisOptions;

/** Stores a set of origins for each tenant in Redis, and publishes changes to all instances. */
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
    // Without traffic, the subscriber would not notice a broken connection, and would miss changes.
    // The replies to the pings are that traffic.
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

  // A transaction, so that a change is never stored without its message, nor published before it.
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
      // Messages before the subscription are lost, so all cached answers may be out of date.
      this.tell();
    } catch {
      this.subscriber.disconnect(true);
    }
  }

  private tell(origin?: string): void {
    for (const listener of this.listeners) listener(origin);
  }

  /** Logs when Redis becomes unavailable and available. Attempts in between are not logged. */
  private note(connected: boolean, what: string): void {
    if (connected === this.connected) return;
    this.connected = connected;
    if (connected) this.logger.log(`Redis is back: ${what}`);
    else this.logger.error(`Redis is gone: ${what}`);
  }
}

/** Commands can fail in a transaction that succeeds, so this reads each result. */
function succeeded(results: readonly [error: Error | null, result: unknown][] | null): void {
  const failure =
    results === null ? new Error('the transaction was given up') : results.find(([error]) => error)?.[0];
  if (failure) throw failure;
}
