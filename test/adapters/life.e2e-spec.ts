import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { portOf } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { ORIGIN, both, named, policiesOf } from '../routing/support/named-policies.js';
import { ADAPTERS } from './index.js';

interface OpenRequest {
  readonly root: Type<unknown>;
  /** Resolves when the handler has been entered. */
  readonly entered: Promise<void>;
  readonly answer: () => void;
}

function openRequest(): OpenRequest {
  let enter: () => void = () => undefined;
  let answer: () => void = () => undefined;
  const entered = new Promise<void>(resolve => (enter = resolve));
  const answered = new Promise<void>(resolve => (answer = resolve));

  @CorsPolicy(named('x-slow'))
  @Controller('slow')
  class Slow {
    @Get() async get() {
      enter();
      await answered;
      return 'slow';
    }
  }

  @Module({ imports: [CorsModule.forRoot({ defaults: named('x-defaults') })], controllers: [Slow] })
  class App {}

  return {
    root: App,
    entered,
    answer: () => {
      answer();
    },
  };
}

function pets(path: string): Type<unknown> {
  @CorsPolicy(named(`x-${path}`))
  @Controller(path)
  class Pets {
    @Get() list() {
      return path;
    }
  }

  @Module({ imports: [CorsModule.forRoot({ defaults: named(`x-defaults-${path}`) })], controllers: [Pets] })
  class App {}
  return App;
}

describe.each(ADAPTERS)('an adapter $name', ({ create }) => {
  const apps: INestApplication[] = [];
  // An adapter forgets its first server when it gets another one.
  const servers: Server[] = [];

  async function start(root: Type<unknown>, adapter = create(), prefix?: string): Promise<string> {
    const app = await NestFactory.create(root, adapter, {
      logger: false,
      abortOnError: false,
      return503OnClosing: true,
      forceCloseConnections: true,
    });
    apps.push(app);
    servers.push(app.getHttpServer() as Server);
    if (prefix !== undefined) app.setGlobalPrefix(prefix);
    await app.listen(0, '127.0.0.1');
    return `http://127.0.0.1:${portOf(app)}`;
  }

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  });

  test('answers preflights with its 503 while it drains', async () => {
    const { root, entered, answer } = openRequest();
    const url = await start(root);
    const open = send(url, 'GET', '/slow', { Origin: ORIGIN });
    await entered;
    // The adapter's own flag. `close()` would wait for the open request, and accept no more
    // connections.
    await apps[0]?.getHttpAdapter().beforeClose?.();

    const statuses = [
      (await send(url, 'GET', '/slow', { Origin: ORIGIN })).status,
      (await preflight(url, '/slow', { origin: ORIGIN, method: 'GET' })).status,
    ];
    answer();
    expect(statuses).toEqual([503, 503]);
    expect((await open).headers['access-control-expose-headers']).toBe('x-slow');
  });

  test('serves two applications at once', async () => {
    const adapter = create();
    const cats = await start(pets('cats'), adapter, 'one');
    const dogs = await start(pets('dogs'), adapter, 'two');
    for (const url of [cats, dogs]) {
      expect(await policiesOf(url, 'GET /one/cats')).toEqual(both('x-cats'));
      expect(await policiesOf(url, 'GET /two/dogs')).toEqual(both('x-dogs'));
    }
  });

  test('serves an application after another', async () => {
    const adapter = create();
    await start(pets('cats'), adapter, 'one');
    await apps.pop()?.close();
    const url = await start(pets('dogs'), adapter, 'two');
    expect(await policiesOf(url, 'GET /two/dogs')).toEqual(both('x-dogs'));
    expect((await send(url, 'GET', '/two/dogs')).body).toBe('dogs');
  });
});
