import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express, { type Express } from 'express';
import { type FastifyInstance, fastify } from 'fastify';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { CatsAndDogs } from './support/cats-and-dogs.js';
import { ORIGIN, both, policiesOf, shared } from './support/named-policies.js';

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))(
  "an Express instance of the application's own: $name",
  setting => {
    async function start(prepare: (instance: Express) => void): Promise<void> {
      const instance = express();
      prepare(instance);
      ({ app, url } = await listen(setting, CatsAndDogs, { adapter: new ExpressAdapter(instance) }));
    }

    test.each<[setting: string, request: string, policy: string]>([
      ['case sensitive routing', 'GET /Cats', 'x-defaults'],
      ['case sensitive routing', 'GET /cats/', 'x-cats'],
      ['strict routing', 'GET /cats/', 'x-defaults'],
      ['strict routing', 'GET /Cats', 'x-cats'],
      ['none', 'GET /Cats/', 'x-cats'],
    ])('keeps its settings (%s): %s has the policy %s', async (name, request, policy) => {
      await start(instance => instance.set(name, true));

      expect(await policiesOf(url, request)).toEqual(both(policy));
    });

    test('takes no settings once its router is there', async () => {
      await start(instance => {
        instance.use((_request, _response, next) => {
          next();
        });
        instance.set('case sensitive routing', true);
      });

      expect(await policiesOf(url, 'GET /Cats')).toEqual(both('x-cats'));
    });

    test('keeps its middleware and routes, which have the module defaults', async () => {
      await start(instance => {
        instance.use((_request, response, next) => {
          response.setHeader('X-Middleware', 'ran');
          next();
        });
        instance.get('/cats/own', (_request, response) => void response.send('own'));
      });

      const response = await send(url, 'GET', '/cats/own', { Origin: ORIGIN });
      expect([response.body, response.headers['x-middleware']]).toEqual(['own', 'ran']);
      // The route may pass the request on to Nest's `cats/:id`, which a preflight does not tell.
      expect(await policiesOf(url, 'GET /cats/own')).toEqual(shared('x-defaults'));
      expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
    });
  },
);

describe.each(SETTINGS.filter(({ platform }) => platform === 'fastify'))(
  "a Fastify instance of the application's own: $name",
  setting => {
    async function start(
      options: object,
      prepare: (instance: FastifyInstance) => void = () => undefined,
    ): Promise<void> {
      const instance = fastify(options);
      prepare(instance);
      ({ app, url } = await listen(setting, CatsAndDogs, { adapter: new FastifyAdapter(instance) }));
    }

    test.each<[options: object, request: string, policy: string]>([
      [{}, 'GET /Cats', 'x-defaults'],
      [{ routerOptions: { caseSensitive: false } }, 'GET /Cats', 'x-cats'],
      [{ routerOptions: { ignoreTrailingSlash: true } }, 'GET /cats/', 'x-cats'],
      [{ routerOptions: { ignoreDuplicateSlashes: true } }, 'GET //cats', 'x-cats'],
      [{ routerOptions: { useSemicolonDelimiter: true } }, 'GET /cats;a=1', 'x-cats'],
      [{}, `GET /cats/${'x'.repeat(100)}`, 'x-cats'],
      [{ routerOptions: { maxParamLength: 200 } }, `GET /cats/${'x'.repeat(200)}`, 'x-cats'],
      // As Fastify took them before it had `routerOptions`, and beside some of these.
      [{ caseSensitive: false }, 'GET /Cats', 'x-cats'],
      [
        { maxParamLength: 200, routerOptions: { caseSensitive: false } },
        `GET /Cats/${'x'.repeat(200)}`,
        'x-cats',
      ],
    ])('keeps its options %p: %s has the policy %s', async (options, request, policy) => {
      await start(options);

      expect(await policiesOf(url, request)).toEqual(both(policy));
    });

    test('keeps its hooks and routes, which have the module defaults', async () => {
      await start({}, instance => {
        instance.addHook('onRequest', (_request, reply, done) => {
          reply.header('X-Hook', 'ran');
          done();
        });
        instance.get('/cats/own', () => 'own');
        instance.get('/dogs/:name/own', () => 'own');
      });

      const response = await send(url, 'GET', '/cats/own', { Origin: ORIGIN });
      expect([response.body, response.headers['x-hook']]).toEqual(['own', 'ran']);
      expect(await policiesOf(url, 'GET /cats/own')).toEqual(both('x-defaults'));
      expect(await policiesOf(url, 'HEAD /cats/own')).toEqual(both('x-defaults'));
      expect(await policiesOf(url, 'GET /dogs/1/own')).toEqual(both('x-defaults'));
      expect(await policiesOf(url, 'POST /cats/own')).toEqual(both('x-cats'));
      expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
    });

    test.each<[how: string, options: object, path: string]>([
      ['a hook rewrites the URL', {}, '/cats'],
      ['Fastify rewrites the URL', { rewriteUrl: () => '/cats' }, '/elsewhere'],
    ])('where %s, a hook that answers shares what both policies give', async (_how, options, path) => {
      await start(options, instance => {
        instance.addHook('onRequest', (request, reply) => {
          if (path === '/cats') request.raw.url = '/elsewhere';
          void reply.send('ended');
        });
      });

      const { body, headers } = await send(url, 'GET', path, { Origin: ORIGIN });
      expect([body, headers['access-control-expose-headers']]).toEqual(['ended', undefined]);
    });
  },
);
