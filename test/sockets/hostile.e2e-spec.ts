import type { Server } from 'node:http';
import { Module } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { heapUsed } from '../support/heap-used.js';
import { SOCKET_ADAPTERS } from './support/gateways.js';
import { handshake } from './support/handshake.js';
import { RawClient, textFrame, upgradeLines } from './support/raw-upgrade.js';
import { visitedGateway } from './support/visited.js';

/** Express, Fastify and another adapter. */
const PLATFORMS = EVERY_PLATFORM.filter(
  ({ setting, interceptor, name }) =>
    setting.start === 'NestFactory.create' &&
    interceptor === 'auto' &&
    !/wildcards|nothing|specificity/.test(name),
);
const AT_ONCE = 100;
const MOST_WAITING = 1_000;

/** Answers that the predicate owes. */
const owed: ((answer: boolean) => void)[] = [];
let asked = 0;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
}

describe.each(PLATFORMS)('on $name', ({ setting, adapter }) => {
  describe.each(SOCKET_ADAPTERS)('with $name', sockets => {
    const chat = visitedGateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ origin: APP })]);
    const slow = visitedGateway('SlowGateway', { path: '/slow' }, [
      CorsPolicy({
        origin: () => {
          asked += 1;
          return new Promise<boolean>(resolve => owed.push(resolve));
        },
      }),
    ]);
    const served = serve(
      setting,
      () => {
        @Module({
          imports: [CorsModule.forRoot({ defaults: { origin: APP }, originTimeout: 20_000 })],
          providers: [chat.type, slow.type],
        })
        class RootModule {}
        return RootModule;
      },
      {
        ...(adapter === undefined ? {} : { adapter: adapter() }),
        configure: app => {
          sockets.use(app);
        },
      },
    );
    const [CHAT, SLOW] = [sockets.target('/chat'), sockets.target('/slow')];
    const open = (...lines: readonly string[]) => new RawClient(served().url).send(...lines);
    const connections = () =>
      new Promise<number>((resolve, reject) => {
        (served().app.getHttpServer() as Server).getConnections((error, count) => {
          if (error === null) resolve(count);
          else reject(error);
        });
      });
    const answer = (value: boolean) => {
      for (const each of owed.splice(0)) each(value);
    };
    const answersStill = async () => {
      expect((await handshake(served().url, CHAT, { Origin: APP })).status).toBe(101);
      expect((await handshake(served().url, CHAT, { Origin: EVIL })).status).toBe(403);
    };

    beforeEach(() => {
      chat.visitors.length = 0;
      slow.visitors.length = 0;
      asked = 0;
    });
    afterEach(answersStill);

    test.each<[string, () => string[], number]>([
      ['without a key', () => upgradeLines(CHAT, ['Sec-WebSocket-Key: ', `Origin: ${EVIL}`]), 403],
      [
        'with another version',
        () => upgradeLines(CHAT, ['Sec-WebSocket-Version: 1', `Origin: ${EVIL}`]),
        403,
      ],
      ['with POST', () => upgradeLines(CHAT, [`Origin: ${EVIL}`], `POST ${CHAT} HTTP/1.1`), 403],
      ['with HTTP/1.0', () => upgradeLines(CHAT, [`Origin: ${EVIL}`], `GET ${CHAT} HTTP/1.0`), 403],
      [
        'with two of Upgrade',
        () => upgradeLines(CHAT, ['Upgrade: h2c', 'Upgrade: websocket', `Origin: ${EVIL}`]),
        403,
      ],
      ['with two of Origin', () => upgradeLines(CHAT, [`Origin: ${APP}`, `Origin: ${APP}`]), 403],
      [
        'with two of Origin, in another case',
        () => upgradeLines(CHAT, [`ORIGIN: ${APP}`, `origin: ${EVIL}`]),
        403,
      ],
      [
        'with two of Host',
        () => upgradeLines(CHAT, ['Host: app.test', 'Host: evil.example', `Origin: ${EVIL}`]),
        403,
      ],
      [
        'without Host',
        () => upgradeLines(CHAT, [`Origin: ${EVIL}`]).filter(line => !line.startsWith('Host')),
        403,
      ],
      ['with a target of another form', () => upgradeLines(CHAT, [`Origin: ${EVIL}`], 'GET * HTTP/1.1'), 403],
      [
        'with an absolute target',
        () => upgradeLines(CHAT, [`Origin: ${EVIL}`], `GET http://app.test${CHAT} HTTP/1.1`),
        403,
      ],
      [
        'with a huge Origin',
        () => upgradeLines(CHAT, [`Origin: https://${'a'.repeat(15_000)}.example`]),
        403,
      ],
      [
        'with an Origin beyond all bounds',
        () => upgradeLines(CHAT, [`Origin: https://${'a'.repeat(40_000)}`]),
        431,
      ],
      ['with a control character in Origin', () => upgradeLines(CHAT, [`Origin: ${EVIL}\u0001`]), 400],
      ['with a space in Origin', () => upgradeLines(CHAT, [`Origin: ${APP} ${EVIL}`]), 403],
      ['with a line that goes on', () => upgradeLines(CHAT, [`Origin: ${EVIL}`, ' folded: 1']), 400],
      ['with a body', () => [...upgradeLines(CHAT, [`Origin: ${EVIL}`, 'Content-Length: 5']), 'hello'], 403],
    ])('%s, no handshake is accepted', async (_title, lines, status) => {
      const client = open(...lines());
      expect(await client.status()).toBe(status);
      expect(await client.closed).not.toContain('101');
      expect(chat.visitors).toEqual([]);
    });

    test('endless headers end with the connection, slow ones wait outside', async () => {
      const endless = open(
        'GET / HTTP/1.1',
        'Host: app.test',
        'Upgrade: websocket',
        'Connection: Upgrade',
        '',
      );
      const feeding = setInterval(() => endless.send(`X-More: ${'a'.repeat(4_000)}`, ''), 1);
      expect(await endless.status()).toBe(431);
      clearInterval(feeding);
      await endless.closed;
      const slowly = open(...upgradeLines(CHAT, [`Origin: ${EVIL}`]).slice(0, -1), 'X-Slow: ');
      await answersStill();
      slowly.send('', '', '');
      expect(await slowly.status()).toBe(403);
    });

    test('data before the decision is kept for an allowed client, and dropped for another', async () => {
      for (const allowed of [true, false]) {
        const client = open(...upgradeLines(SLOW, [`Origin: ${APP}`]));
        client.send(textFrame(JSON.stringify({ event: 'ping', data: null })));
        await until(() => owed.length === 1);
        answer(allowed);
        if (allowed) {
          await until(() => client.text.includes(sockets.name === 'WsAdapter' ? '"pong"' : 'sid'));
          client.socket.destroy();
        } else {
          // The operating system resets a connection that is closed before all data is read, so the
          // answer may be lost.
          expect([403, 0]).toContain(await client.status());
          await client.closed;
        }
      }
      expect(slow.visitors.length).toBe(sockets.name === 'WsAdapter' ? 1 : 0);
    });

    test.each<[string, (client: RawClient) => unknown]>([
      ['FIN', ({ socket }) => socket.end()],
      ['RST', ({ socket }) => socket.resetAndDestroy()],
    ])('a client may leave with %s while a predicate decides', async (_title, leave) => {
      for (const value of [true, false]) {
        const client = open(...upgradeLines(SLOW, [`Origin: ${APP}`]));
        await until(() => owed.length === 1);
        leave(client);
        await new Promise(resolve => setTimeout(resolve, 20));
        answer(value);
        await client.closed;
      }
      await answersStill();
    });

    test('of more than 1,000 that wait, the rest gets 503', async () => {
      const extra = 100;
      const clients = Array.from({ length: MOST_WAITING + extra }, () =>
        open(...upgradeLines(SLOW, [`Origin: ${EVIL}`])),
      );
      const statuses = Promise.all(clients.map(client => client.status()));
      await until(() => clients.filter(({ text }) => text.includes('503')).length === extra);
      expect([asked, owed.length]).toEqual([MOST_WAITING, MOST_WAITING]);
      // Those that need no predicate are decided meanwhile.
      await answersStill();
      answer(true);
      const counts = new Map<number, number>();
      for (const status of await statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
      expect(counts).toEqual(
        new Map([
          [101, MOST_WAITING],
          [503, extra],
        ]),
      );
      for (const { socket } of clients) socket.destroy();
      // New connections are possible again.
      const next = open(...upgradeLines(SLOW, [`Origin: ${EVIL}`]));
      await until(() => owed.length === 1);
      answer(false);
      expect(await next.status()).toBe(403);
    });

    // Once, for the time that it takes.
    const refusals =
      setting.platform === 'express' && adapter === undefined && sockets.name === 'WsAdapter'
        ? 10_000
        : 2_000;

    test(`${refusals} refused handshakes leave no memory in use`, async () => {
      const refuse = async (): Promise<void> => {
        const client = open(...upgradeLines(CHAT, [`Origin: ${EVIL}`]));
        if ((await client.status()) !== 403) throw new Error(`It was answered with ${client.text}`);
        await client.closed;
      };
      const round = async (count: number, parallel: number): Promise<void> => {
        for (let done = 0; done < count; done += parallel) {
          await Promise.all(Array.from({ length: parallel }, refuse));
        }
      };
      await round(1_000, AT_ONCE);
      const before = heapUsed();
      await round(refusals / 10, 1);
      await round(refusals - refusals / 10, AT_ONCE);
      const grown = heapUsed() - before;
      expect(grown).toBeLessThan(2_000_000);
      expect(chat.visitors).toEqual([]);
      expect(await connections()).toBeLessThanOrEqual(1);
    });
  });
});
