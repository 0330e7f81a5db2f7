import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { once } from 'node:events';
import { type RequestListener, type Server, ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SETTINGS, type StartOptions } from '../support/applications.js';
import { send } from '../support/http.js';
import { type PreflightRow, describePreflights, onHeads, see } from './support/preflight-rows.js';
import {
  CATS_ANSWER,
  PREFLIGHT,
  PREFLIGHT_VARY,
  catsModule,
  headersOf,
  recordResponses,
} from './support/preflight-answers.js';

/** Express gives every response that it handles a prototype of its own. */
function wasSeenByExpress(response: ServerResponse): boolean {
  return Object.getPrototypeOf(response) !== ServerResponse.prototype;
}

function instanceWith(configure: (instance: express.Express) => void): StartOptions {
  const instance = express();
  configure(instance);
  return { adapter: new ExpressAdapter(instance) };
}

const ROWS: Readonly<Record<string, PreflightRow>> = {
  'X-Powered-By switched off': {
    start: () => instanceWith(instance => instance.disable('x-powered-by')),
    isAhead: true,
  },
  'a URL that Express parses in full': { path: '/cats#a', isAhead: false },
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
          see(request.originalUrl);
        });
      },
    }),
    saw: ['/cats'],
    isAhead: false,
  },
  'a listener of the server that looks at heads': {
    start: () => onHeads(see),
    saw: [[204]],
    isAhead: false,
  },
};

describePreflights({
  settings: SETTINGS.filter(({ platform }) => platform === 'express'),
  rows: ROWS,
  answer: CATS_ANSWER,
  wasSeenByPlatform: wasSeenByExpress,
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

  expect(headersOf(response)).toEqual({ ...CATS_ANSWER, vary: `Accept, ${PREFLIGHT_VARY}` });
});

test('a router that is taken without its application', async () => {
  const inner = express();
  const app = await startOn(inner, catsModule());
  const { server, url } = await serveWith(express().use('/api', inner.router));
  const response = await send(url, 'OPTIONS', '/api/cats', PREFLIGHT);
  server.close();
  await app.close();

  expect(headersOf(response)).toEqual(CATS_ANSWER);
});

test('without a server of Nest’s, as where there are only functions', async () => {
  const instance = express();
  const app = await startOn(instance, catsModule());
  const { server, url } = await serveWith((request, response) => void instance(request, response));
  const responses = recordResponses(server);
  const response = await send(url, 'OPTIONS', '/cats', PREFLIGHT);
  server.close();
  await app.close();

  expect(headersOf(response)).toEqual(CATS_ANSWER);
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
