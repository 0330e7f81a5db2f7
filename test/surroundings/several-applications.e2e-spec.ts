import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  type INestApplication,
  Injectable,
  Module,
  type Type,
} from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import express, { type Express, type RequestHandler } from 'express';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { RequestListener, Server } from 'node:http';
import { portOf } from '../e2e/support/applications.js';
import { corsHeaders, preflight, send } from '../e2e/support/http.js';
import { ORIGIN, both, named, policiesOf } from '../routing/support/named-policies.js';
import { EXPECTED, observe } from './support/observation.js';
import { type OuterServer, serveOuter } from './support/outer-server.js';
import { surroundedModule } from './support/surrounded.js';

const PLATFORMS: readonly [name: string, create: () => AbstractHttpAdapter][] = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
];

const QUIET = { logger: false as const, abortOnError: false, forceCloseConnections: true };

const apps: INestApplication[] = [];
/** An adapter forgets its first server when it gets another one. */
const servers: Server[] = [];
let outer: OuterServer | undefined;

afterEach(async () => {
  await outer?.close();
  outer = undefined;
  for (const app of apps.splice(0)) await app.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

function pets(path: string, interceptor: 'auto' | 'always' = 'auto'): Type<unknown> {
  @CorsPolicy(named(`x-${path}`))
  @Controller(path)
  class Pets {
    @Get() list() {
      return path;
    }
  }

  @Module({
    imports: [CorsModule.forRoot({ defaults: named(`x-defaults-${path}`), interceptor })],
    controllers: [Pets],
  })
  class App {}
  return App;
}

async function listen(app: INestApplication): Promise<string> {
  await app.listen(0, '127.0.0.1');
  return `http://127.0.0.1:${portOf(app)}`;
}

async function create(root: Type<unknown>, adapter: AbstractHttpAdapter): Promise<INestApplication> {
  const app = await NestFactory.create(root, adapter, QUIET);
  apps.push(app);
  servers.push(app.getHttpServer() as Server);
  return app;
}

describe('one Express adapter, two applications', () => {
  test('at once: each serves its own routes', async () => {
    const adapter = new ExpressAdapter();
    const cats = await create(pets('cats'), adapter);
    cats.setGlobalPrefix('one');
    const urls = [await listen(cats)];
    const dogs = await create(pets('dogs'), adapter);
    dogs.setGlobalPrefix('two');
    urls.push(await listen(dogs));

    for (const url of urls) {
      expect(await policiesOf(url, 'GET /one/cats')).toEqual(both('x-cats'));
      expect(await policiesOf(url, 'GET /two/dogs')).toEqual(both('x-dogs'));
      expect((await send(url, 'GET', '/two/dogs', { Origin: ORIGIN })).body).toBe('dogs');
    }
  });

  test('one after the other: close(), then create() again', async () => {
    const adapter = new ExpressAdapter();
    const cats = await create(pets('cats'), adapter);
    cats.setGlobalPrefix('one');
    await listen(cats);
    await apps.pop()?.close();
    const dogs = await create(pets('dogs'), adapter);
    dogs.setGlobalPrefix('two');
    const url = await listen(dogs);

    const response = await send(url, 'GET', '/two/dogs', { Origin: ORIGIN });
    expect([response.status, response.body]).toEqual([200, 'dogs']);
    expect(await policiesOf(url, 'GET /two/dogs')).toEqual(both('x-dogs'));
  });

  test('and the same application again', async () => {
    const adapter = new ExpressAdapter();
    const root = pets('cats');
    await listen(await create(root, adapter));
    await apps.pop()?.close();
    const url = await listen(await create(root, adapter));

    expect((await send(url, 'GET', '/cats', { Origin: ORIGIN })).status).toBe(200);
    expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-cats'));
  });
});

describe.each(PLATFORMS)('two applications from one testing module on %s', (_name, adapter) => {
  test.each(['auto', 'always'] as const)('with interceptor: %s', async interceptor => {
    const testing = await Test.createTestingModule({ imports: [pets('cats', interceptor)] }).compile();

    while (apps.length < 2) {
      const app = testing.createNestApplication(adapter(), { logger: false });
      apps.push(app);
      const url = await listen(app);
      expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-cats'));
    }
  });

  test('the first of them still has CORS after the second has started', async () => {
    const testing = await Test.createTestingModule({ imports: [pets('cats')] }).compile();
    const urls: string[] = [];
    while (apps.length < 2) {
      const app = testing.createNestApplication(adapter(), { logger: false });
      apps.push(app);
      urls.push(await listen(app));
    }

    for (const url of urls) {
      expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-cats'));
      expect((await policiesOf(url, 'GET /nowhere')).actual).toBe('x-defaults-cats');
    }
  });
});

test.each(PLATFORMS)('a builder on %s that compiles its module again', async (_name, adapter) => {
  const builder = Test.createTestingModule({ imports: [pets('cats')] });

  for (let round = 0; round < 2; round++) {
    const testing = await builder.compile();
    const app = testing.createNestApplication(adapter(), { logger: false });
    const url = await listen(app);
    expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-cats'));
    await app.close();
  }
});

test('two applications on one Express adapter that start at the same time', async () => {
  const adapter = new ExpressAdapter();
  const started: INestApplication[] = [];
  for (const name of ['cats', 'dogs'] as const) {
    const testing = await Test.createTestingModule({ imports: [pets(name)] }).compile();
    started.push(testing.createNestApplication(adapter, { logger: false }).setGlobalPrefix(`/of-${name}`));
  }
  await Promise.all(started.map(app => app.init()));
  outer = await serveOuter(adapter.getInstance<RequestListener>());

  expect(await policiesOf(outer.url, 'GET /of-cats/cats')).toEqual(both('x-cats'));
  expect(await policiesOf(outer.url, 'GET /of-dogs/dogs')).toEqual(both('x-dogs'));
});

describe('Nest in Nest on Express', () => {
  async function mount(mountInner: (outerApp: INestApplication, inner: Express) => void): Promise<string> {
    const inner = await create(pets('cats'), new ExpressAdapter());
    await inner.init();
    const outerApp = await create(pets('dogs'), new ExpressAdapter());
    mountInner(outerApp, inner.getHttpAdapter().getInstance() as Express);
    return listen(outerApp);
  }

  test('mounted as an Express application: the inner application decides both halves', async () => {
    const url = await mount((outerApp, inner) => void outerApp.use('/b', inner));

    expect((await send(url, 'GET', '/b/cats', { Origin: ORIGIN })).body).toBe('cats');
    expect(await policiesOf(url, 'GET /b/cats')).toEqual(both('x-cats'));
    expect(await policiesOf(url, 'GET /dogs')).toEqual(both('x-dogs'));
    expect(await policiesOf(url, 'GET /nowhere')).toEqual(both('x-defaults-dogs'));
  });

  test('called by a middleware: the outer application does not know of it before the request', async () => {
    const url = await mount(
      (outerApp, inner) =>
        void outerApp.use('/b', ((request, response, next) => {
          inner(request, response, next);
        }) satisfies RequestHandler),
    );

    expect(await policiesOf(url, 'GET /b/cats')).toEqual({ actual: 'x-cats', preflight: 'x-defaults-dogs' });
  });

  test('whose inner application has no module: the outer decides', async () => {
    const inner = express();
    inner.get('/cats', (_request, response) => void response.send('cats'));
    const outerApp = await create(pets('dogs'), new ExpressAdapter());
    outerApp.use('/b', inner);
    const url = await listen(outerApp);

    expect(await policiesOf(url, 'GET /b/cats')).toEqual(both('x-defaults-dogs'));
  });
});

test('two Nest applications in one Express application: each answers for its own', async () => {
  const around = express();
  const cats = await create(pets('cats'), new ExpressAdapter());
  const dogs = await create(pets('dogs'), new ExpressAdapter());
  for (const [path, app] of [
    ['/one', cats],
    ['/two', dogs],
  ] as const) {
    await app.init();
    around.use(path, app.getHttpAdapter().getInstance() as Express);
  }
  around.get('/own', (_request, response) => void response.send('own'));
  outer = await serveOuter(around as RequestListener);
  const { url } = outer;

  expect(await policiesOf(url, 'GET /one/cats')).toEqual(both('x-cats'));
  expect(await policiesOf(url, 'GET /two/dogs')).toEqual(both('x-dogs'));
  expect(corsHeaders(await send(url, 'GET', '/own', { Origin: ORIGIN }))).toEqual({});
});

describe.each(PLATFORMS)('an application that drains on %s', (_name, adapter) => {
  test('answers a preflight with the 503 that any other request gets', async () => {
    let drain: () => void = () => undefined;
    const drained = new Promise<void>(resolve => (drain = resolve));

    @Injectable()
    class Draining implements BeforeApplicationShutdown {
      async beforeApplicationShutdown() {
        await drained;
      }
    }

    const { root } = surroundedModule();
    @Module({ imports: [root], providers: [Draining] })
    class Root {}

    const app = await NestFactory.create(Root, adapter(), { ...QUIET, return503OnClosing: true });
    const url = await listen(app);
    expect(await observe({ server: url })).toEqual(EXPECTED);
    const closed = app.close();
    try {
      // The adapter is told first, after a turn of the event loop.
      await new Promise(setImmediate);
      const actual = await send(url, 'GET', '/cats', { Origin: ORIGIN });
      const asked = await preflight(url, '/cats', { origin: ORIGIN, method: 'GET' });

      expect([actual.status, asked.status]).toEqual([503, 503]);
      expect(asked.body).toBe(actual.body);
    } finally {
      drain();
      await closed;
    }
  });
});
