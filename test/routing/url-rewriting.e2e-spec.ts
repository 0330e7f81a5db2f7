import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { CatsAndDogs } from './support/cats-and-dogs.js';
import { ORIGIN, both, policiesOf } from './support/named-policies.js';

const rewritten = (path: string): string => path.replace(/^\/pets/, '/dogs');

interface RewrittenRequest {
  url: string;
  method: string;
  readonly headers: IncomingHttpHeaders;
}

const rewrite = (request: RewrittenRequest, _response: unknown, next: () => void): void => {
  request.url = rewritten(request.url);
  request.method = String(request.headers['x-method'] ?? request.method);
  next();
};

let app: INestApplication;
let url: string;

afterEach(() => app.close());

/** Rules for every place at which the URL is rewritten before the module sees it. */
function rewritingTests(): void {
  test('the policy of the handler that answers the new URL decides', async () => {
    expect((await send(url, 'GET', '/pets/1')).body).toBe('dog');
    expect(await policiesOf(url, 'GET /pets/1')).toEqual(both('x-dogs'));
    expect(await policiesOf(url, 'GET /pets')).toEqual(both('x-dogs'));
    expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-cats'));
    expect(await policiesOf(url, 'GET /petshop')).toEqual(both('x-defaults'));
  });

  test('so does a predicate of it, and what it refuses', async () => {
    expect(await policiesOf(url, 'POST /pets/1')).toEqual(both('x-dogs'));
    expect((await send(url, 'DELETE', '/pets/1', { Origin: ORIGIN })).status).toBe(403);
  });

  test('so it does where a body parser ends the request', async () => {
    const headers = { 'Origin': ORIGIN, 'Content-Type': 'application/json' };
    const response = await send(url, 'POST', '/pets/1', headers, '{');

    expect(response.status).toBe(400);
    expect(response.headers['access-control-expose-headers']).toBe('x-dogs');
  });
}

describe.each(SETTINGS.filter(({ platform }) => platform === 'fastify'))(
  "Fastify's rewriteUrl: $name",
  setting => {
    beforeEach(async () => {
      const adapter = new FastifyAdapter({ rewriteUrl: ({ url: target = '/' }) => rewritten(target) });
      ({ app, url } = await listen(setting, CatsAndDogs, { adapter }));
    });

    rewritingTests();
  },
);

describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$name', setting => {
  describe('a middleware of an Express instance that is passed to the adapter', () => {
    beforeEach(async () => {
      const instance = express();
      instance.use(rewrite);
      ({ app, url } = await listen(setting, CatsAndDogs, { adapter: new ExpressAdapter(instance) }));
    });

    rewritingTests();
  });

  describe('a middleware by app.use()', () => {
    beforeEach(async () => {
      ({ app, url } = await listen(setting, CatsAndDogs, {
        configure: created => void created.use(rewrite),
      }));
    });

    test('the response carries the policy of the handler that answers the new URL', async () => {
      expect((await policiesOf(url, 'GET /pets/1')).actual).toBe('x-dogs');
    });

    test('so does one that a body parser ends behind it', async () => {
      const headers = { 'Origin': ORIGIN, 'Content-Type': 'application/json', 'Content-Length': '1' };

      const response = await send(url, 'GET', '/pets/1', headers, '{');

      expect(response.status).toBe(400);
      expect(response.headers['access-control-expose-headers']).toBe('x-dogs');
    });

    // A preflight is answered before middleware runs. The effect of the middleware on the URL of
    // the announced request is not known.
    test('a preflight is decided by the URL that it came with', async () => {
      expect((await policiesOf(url, 'GET /pets/1')).preflight).toBe('x-defaults');
    });

    test('its predicate is called, and its refusal sent, before the handler runs', async () => {
      expect((await policiesOf(url, 'POST /pets/1')).actual).toBe('x-dogs');
      expect((await send(url, 'DELETE', '/pets/1', { Origin: ORIGIN })).status).toBe(403);
    });

    test('so it is for a method that a middleware has changed', async () => {
      const headers = { 'Origin': ORIGIN, 'X-Method': 'DELETE' };
      expect((await send(url, 'GET', '/dogs/1', headers)).status).toBe(403);
    });
  });
});
