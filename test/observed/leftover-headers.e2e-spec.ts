import {
  Controller,
  ForbiddenException,
  Get,
  Header,
  type INestApplication,
  Module,
  Post,
  Res,
} from '@nestjs/common';
import fastifyCors from '@fastify/cors';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import cors from 'cors';
import express from 'express';
import { fastify } from 'fastify';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type Setting, type StartOptions, SETTINGS, isFastify } from '../e2e/support/applications.js';
import { LogRecorder } from '../support/log-recorder.js';
import { APP, EVIL, observe, preflightVerdict, runs, expectParts } from './support/observe.js';
import { PLATFORMS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

type Next = (error?: unknown) => void;

/** Those of CORS headers, but of refused requests, which have lines of their own. */
function warningsOf(log: LogRecorder): string[] {
  return log.warnings
    .filter(({ context }) => context !== 'CorsRefusals')
    .map(({ text }) => text)
    .filter(line => /access-control-/i.test(line));
}

/** The members that the responses of both platforms have. */
interface AnyResponse {
  header(name: string, value: string): unknown;
}

@Controller()
class Pages {
  @CorsPolicy(false) @Get('closed') closed() {
    return runs('closed');
  }
  @CorsPolicy({ origin: APP, exposedHeaders: ['X-Pages'] }) @Get('pages') pages() {
    return runs('pages');
  }
  @CorsPolicy(false) @Get('fails') fails() {
    throw new ForbiddenException();
  }
  @CorsPolicy({ origin: '*' }) @Get('open') open() {
    return runs('open');
  }
  @CorsPolicy(false) @Header('Access-Control-Allow-Origin', '*') @Get('own') own() {
    return runs('own');
  }
  @CorsPolicy({ origin: APP }) @Get('own/same') same(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('Access-Control-Allow-Origin', APP);
    return runs('same');
  }
  @CorsPolicy({ origin: APP, enforce: true }) @Post('orders') order() {
    return runs('order');
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], controllers: [Pages] })
class Root {}

/**
 * Headers that earlier code puts on every response, with `*` or with the requesting origin as its
 * value.
 */
interface Leftover {
  readonly only?: Setting['platform'];
  readonly says: 'any' | 'the origin that asks';
  readonly start: () => StartOptions;
}

function byHand(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'X-Leftover');
  response.setHeader('Access-Control-Max-Age', '600');
}

function using(middleware: (request: never, response: never, next: Next) => unknown): () => StartOptions {
  return () => ({ configure: (app: INestApplication) => void app.use(middleware) });
}

const open = { origin: true, credentials: true };

const LEFTOVERS: Readonly<Record<string, Leftover>> = {
  'cors() by app.use()': { says: 'the origin that asks', start: using(cors(open)) },
  'headers by hand': {
    says: 'any',
    start: using((_request: IncomingMessage, response: ServerResponse, next: Next) => {
      byHand(response);
      next();
    }),
  },
  'a list, in lower case': {
    says: 'any',
    start: using((_request: IncomingMessage, response: ServerResponse, next: Next) => {
      response.setHeader('access-control-allow-origin', ['*']);
      response.setHeader('access-control-allow-credentials', ['true']);
      next();
    }),
  },
  'a listener of the server': {
    says: 'any',
    start: () => ({
      configure: app => {
        (app.getHttpServer() as Server).prependListener('request', (_request, response) => {
          byHand(response);
        });
      },
    }),
  },
  'cors() on an instance that is passed to the adapter': {
    only: 'express',
    says: 'the origin that asks',
    start: () => {
      const instance = express();
      instance.use(cors(open));
      return { adapter: new ExpressAdapter(instance) };
    },
  },
  'a request hook of the adapter': {
    only: 'express',
    says: 'any',
    start: () => {
      const adapter = new ExpressAdapter();
      adapter.setOnRequestHook((_request, response, done) => {
        byHand(response);
        done();
      });
      return { adapter };
    },
  },
  '@fastify/cors': {
    only: 'fastify',
    says: 'the origin that asks',
    start: () => ({
      configure: async app => {
        if (isFastify(app)) await app.register(fastifyCors, open);
      },
    }),
  },
  '@fastify/cors on an instance that is passed to the adapter': {
    only: 'fastify',
    says: 'the origin that asks',
    start: () => {
      const instance = fastify();
      void instance.register(fastifyCors, open);
      return { adapter: new FastifyAdapter(instance as never) };
    },
  },
  'a hook that sets headers of the reply': {
    only: 'fastify',
    says: 'any',
    start: () => ({
      configure: app => {
        if (!isFastify(app)) return;
        const instance = app.getHttpAdapter().getInstance();
        instance.addHook('onRequest', (_request, reply, done) => {
          void reply.headers({
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Allow-Credentials': 'true',
          });
          done();
        });
      },
    }),
  },
  'a hook that sets headers of the raw response': {
    only: 'fastify',
    says: 'any',
    start: () => ({
      configure: app => {
        if (!isFastify(app)) return;
        const instance = app.getHttpAdapter().getInstance();
        instance.addHook('preHandler', (_request, reply, done) => {
          byHand(reply.raw);
          done();
        });
      },
    }),
  },
};

function leftoversOn({ platform }: Setting): string[] {
  return Object.keys(LEFTOVERS).filter(name => (LEFTOVERS[name]?.only ?? platform) === platform);
}

function leftover(name: string): Leftover {
  const found = LEFTOVERS[name];
  if (found === undefined) throw new TypeError(`There is no ${name}.`);
  return found;
}

/** Without `Vary`, to which earlier code may have added. */
async function answer(
  server: { url: string },
  request: string,
  origin?: string,
): Promise<{ status: number; headers: object; ran: readonly string[]; decisions: readonly string[] }> {
  const observed = await observe(server, request, origin === undefined ? {} : { origin });
  const { status, ran, decisions } = observed;
  const headers = Object.fromEntries(Object.entries(observed.cors).filter(([name]) => name !== 'vary'));
  return { status, headers, ran, decisions };
}

const allows = (origin: string) => ({ 'access-control-allow-origin': origin });

describe.each(SETTINGS)('headers from earlier code: $name', setting => {
  test.each(leftoversOn(setting))('%s: a route of Nest removes them and applies its policy', async name => {
    await whileServed(setting, Root, leftover(name).start(), async served => {
      expect(await answer(served, 'GET /closed', EVIL)).toEqual({
        status: 200,
        headers: {},
        ran: ['closed'],
        decisions: ['refused: Pages.closed'],
      });
      const { headers } = await answer(served, 'GET /closed');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(await answer(served, 'GET /fails', EVIL)).toEqual({
        status: 403,
        headers: {},
        ran: [],
        decisions: ['refused: Pages.fails'],
      });
      expectParts(await answer(served, 'GET /pages', EVIL), { headers: {}, ran: ['pages'] });
      expect(await answer(served, 'GET /pages', APP)).toEqual({
        status: 200,
        headers: { ...allows(APP), 'access-control-expose-headers': 'X-Pages' },
        ran: ['pages'],
        decisions: ['allowed: Pages.pages'],
      });
      expect(await answer(served, 'GET /open', EVIL)).toEqual({
        status: 200,
        headers: allows('*'),
        ran: ['open'],
        decisions: ['allowed: Pages.open'],
      });
      const { cors: ofPages } = await observe(served, 'GET /pages');
      expect(ofPages.vary).toMatch(/origin/);
    });
  });

  test.each(leftoversOn(setting))('%s: the 403 of enforce never carries them', async name => {
    await whileServed(setting, Root, leftover(name).start(), async served => {
      expect(await answer(served, 'POST /orders', EVIL)).toEqual({
        status: 403,
        headers: {},
        ran: [],
        decisions: ['enforced: Pages.order'],
      });
      expect(await answer(served, 'POST /orders', APP)).toEqual({
        status: 201,
        headers: allows(APP),
        ran: ['order'],
        decisions: ['allowed: Pages.order'],
      });
    });
  });

  test.each(leftoversOn(setting))('%s: what a handler sets stands', async name => {
    await whileServed(setting, Root, leftover(name).start(), async served => {
      expect(await answer(served, 'GET /own', EVIL)).toEqual({
        status: 200,
        headers: allows('*'),
        ran: ['own'],
        decisions: ['refused, overridden: Pages.own'],
      });
      expect(await answer(served, 'GET /own/same', APP)).toEqual({
        status: 200,
        headers: allows(APP),
        ran: ['same'],
        decisions: ['allowed: Pages.same'],
      });
      expectParts(await answer(served, 'GET /own/same', EVIL), {
        headers: allows(APP),
        decisions: ['refused, overridden: Pages.same'],
      });
    });
  });

  test.each(leftoversOn(setting))('%s: one warning, however many requests', async name => {
    const log = new LogRecorder();
    const { configure, ...start } = leftover(name).start();
    const withLog = async (app: INestApplication): Promise<void> => {
      log.use(app);
      await configure?.(app);
    };
    await whileServed(setting, Root, { ...start, configure: withLog }, async served => {
      const about = (): string[] => warningsOf(log);
      expect(about()).toEqual([]);
      await observe(served, 'GET /closed', { origin: EVIL });
      expect(about()).toEqual([expect.stringContaining('Access-Control-Allow-Origin')]);
      for (const request of ['GET /closed', 'GET /pages', 'GET /open', 'POST /orders', 'GET /nowhere']) {
        await observe(served, request, { origin: EVIL });
        await observe(served, request, { origin: APP });
      }
      expect(about()).toHaveLength(1);
    });
  });
});

/** Set before a route is entered. If no route is entered, the client gets these headers. */
const BEFORE_ROUTES = Object.keys(LEFTOVERS).filter(name => !name.includes('raw response'));

describe.each(PLATFORMS)('a response that no route of Nest gave keeps them: $name', setting => {
  const names = leftoversOn(setting).filter(name => BEFORE_ROUTES.includes(name));

  test.each(names)('%s: a 404', async name => {
    const { says, start } = leftover(name);
    await whileServed(setting, Root, start(), async served => {
      const forEvil = await answer(served, 'GET /nowhere', EVIL);
      expect(forEvil.status).toBe(404);
      expect(forEvil.headers).toMatchObject(allows(says === 'any' ? '*' : EVIL));
      expect(forEvil.decisions).toEqual(['refused, overridden: no route']);
      const forApp = await answer(served, 'GET /nowhere', APP);
      expect(forApp.headers).toMatchObject(allows(says === 'any' ? '*' : APP));
      expect(forApp.decisions).toEqual([
        says === 'any' ? 'allowed, overridden: no route' : 'allowed: no route',
      ]);
    });
  });

  test.each([
    { where: 'for a path without a route', path: '/static', request: 'GET /static/a', route: 'no route' },
    { where: 'in the place of a route', path: '/closed', request: 'GET /closed', route: 'Pages.closed' },
  ])('the answer of a middleware $where', async ({ path, request, route }) => {
    const configure = (app: INestApplication): void => {
      app.use(cors(open));
      app.use(path, (_request: unknown, response: ServerResponse) => {
        response.end('a file');
      });
    };
    await whileServed(setting, Root, { configure }, async served => {
      expect(await answer(served, request, EVIL)).toEqual({
        status: 200,
        headers: { ...allows(EVIL), 'access-control-allow-credentials': 'true' },
        ran: [],
        decisions: [`refused, overridden: ${route}`],
      });
    });
  });
});

describe.each(PLATFORMS)('without earlier code: $name', setting => {
  test('a handler that sets the header is told apart in events, and no warning is logged', async () => {
    const log = new LogRecorder();
    await whileServed(setting, Root, { configure: log.use }, async served => {
      expect((await answer(served, 'GET /own', EVIL)).decisions).toEqual(['refused, overridden: Pages.own']);
      expect((await answer(served, 'GET /own/same', APP)).decisions).toEqual(['allowed: Pages.same']);
      expect((await answer(served, 'GET /pages', EVIL)).decisions).toEqual(['refused: Pages.pages']);
      expect(warningsOf(log)).toEqual([]);
    });
  });

  test('a handler that sets the header does not change the preflight', async () => {
    await whileServed(setting, Root, {}, async served => {
      expect((await preflightVerdict(served, 'GET /own', EVIL)).status).toBe(403);
    });
  });
});
