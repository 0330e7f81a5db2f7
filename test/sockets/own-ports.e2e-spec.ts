import { once } from 'node:events';
import { type Server as HttpServer, createServer } from 'node:http';
import { type INestApplication, Module, type NestModule } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { AbstractWsAdapter } from '@nestjs/websockets';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { Server } from 'socket.io';
import { create } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM, type EveryPlatform } from '../paths/support/every-platform.js';
import { LogRecorder } from '../support/log-recorder.js';
import { visitSocketIo, visitWebSocket } from './support/clients.js';
import { freePort } from './support/free-port.js';
import { handshake, pollingPath, socketIoPath } from './support/handshake.js';
import { type VisitedGateway, visitedGateway } from './support/visited.js';

const OPTIONS: CorsModuleOptions = { defaults: { origin: APP }, paths: { '/keyed': { origin: PARTNER } } };

interface Held {
  readonly app: INestApplication;
  readonly log: LogRecorder;
  /** Lets the start-up go on to its end. */
  readonly start: () => Promise<void>;
}

/** Creates an application, and starts it as far as its gateways listen. */
async function held(
  { setting, adapter, interceptor }: EveryPlatform,
  gateways: readonly VisitedGateway[],
  socketAdapter: (app: INestApplication) => AbstractWsAdapter,
): Promise<Held> {
  let goOn: () => void = () => undefined;
  const gate = new Promise<void>(resolve => (goOn = resolve));
  let reached: () => void = () => undefined;
  const listening = new Promise<void>(resolve => (reached = resolve));

  @Module({
    imports: [CorsModule.forRoot({ interceptor, ...OPTIONS })],
    providers: gateways.map(({ type }) => type),
  })
  class RootModule implements NestModule {
    // Nest connects gateways before it configures middleware.
    async configure(): Promise<void> {
      reached();
      await gate;
    }
  }
  const log = new LogRecorder();
  const app = await create(setting, RootModule, {
    ...(adapter === undefined ? {} : { adapter: adapter() }),
    configure: each => {
      each.useLogger(log);
      each.useWebSocketAdapter(socketAdapter(each));
    },
  });
  const started = app.listen(0, '127.0.0.1');
  await Promise.race([listening, started]);
  return {
    app,
    log,
    start: async () => {
      goOn();
      await started;
    },
  };
}

const REFUSED = { answer: undefined, error: expect.stringContaining('403') as unknown };

describe.each(EVERY_PLATFORM)('gateways on other ports, on $name', platform => {
  let app: INestApplication | undefined;

  afterEach(async () => {
    await app?.close();
  });

  test.each<[string, { path?: string; namespace?: string }, string]>([
    ['without a path', {}, PARTNER],
    ['with a path', { path: '/rt' }, PARTNER],
    ['with a namespace', { namespace: '/rooms' }, PARTNER],
    ['without a decorator', { path: '/plain' }, APP],
    ['at a key of paths', { path: '/keyed' }, PARTNER],
  ])("Socket.IO %s: the gateway's policy decides", async (_title, options, allowed) => {
    const port = await freePort();
    const { path = '/socket.io', namespace = '' } = options;
    const isDecorated = !['/plain', '/keyed'].includes(path);
    const chat = visitedGateway(
      'ChatGateway',
      options,
      isDecorated ? [CorsPolicy({ origin: PARTNER })] : [],
      port,
    );
    const { start, ...held_ } = await held(platform, [chat], each => new IoAdapter(each));
    ({ app } = held_);
    const url = `http://127.0.0.1:${port}`;

    // It listens, and cannot say yet what it allows.
    expect((await handshake(url, socketIoPath(path), { Origin: allowed })).status).toBe(503);
    // The first request that polls is a handshake too.
    expect((await send(url, 'GET', pollingPath(path), { Origin: allowed })).status).toBe(503);
    await start();

    const visit = (origin: string | undefined) =>
      visitSocketIo(`${url}${namespace}`, origin, 'websocket', { path });
    const [other] = [APP, PARTNER].filter(origin => origin !== allowed);
    expect(await visit(allowed)).toMatchObject({ answer: 'pong' });
    expect(await visit(undefined)).toMatchObject({ answer: 'pong' });
    for (const origin of [other, EVIL, 'null']) expect(await visit(origin)).toEqual(REFUSED);
    expect(await visit(url)).toMatchObject({ answer: 'pong' });
    expect(chat.visitors).toEqual([allowed, undefined, url]);

    const polled = await send(url, 'GET', pollingPath(path), { Origin: allowed });
    expect([polled.status, polled.headers['access-control-allow-origin']]).toEqual([200, allowed]);
    const blocked = await send(url, 'GET', pollingPath(path), { Origin: EVIL });
    expect(blocked.headers['access-control-allow-origin']).toBeUndefined();
    expect(blocked.headers.vary).toBe('Origin');
    const question = { method: 'POST', headers: 'content-type' };
    const asked = await preflight(url, pollingPath(path), { ...question, origin: allowed });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, allowed]);
    expect((await preflight(url, pollingPath(path), { ...question, origin: EVIL })).status).toBe(403);
  });

  test.each<[string, string | undefined, string]>([
    ['without a path', undefined, PARTNER],
    ['with a path', '/chat', PARTNER],
    ['at a key of paths', '/keyed', PARTNER],
  ])("ws %s: the gateway's policy decides", async (_title, path, allowed) => {
    const port = await freePort();
    const decorators = path === '/keyed' ? [] : [CorsPolicy({ origin: PARTNER })];
    const chat = visitedGateway('ChatGateway', path === undefined ? {} : { path }, decorators, port);
    const { start, ...held_ } = await held(platform, [chat], each => new WsAdapter(each));
    ({ app } = held_);
    const url = `http://127.0.0.1:${port}`;
    const visit = (origin: string | undefined, at = path ?? '/') => visitWebSocket(`${url}${at}`, origin);

    expect((await handshake(url, path ?? '/', { Origin: allowed })).status).toBe(503);
    await start();

    expect(await visit(allowed)).toEqual({ answer: 'pong' });
    expect(await visit(undefined)).toEqual({ answer: 'pong' });
    for (const origin of [APP, EVIL, 'null']) expect(await visit(origin)).toEqual(REFUSED);
    // A server without a path takes every path.
    if (path === undefined) {
      expect(await visit(allowed, '/any/where')).toEqual({ answer: 'pong' });
      expect(await visit(APP, '/any/where')).toEqual(REFUSED);
    }
    expect(chat.visitors.filter(origin => origin !== allowed && origin !== undefined)).toEqual([]);
  });

  test('of two paths on one port, each has its own policy', async () => {
    const port = await freePort();
    const chat = visitedGateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ origin: PARTNER })], port);
    const news = visitedGateway('NewsGateway', { path: '/news' }, [], port);
    const { start, ...held_ } = await held(platform, [chat, news], each => new WsAdapter(each));
    ({ app } = held_);
    await start();
    const visit = (path: string, origin: string) => visitWebSocket(`http://127.0.0.1:${port}${path}`, origin);
    expect(await visit('/chat', PARTNER)).toEqual({ answer: 'pong' });
    expect(await visit('/news', APP)).toEqual({ answer: 'pong' });
    expect(await visit('/chat', APP)).toEqual(REFUSED);
    expect(await visit('/news', PARTNER)).toEqual(REFUSED);
    expect([chat.visitors, news.visitors]).toEqual([[PARTNER], [APP]]);
  });

  test('a server that is made after the start is decided by paths and defaults', async () => {
    const adapter = new IoAdapter();
    const { start, ...held_ } = await held(platform, [], () => adapter);
    ({ app } = held_);
    await start();
    const port = await freePort();
    const server = adapter.create(port);
    const url = `http://127.0.0.1:${port}`;
    expect((await handshake(url, socketIoPath(), { Origin: APP })).status).toBe(101);
    expect((await handshake(url, socketIoPath(), { Origin: EVIL })).status).toBe(403);
    expect((await send(url, 'GET', pollingPath(), { Origin: APP })).status).toBe(200);
    if (server instanceof Server) await server.close();
  });
});

/** An adapter that makes servers which nothing but itself knows. */
class OpaqueAdapter extends AbstractWsAdapter {
  override create(port: number): HttpServer {
    return createServer().listen(port);
  }
  override bindMessageHandlers(): void {
    // Its clients say nothing.
  }
}

test.each<[string, number, number]>([
  ['on a port of its own', 1, 1],
  ['on the application’s own server', 0, 0],
])('a server that is not seen is warned of: %s', async (_title, isOwnPort, warnings) => {
  const [express] = EVERY_PLATFORM;
  if (express === undefined) throw new TypeError('There is no platform.');
  const port = isOwnPort === 1 ? await freePort() : 0;
  const chat = visitedGateway('ChatGateway', {}, [CorsPolicy({ origin: PARTNER })], port);
  let server: HttpServer | undefined;
  const adapter = new OpaqueAdapter();
  const make = adapter.create.bind(adapter);
  adapter.create = (...args) => (server = make(...args));
  const { app, log, start } = await held(express, [chat], () => adapter);
  await start();
  expect(log.warnings.map(({ text }) => text).filter(text => text.includes('are not checked'))).toEqual(
    Array<unknown>(warnings).fill(
      'The handshakes of ChatGateway are not checked, because the WebSocket adapter creates a server that is neither ' +
        'a Socket.IO server nor a ws server. Check Origin in that adapter.',
    ),
  );
  await app.close();
  if (server !== undefined) await once(server.close(), 'close');
});
