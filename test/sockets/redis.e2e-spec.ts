import { setTimeout } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { Server, ServerOptions } from 'socket.io';
import { type Socket, io } from 'socket.io-client';
import { SETTINGS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { describeWithRedis } from '../redis/describe-with-redis.js';
import { RedisServer } from '../redis/redis-server.js';
import { visitSocketIo } from './support/clients.js';

@CorsPolicy({ origin: PARTNER })
@WebSocketGateway()
class ChatGateway {
  static readonly visitors: unknown[] = [];

  @WebSocketServer()
  server!: Server;

  handleConnection({ handshake }: { handshake: { headers: { origin?: string } } }): void {
    ChatGateway.visitors.push(handshake.headers.origin);
  }

  @SubscribeMessage('ping')
  ping(): string {
    return 'pong';
  }

  @SubscribeMessage('say')
  say(): string {
    this.server.emit('said', 'hello');
    return 'said';
  }
}

/** As the documentation of Nest has it. */
class RedisIoAdapter extends IoAdapter {
  readonly connections: readonly [Redis, Redis];

  constructor(app: object, url: string) {
    super(app);
    this.connections = [new Redis(url), new Redis(url)];
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, options);
    server.adapter(createAdapter(...this.connections));
    return server;
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], providers: [ChatGateway] })
class RootModule {}

describeWithRedis('two instances behind @socket.io/redis-adapter', () => {
  describe.each(SETTINGS)('on $name', setting => {
    let redis: RedisServer | undefined;
    const instances: Served[] = [];
    const adapters: RedisIoAdapter[] = [];
    const clients: Socket[] = [];

    beforeAll(async () => {
      redis = await RedisServer.start();
      for (let count = 0; count < 2; count++) {
        const { url } = redis;
        instances.push(
          await Served.start(setting, RootModule, {
            configure: app => {
              const adapter = new RedisIoAdapter(app, url);
              adapters.push(adapter);
              app.useWebSocketAdapter(adapter);
            },
          }),
        );
      }
      await subscribed(redis.url, instances.length);
    });
    afterAll(async () => {
      for (const client of clients) client.disconnect();
      for (const each of instances) await each.close();
      // The adapters unsubscribe when they close. `disconnect()` would reject their commands.
      await Promise.all(adapters.flatMap(({ connections }) => connections.map(each => each.quit())));
      await redis?.remove();
    });

    test('a message crosses, and a page of another origin is refused by both', async () => {
      ChatGateway.visitors.length = 0;
      clients.push(
        ...instances.map(({ url }) =>
          io(url, { forceNew: true, transports: ['websocket'], extraHeaders: { origin: PARTNER } }),
        ),
      );
      await Promise.all(clients.map(connected));
      const heard = clients.map(client => new Promise(resolve => client.once('said', resolve)));
      expect(await clients[0]?.emitWithAck('say')).toBe('said');
      expect(await Promise.all(heard)).toEqual(['hello', 'hello']);
      for (const client of clients) client.disconnect();
      for (const { url } of instances) {
        for (const origin of [EVIL, APP]) {
          const { answer, error } = await visitSocketIo(url, origin, 'websocket');
          expect([answer, error]).toEqual([undefined, expect.stringContaining('403')]);
        }
      }
      expect(ChatGateway.visitors).toEqual([PARTNER, PARTNER]);
    });
  });
});

/** The channel on which an adapter of the namespace `/` gets requests of other servers. */
const REQUESTS = 'socket.io-request#/#';

/** The adapters subscribe after the server listens, and Redis drops earlier messages. */
async function subscribed(url: string, instances: number): Promise<void> {
  const client = new Redis(url);
  try {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const [, count] = (await client.pubsub('NUMSUB', REQUESTS)) as [string, number];
      if (count === instances) return;
      await setTimeout(10);
    }
    throw new Error(`${instances} adapters did not subscribe to ${REQUESTS}.`);
  } finally {
    client.disconnect();
  }
}

function connected(client: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
}
