import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { type StartOptions, SETTINGS } from '../support/applications.js';
import { send } from '../support/http.js';
import { Served } from '../support/served.js';
import { DEFAULTS, ROUTE_ORIGIN } from './support/own-policy.js';
import { CATS_ANSWER, PREFLIGHT, PREFLIGHT_VARY, headersOf } from './support/preflight-answers.js';

const FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

const ORIGINS: Readonly<Record<string, CorsPolicyOptions['origin']>> = {
  'a list': [ROUTE_ORIGIN],
  'a predicate that takes its time': async origin => {
    await new Promise(resolve => setTimeout(resolve, 1));
    return origin === ROUTE_ORIGIN;
  },
};

function rootModule(origin: CorsPolicyOptions['origin'], status: 200 | 204): Type<unknown> {
  @CorsPolicy({ ...(origin === undefined ? {} : { origin }), optionsSuccessStatus: status, maxAge: 60 })
  @Controller('cats')
  class CatsController {
    @Get()
    list(): string {
      return 'cats';
    }
  }

  @Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

let seen: unknown[] = [];

function instanceOf(app: INestApplication): FastifyInstance {
  return app.getHttpAdapter().getInstance() as FastifyInstance;
}

/** An instance of the application's own, with a hook that runs before the module. */
function instanceWithHook(onRequest: (reply: FastifyReply) => void): StartOptions {
  const instance = fastify();
  instance.addHook('onRequest', (_request, reply, done) => {
    onRequest(reply);
    done();
  });
  return { adapter: new FastifyAdapter(instance as never) };
}

/**
 * Makes a listener of the server add a header to each head. It supports only headers in objects.
 */
function addToHeads(app: INestApplication): void {
  (app.getHttpServer() as Server).prependListener('request', (_request, response: ServerResponse) => {
    const writeHead = response.writeHead.bind(response) as (
      status: number,
      headers: object,
    ) => ServerResponse;
    const wrapped = (status: number, headers: object) =>
      writeHead(status, {
        ...headers,
        'X-Head': Object.keys(headers).includes('0') ? 'a list' : 'an object',
      });
    Object.assign(response, { writeHead: wrapped });
  });
}

/** Code on Fastify beside a preflight's answer, and the headers that it adds. */
const COMPANY: Readonly<
  Record<
    string,
    {
      start: () => StartOptions;
      more?: Readonly<Record<string, string>>;
      saw?: (status: number) => unknown[];
    }
  >
> = {
  'nothing': { start: () => ({}) },
  'a hook for what is sent': {
    start: () => ({
      configure: app => {
        instanceOf(app).addHook('onSend', (_request, reply, _payload, done) => {
          seen.push(reply.getHeader('Access-Control-Allow-Origin'));
          reply.header('X-Sent', 'by the hook');
          done();
        });
      },
    }),
    more: { 'x-sent': 'by the hook' },
    saw: () => [ROUTE_ORIGIN],
  },
  'a hook for what was sent': {
    start: () => ({
      configure: app => {
        instanceOf(app).addHook('onResponse', (_request, reply, done) => {
          seen.push(reply.statusCode);
          done();
        });
      },
    }),
    saw: status => [status],
  },
  'headers of a hook before it': {
    start: () =>
      instanceWithHook(reply => {
        reply.header('X-Early', 'by the hook').header('Vary', 'Accept');
      }),
    more: { 'x-early': 'by the hook', 'vary': `Accept, ${PREFLIGHT_VARY}` },
  },
  'headers that a hook before it puts on the raw response': {
    start: () => instanceWithHook(reply => reply.raw.setHeader('Vary', 'Accept')),
    more: { vary: `Accept, ${PREFLIGHT_VARY}` },
  },
  'headers of a listener of the server': {
    start: () => ({
      configure: app => {
        const server: Server = app.getHttpServer() as Server;
        server.prependListener('request', (_request, response: ServerResponse) => {
          response.setHeader('X-Server', 'by the listener');
        });
      },
    }),
    more: { 'x-server': 'by the listener' },
  },
  'a listener of the server that adds to heads': {
    start: () => ({ configure: addToHeads }),
    more: { 'x-head': 'an object' },
  },
};

test.each(FASTIFY)('an actual response goes by who adds to heads, too: $name', async setting => {
  const served = await Served.start(setting, rootModule([ROUTE_ORIGIN], 204), { configure: addToHeads });
  const response = await served.get('/cats', { Origin: ROUTE_ORIGIN });
  await served.close();

  expect(response.headers).toMatchObject({
    'x-head': 'an object',
    'content-type': 'text/plain; charset=utf-8',
    'access-control-allow-origin': ROUTE_ORIGIN,
    'vary': 'Origin',
  });
});

describe.each(FASTIFY)('a preflight’s answer: $name', setting => {
  describe.each([200, 204] as const)('%i', status => {
    const rows = Object.keys(ORIGINS).flatMap(origin => Object.keys(COMPANY).map(name => [origin, name]));
    test.each(rows)('of %s, beside %s', async (origin, name) => {
      const { start, more = {}, saw = () => [] } = COMPANY[name] ?? { start: () => ({}) };
      seen = [];
      const served = await Served.start(setting, rootModule(ORIGINS[origin], status), start());
      const response = await served.send('OPTIONS', '/cats', PREFLIGHT);
      await served.close();

      expect({ status: response.status, body: response.body, ...headersOf(response) }).toEqual({
        status,
        body: '',
        ...CATS_ANSWER,
        ...(status === 200 ? { 'content-length': '0' } : {}),
        ...more,
      });
      expect(seen).toEqual(saw(status));
    });
  });
});

test('an Express application that this one is mounted in may have answered before a predicate has', async () => {
  const decided = new Set<string>();
  const slow: CorsPolicyOptions['origin'] = async origin => {
    await new Promise(resolve => setTimeout(resolve, 50));
    decided.add(origin);
    return true;
  };
  const inner = express();
  const app = await NestFactory.create(rootModule(slow, 204), new ExpressAdapter(inner), { logger: false });
  await app.init();
  const outer = express();
  outer.use((_request, response, next) => {
    setTimeout(() => response.status(503).end(), 5);
    next();
  });
  outer.use(inner);
  const server = outer.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  expect((await send(`http://127.0.0.1:${port}`, 'OPTIONS', '/cats', PREFLIGHT)).status).toBe(503);
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(decided.has(ROUTE_ORIGIN)).toBe(true);

  server.close();
  await app.close();
});
