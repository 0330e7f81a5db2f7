import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type RequestListener, type Server, ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CORS_DECISION_CHANNEL, type CorsDecision } from 'nestjs-cors-policy';
import { SETTINGS, type StartOptions } from '../support/applications.js';
import { send } from '../support/http.js';
import { Served } from '../support/served.js';
import {
  CATS_ANSWER,
  type CatsPolicies,
  PREFLIGHT,
  PREFLIGHT_VARY,
  catsModule,
  headersOf,
  recordResponses,
} from './support/preflight-answers.js';

const EXPRESS = SETTINGS.filter(({ platform }) => platform === 'express');

/** The answer for `/cats`, whichever way it takes. */
const ANSWER = { 'x-powered-by': 'Express', ...CATS_ANSWER };

/** Express gives every response that it handles a prototype of its own. */
function wasSeenByExpress(response: ServerResponse): boolean {
  return Object.getPrototypeOf(response) !== ServerResponse.prototype;
}

function serverOf(app: INestApplication): Server {
  return app.getHttpServer() as Server;
}

let seen: unknown[] = [];

function onServer(listener: RequestListener): StartOptions {
  return { configure: app => void serverOf(app).prependListener('request', listener) };
}

function instanceWith(configure: (instance: express.Express) => void): StartOptions {
  const instance = express();
  configure(instance);
  return { adapter: new ExpressAdapter(instance) };
}

interface Row {
  readonly policies?: CatsPolicies;
  readonly start?: () => StartOptions;
  readonly path?: string;
  readonly status?: 200;
  /** What differs from the usual answer. */
  readonly more?: Readonly<Record<string, string | undefined>>;
  readonly saw?: readonly unknown[];
  readonly isAhead: boolean;
}

const ROWS = {
  'nothing': { isAhead: true },
  'a query': { path: '/cats?origin=https://evil.example&a=%5B%5D', isAhead: true },
  'status 200': { policies: { status: 200 }, status: 200, more: { 'content-length': '0' }, isAhead: true },
  'a policy that refuses by itself': { policies: { enforce: true }, isAhead: true },
  'middleware of the application, which preflights have never reached': {
    start: () => ({
      configure: app =>
        void app.use((_request: unknown, _response: unknown, next: () => void) => {
          next();
        }),
    }),
    isAhead: true,
  },
  'no X-Powered-By': {
    start: () => instanceWith(instance => instance.disable('x-powered-by')),
    more: { 'x-powered-by': undefined },
    isAhead: true,
  },
  'a URL that Express parses in full': { path: '/cats#a', isAhead: false },
  'a policy with a predicate': { policies: { predicate: true }, isAhead: false },
  'a host that only Express tells': {
    policies: { host: 'api.example' },
    start: () => instanceWith(instance => instance.set('trust proxy', true)),
    isAhead: false,
  },
  'middleware of an instance of the application’s own': {
    start: () =>
      instanceWith(instance => {
        instance.use((_request, response, next) => {
          response.vary('Accept').set('X-Early', 'by the middleware');
          next();
        });
      }),
    more: { 'vary': `Accept, ${PREFLIGHT_VARY}`, 'x-early': 'by the middleware' },
    isAhead: false,
  },
  'a hook of the adapter for what was sent': {
    start: () => ({
      configure: app => {
        (app.getHttpAdapter() as ExpressAdapter).setOnResponseHook((request: express.Request) => {
          seen.push(request.originalUrl);
        });
      },
    }),
    saw: ['/cats'],
    isAhead: false,
  },
  'headers of a listener of the server': {
    start: () => onServer((_request, response) => response.setHeader('X-Server', 'by the listener')),
    more: { 'x-server': 'by the listener' },
    isAhead: false,
  },
  'a listener of the server that looks at heads': {
    start: () =>
      onServer((_request, response) => {
        const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
        response.writeHead = (...args: unknown[]) => {
          seen.push(args);
          return writeHead(...args);
        };
      }),
    saw: [[204]],
    isAhead: false,
  },
} satisfies Readonly<Record<string, Row>>;

describe.each(EXPRESS)('a preflight’s answer: $name', setting => {
  test.each(Object.entries<Row>(ROWS))('beside %s', async (_name, row) => {
    const { policies, start, path = '/cats', status = 204, more, saw = [], isAhead } = row;
    seen = [];
    const served = await Served.start(setting, catsModule(policies), start?.());
    const responses = recordResponses(serverOf(served.app));
    const forwarded = { 'X-Forwarded-Host': 'api.example' };
    const response = await served.send('OPTIONS', path, { ...PREFLIGHT, ...forwarded });
    const refused = await served.send('OPTIONS', path, {
      ...PREFLIGHT,
      ...forwarded,
      Origin: 'https://evil.example',
    });
    await served.close();

    expect({ status: response.status, body: response.body, ...headersOf(response) }).toEqual({
      status,
      body: '',
      ...ANSWER,
      ...more,
    });
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
    expect(seen).toEqual(expect.arrayContaining([...saw]));
    expect(responses.map(wasSeenByExpress)).toEqual([!isAhead, !isAhead]);
  });

  test('whoever listens to decisions is told of it', async () => {
    const published: CorsDecision[] = [];
    const listen = (decision: unknown) => published.push(decision as CorsDecision);
    const served = await Served.start(setting, catsModule());
    const responses = recordResponses(serverOf(served.app));
    subscribe(CORS_DECISION_CHANNEL, listen);
    await served.send('OPTIONS', '/cats?a=b', PREFLIGHT);
    await served.send('OPTIONS', '/cats', { ...PREFLIGHT, Origin: 'https://evil.example' });
    unsubscribe(CORS_DECISION_CHANNEL, listen);
    await served.close();

    expect(published).toMatchObject([
      { kind: 'preflight', allowed: true, url: '/cats?a=b', status: 204, handlers: ['CatsController.list'] },
      { kind: 'preflight', allowed: false, url: '/cats', handlers: ['CatsController.list'] },
    ]);
    expect(responses.map(wasSeenByExpress)).toEqual([false, false]);
  });
});

async function serveWith(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function startOn(instance: express.Express, root: Type<unknown>): Promise<INestApplication> {
  return (await NestFactory.create(root, new ExpressAdapter(instance), { logger: false })).init();
}

test('an application that this one is mounted in has its say', async () => {
  const inner = express();
  const app = await startOn(inner, catsModule());
  const outer = express();
  outer.use((_request, response, next) => {
    response.vary('Accept');
    next();
  });
  outer.use('/api', inner);
  const { server, url } = await serveWith(outer);
  const response = await send(url, 'OPTIONS', '/api/cats', PREFLIGHT);
  server.close();
  await app.close();

  expect(headersOf(response)).toEqual({ ...ANSWER, vary: `Accept, ${PREFLIGHT_VARY}` });
});

test('a router that is taken without its application', async () => {
  const inner = express();
  const app = await startOn(inner, catsModule());
  const { server, url } = await serveWith(express().use('/api', inner.router));
  const response = await send(url, 'OPTIONS', '/api/cats', PREFLIGHT);
  server.close();
  await app.close();

  expect(headersOf(response)).toEqual(ANSWER);
});

test('without a server of Nest’s, as where there are only functions', async () => {
  const instance = express();
  const app = await startOn(instance, catsModule());
  const { server, url } = await serveWith((request, response) => void instance(request, response));
  const responses = recordResponses(server);
  const response = await send(url, 'OPTIONS', '/cats', PREFLIGHT);
  server.close();
  await app.close();

  expect(headersOf(response)).toEqual(ANSWER);
  expect(responses.map(wasSeenByExpress)).toEqual([false]);
});

test('of two applications on one instance, the first answers, as its middleware does', async () => {
  const instance = express();
  const first = await startOn(instance, catsModule());
  const second = await startOn(instance, catsModule({ status: 200 }));
  const { server, url } = await serveWith(instance);
  const response = await send(url, 'OPTIONS', '/cats', PREFLIGHT);
  server.close();
  await first.close();
  await second.close();

  expect(response.status).toBe(204);
});
