import { connect } from 'node:net';
import { Body, Controller, Get, Module, Param, Post, type Type } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { fastify } from 'fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type Setting, SETTINGS, portOf } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from './support/own-policy.js';
import { type WireResponse, exchange, requestText, responsesIn } from './support/raw-socket.js';

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cat')
  @Get(':id')
  find(@Param('id') id: string): object {
    return { id };
  }

  @OwnPolicy('X-Cats')
  @Post()
  create(@Body() cat: object): object {
    return cat;
  }

  @CorsPolicy(false)
  @Get('closed/:id')
  closed(): string {
    return 'closed';
  }
}

function rootModule(): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

const DEFAULT_HEADERS = { ...expectedPolicy(undefined).headers, vary: 'Origin' };
const CAT_HEADERS = { ...expectedPolicy('X-Cat').headers, vary: 'Origin' };
const HOST = { Host: 'localhost' };

/** As long as Node takes a head, and longer than Fastify takes a parameter. */
const LONG = 'a'.repeat(4096);

function corsOf(response: WireResponse | undefined): Record<string, string> {
  return corsHeaders({ headers: response?.headers ?? {}, status: 0, rawHeaders: [], body: '' });
}

describe.each(SETTINGS)('URLs that no route takes: $name', setting => {
  const served = serve(setting, rootModule);

  test.each(['/cats/%ZZ', '/%', '/cats/%E0%A4%A', '/cats/%ZZ?a=%ZZ'])(
    '400 for a malformed URL carries the headers of the defaults (%s)',
    async path => {
      for (const [headers, expected] of [
        [{ Origin: DEFAULTS_ORIGIN }, DEFAULT_HEADERS],
        [{ Origin: ROUTE_ORIGIN }, { vary: 'Origin' }],
        [{}, { vary: 'Origin' }],
      ] as const) {
        const response = await served().get(path, headers);
        // Express has no route for the second, and so nothing to decode.
        expect(response.status).toBe(setting.platform === 'express' && path === '/%' ? 404 : 400);
        expect(corsHeaders(response)).toEqual(expected);
      }
    },
  );

  test('a malformed query has no effect', async () => {
    const response = await served().get('/cats/1?a=%ZZ', { Origin: ROUTE_ORIGIN });
    expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 200, ...CAT_HEADERS });
  });

  test('a preflight for a malformed URL: the defaults decide on Express, Fastify answers 400 itself', async () => {
    const response = await served().preflight('/cats/%ZZ', { origin: DEFAULTS_ORIGIN, method: 'GET' });
    if (setting.platform === 'express') {
      expect(response.status).toBe(204);
      expect(corsHeaders(response)).toMatchObject({ 'access-control-allow-origin': DEFAULTS_ORIGIN });
    } else {
      expect(response.status).toBe(400);
      expect(corsHeaders(response)).toEqual({});
    }
  });

  test('a parameter that is too long for Fastify: 414 carries the headers of the defaults', async () => {
    const route = await served().get(`/cats/${LONG}`, { Origin: ROUTE_ORIGIN });
    const other = await served().get(`/cats/${LONG}`, { Origin: DEFAULTS_ORIGIN });
    if (setting.platform === 'express') {
      expect({ status: route.status, ...corsHeaders(route) }).toEqual({ status: 200, ...CAT_HEADERS });
      expect(corsHeaders(other)).toEqual({ vary: 'Origin' });
    } else {
      expect({ status: other.status, ...corsHeaders(other) }).toEqual({ status: 414, ...DEFAULT_HEADERS });
      expect(corsHeaders(route)).toEqual({ vary: 'Origin' });
    }
  });

  test('and its preflight is decided by the same policy', async () => {
    const origin = setting.platform === 'express' ? ROUTE_ORIGIN : DEFAULTS_ORIGIN;
    const response = await served().preflight(`/cats/${LONG}`, { origin, method: 'GET' });
    expect(response.status).toBe(204);
    expect(response.headers['access-control-allow-origin']).toBe(origin);
  });

  test('a refusal of Node itself has no CORS headers', async () => {
    const port = portOf(served().app);
    const origin = { Origin: DEFAULTS_ORIGIN };
    for (const [text, status] of [
      [requestText('/cats/1', { ...HOST, ...origin, 'X-Large': 'a'.repeat(20_000) }), 431],
      [requestText('/cats/1', origin), 400],
      [requestText('/cats/1', { ...HOST, ...origin, Expect: 'the-unexpected', Connection: 'close' }), 417],
      [requestText('/cats/1', { ...HOST, ...origin, 'Transfer-Encoding': 'none' }), 400],
    ] as const) {
      const [response] = responsesIn(await exchange(port, text));
      expect({ status: response?.status, ...corsOf(response) }).toEqual({ status });
    }
  });
});

describe.each(SETTINGS)('connections: $name', setting => {
  const served = serve(setting, rootModule);

  test('HTTP/1.0, without a Host', async () => {
    const text = requestText('/cats/1', { Origin: ROUTE_ORIGIN }, { version: '1.0' });
    const [response] = responsesIn(await exchange(portOf(served().app), text));
    expect({ status: response?.status, ...corsOf(response) }).toEqual({ status: 200, ...CAT_HEADERS });
  });

  test('HTTP/1.0 preflight', async () => {
    const headers = { 'Origin': ROUTE_ORIGIN, 'Access-Control-Request-Method': 'GET' };
    const text = requestText('/cats/1', headers, { method: 'OPTIONS', version: '1.0' });
    const [response] = responsesIn(await exchange(portOf(served().app), text));
    expect(response?.status).toBe(204);
    expect(response?.headers).toHaveProperty('access-control-allow-origin', ROUTE_ORIGIN);
  });

  test('each request on one connection gets an answer of its own, also in a pipeline', async () => {
    const preflight = { ...HOST, 'Access-Control-Request-Method': 'GET' };
    const text = [
      requestText('/cats/1', { ...HOST, Origin: ROUTE_ORIGIN }),
      requestText('/cats/2', { ...HOST, Origin: DEFAULTS_ORIGIN }),
      requestText('/nowhere', { ...HOST, Origin: DEFAULTS_ORIGIN }),
      requestText('/cats/1', { ...preflight, Origin: ROUTE_ORIGIN }, { method: 'OPTIONS' }),
      requestText('/cats/closed/1', { ...HOST, Origin: ROUTE_ORIGIN }),
      requestText('/cats/1', { ...preflight, Origin: DEFAULTS_ORIGIN }, { method: 'OPTIONS' }),
      requestText('/cats/3', { ...HOST, Connection: 'close' }),
    ].join('');
    const responses = responsesIn(await exchange(portOf(served().app), text));
    expect(responses.map(({ status, headers }) => [status, headers['access-control-allow-origin']])).toEqual([
      [200, ROUTE_ORIGIN],
      [200, undefined],
      [404, DEFAULTS_ORIGIN],
      [204, ROUTE_ORIGIN],
      [200, undefined],
      [403, undefined],
      [200, undefined],
    ]);
  });

  test('an absolute-form target', async () => {
    const text = requestText('http://localhost/cats/1', {
      ...HOST,
      Origin: ROUTE_ORIGIN,
      Connection: 'close',
    });
    const [response] = responsesIn(await exchange(portOf(served().app), text));
    expect({ status: response?.status, ...corsOf(response) }).toEqual({ status: 200, ...CAT_HEADERS });
  });

  test('a client that goes away in the middle of its upload, and the server goes on', async () => {
    for (const path of ['/cats', '/nowhere']) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(portOf(served().app), '127.0.0.1', () => {
          const headers = { ...HOST, 'Origin': ROUTE_ORIGIN, 'Content-Type': 'application/json' };
          socket.write(
            `${requestText(path, { ...headers, 'Content-Length': '1000' }, { method: 'POST' })}{"half`,
            () => socket.resetAndDestroy(),
          );
        });
        socket.on('error', reject);
        socket.on('close', () => {
          resolve();
        });
      });
    }
    const response = await served().get('/cats/1', { Origin: ROUTE_ORIGIN });
    expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 200, ...CAT_HEADERS });
  });
});

/** An instance of the application that requires a credential before the module sees the request. */
function guardedAdapter({ platform }: Setting): AbstractHttpAdapter {
  if (platform === 'express') {
    const instance = express();
    instance.use((request, response, next) => {
      if (request.headers.authorization === undefined) response.status(401).end();
      else next();
    });
    return new ExpressAdapter(instance);
  }
  const instance = fastify();
  instance.addHook('onRequest', (request, reply, done) => {
    if (request.headers.authorization === undefined) void reply.code(401).send();
    else done();
  });
  return new FastifyAdapter(instance);
}

describe.each(SETTINGS)('an instance that ends requests before the module sees them: $name', setting => {
  const served = serve(setting, rootModule, { adapter: guardedAdapter(setting) });

  test.each([
    ['/cats/1', ROUTE_ORIGIN, CAT_HEADERS],
    ['/cats/1', DEFAULTS_ORIGIN, { vary: 'Origin' }],
    ['/cats/closed/1', DEFAULTS_ORIGIN, {}],
    ['/nowhere', DEFAULTS_ORIGIN, DEFAULT_HEADERS],
  ])('%s, %s: the policy of the route that the URL leads to', async (path, origin, expected) => {
    for (const [headers, statuses] of [
      [{}, [401]],
      [{ Authorization: 'any' }, [200, 404]],
    ] as const) {
      const response = await served().get(path, { Origin: origin, ...headers });
      expect(statuses).toContain(response.status);
      expect(corsHeaders(response)).toEqual(expected);
    }
  });
});
