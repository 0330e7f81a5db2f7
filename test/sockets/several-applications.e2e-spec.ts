import { type INestApplication, Module, type Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { portOf } from '../e2e/support/applications.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { SOCKET_ADAPTERS, type SocketAdapter, gateway } from './support/gateways.js';
import { handshake, socketIoPath } from './support/handshake.js';

const QUIET = { logger: false as const, abortOnError: false, forceCloseConnections: true };
const apps: INestApplication[] = [];
/** An adapter forgets its first server when it gets another one. */
const servers: Server[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

function rootOf(origin: string, path?: string): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: { origin } })],
    providers: path === undefined ? [] : [gateway('ChatGateway', { path }, [CorsPolicy({ origin })])],
  })
  class RootModule {}
  return RootModule;
}

function keep(app: INestApplication, sockets?: SocketAdapter): INestApplication {
  apps.push(app);
  servers.push(app.getHttpServer() as Server);
  sockets?.use(app);
  return app;
}

async function listen(app: INestApplication): Promise<string> {
  await app.listen(0, '127.0.0.1');
  return `http://127.0.0.1:${portOf(app)}`;
}

async function statuses(url: string, target: string): Promise<readonly number[]> {
  const all = [APP, PARTNER, EVIL].map(origin => handshake(url, target, { Origin: origin }));
  return (await Promise.all(all)).map(({ status }) => status);
}

describe.each(SOCKET_ADAPTERS)('with $name', sockets => {
  const [ONE, TWO] = [sockets.target('/one'), sockets.target('/two')];

  test('two applications on one adapter of Express, at once: each decides its own gateway', async () => {
    const adapter = new ExpressAdapter();
    const one = keep(await NestFactory.create(rootOf(APP, '/one'), adapter, QUIET), sockets);
    const first = await listen(one);
    expect(await statuses(first, ONE)).toEqual([101, 403, 403]);
    const two = keep(await NestFactory.create(rootOf(PARTNER, '/two'), adapter, QUIET), sockets);
    // The second one has not started, and has no gateway there.
    expect(await statuses(first, ONE)).toEqual([101, 403, 403]);
    const second = await listen(two);
    expect(await statuses(second, TWO)).toEqual([403, 101, 403]);
    expect(await statuses(first, ONE)).toEqual([101, 403, 403]);
  });

  test('two applications on one adapter, one after the other: the last one decides', async () => {
    const adapter = new ExpressAdapter();
    const one = await NestFactory.create(rootOf(APP, '/one'), adapter, QUIET);
    sockets.use(one);
    expect(await statuses(await listen(one), ONE)).toEqual([101, 403, 403]);
    await one.close();
    const two = keep(await NestFactory.create(rootOf(PARTNER, '/one'), adapter, QUIET), sockets);
    expect(await statuses(await listen(two), ONE)).toEqual([403, 101, 403]);
  });

  test.each<[string, () => AbstractHttpAdapter]>([
    ['Express', () => new ExpressAdapter()],
    ['Fastify', () => new FastifyAdapter()],
  ])('two applications of one TestingModule on %s: both are decided', async (_name, adapter) => {
    const testing = await Test.createTestingModule({ imports: [rootOf(APP, '/one')] }).compile();
    for (let count = 0; count < 2; count++) {
      const app = keep(testing.createNestApplication(adapter(), QUIET), sockets);
      expect(await statuses(await listen(app), ONE)).toEqual([101, 403, 403]);
    }
  });

  test('an application that was created and never started does not close another one', async () => {
    const adapter = new ExpressAdapter();
    const one = keep(await NestFactory.create(rootOf(APP, '/one'), adapter, QUIET), sockets);
    const first = await listen(one);
    const broken = keep(await NestFactory.create(rootOf('*', '/two'), adapter, QUIET), sockets);
    await expect(broken.init()).rejects.toThrow(/a page of any site/);
    expect(await statuses(first, ONE)).toEqual([101, 403, 403]);
    // The second application does not decide paths that no gateway serves.
    const [allowed, ...others] = await statuses(first, '/elsewhere');
    expect([allowed === 503, others]).toEqual([false, [403, 403]]);
  });
});

test('a server of the application’s own making is decided by its gateways', async () => {
  for (const make of [(server: Server) => new IoAdapter(server), (server: Server) => new WsAdapter(server)]) {
    const server = createServer();
    servers.push(server);
    const app = await NestFactory.create(rootOf(APP, '/one'), new ExpressAdapter(), QUIET);
    apps.push(app);
    app.useWebSocketAdapter(make(server));
    await app.init();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = make(createServer()) instanceof IoAdapter ? socketIoPath('/one') : '/one';
    expect(await statuses(url, target)).toEqual([101, 403, 403]);
  }
});

test('Fastify on localhost, which may have an address of each family: every one of its servers is decided', async () => {
  const app = await NestFactory.create(rootOf(APP, '/one'), new FastifyAdapter(), QUIET);
  apps.push(app);
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, 'localhost');
  const addresses = (app.getHttpAdapter().getInstance() as { addresses(): AddressInfo[] }).addresses();
  expect(addresses.length).toBeGreaterThan(0);
  for (const { address, family, port } of addresses) {
    const host = family === 'IPv6' ? `[${address}]` : address;
    expect(await statuses(`http://${host}:${port}`, '/one')).toEqual([101, 403, 403]);
  }
});
