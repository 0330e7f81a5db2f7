import {
  type CanActivate,
  Controller,
  ForbiddenException,
  Get,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Post,
  UseGuards,
} from '@nestjs/common';
import express, { type Express, type RequestHandler } from 'express';
import type { FastifyInstance } from 'fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type StartOptions, isFastify } from '../e2e/support/applications.js';
import { APP, EVIL, type Observed, observe, preflightVerdict, runs, expectParts } from './support/observe.js';
import { EXPRESS, FASTIFY, ON_EXPRESS, PLATFORMS } from './support/settings.js';
import { surfaceOf } from './support/vault.js';
import { whileServed } from './support/while-served.js';

@Injectable()
class Closing implements CanActivate {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

/** Its files are open to all origins. Paths outside of it are open only to the application. */
@Controller()
class Files {
  @CorsPolicy({ origin: '*' }) @Get('files/*') file() {
    return runs('file');
  }
  @CorsPolicy({ origin: '*' }) @Post('files/*') upload() {
    return runs('upload');
  }
  @CorsPolicy({ origin: '*' }) @UseGuards(Closing) @Get('guarded') guarded() {
    return runs('guarded');
  }
  @CorsPolicy({ origin: '*' }) @Get('kept') kept() {
    return runs('kept');
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], controllers: [Files] })
class Root implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_request: unknown, response: { end(body: string): void }) => {
        response.end('kept from its handler');
      })
      .forRoutes('kept');
  }
}

const OF_DEFAULTS_FOR_EVIL: Observed['cors'] = { vary: 'origin' };
const OF_DEFAULTS_FOR_APP: Observed['cors'] = { 'access-control-allow-origin': APP, 'vary': 'origin' };
const OF_FILES: Observed['cors'] = { 'access-control-allow-origin': '*' };

function instanceOf(app: INestApplication): Express {
  return app.getHttpAdapter().getInstance() as Express;
}

function onExpress(register: (instance: Express) => unknown): StartOptions {
  return { configure: app => void register(instanceOf(app)) };
}

const own: RequestHandler = (_request, response) => {
  runs('own');
  response.send('own');
};

/** Answers some requests, and leaves the others to what stands behind it. */
const some: RequestHandler = (request, response, next) => {
  if (request.query.pass === undefined) own(request, response, next);
  else next();
};

const someWithoutParameters = (...args: Parameters<RequestHandler>): unknown => some(...args);

const someLater: RequestHandler = async (request, response, next) => {
  await new Promise(resolve => setTimeout(resolve, 1));
  some(request, response, next);
};

const REGISTRATIONS: Readonly<Record<string, (instance: Express, handler: RequestHandler) => unknown>> = {
  'get() with a string': (instance, handler) => instance.get('/files/private', handler),
  'get() with a parameter': (instance, handler) => instance.get('/files/:name', handler),
  'get() with a regular expression': (instance, handler) => instance.get(/^\/files\/private/, handler),
  'get() with a list of paths': (instance, handler) =>
    instance.get(['/files/other', '/files/private'], handler),
  'get() with a list of a string and a regular expression': (instance, handler) =>
    instance.get(['/files/other', /^\/files\/priv/], handler),
  'all() with a string': (instance, handler) => instance.all('/files/private', handler),
  'route()': (instance, handler) =>
    instance.route('/files/private').get((_request, _response, next) => {
      next();
    }, handler),
  'a router at a path': (instance, handler) =>
    instance.use('/files', express.Router().get('/private', handler)),
  'a router in a router': (instance, handler) =>
    instance.use('/files', express.Router().use(express.Router().get('/private', handler))),
  'an application at a path': (instance, handler) =>
    instance.use('/files', express().get('/private', handler)),
};

const HANDLERS: Readonly<Record<string, RequestHandler>> = {
  'with three parameters': some,
  'without parameters': someWithoutParameters,
  'that takes its time': someLater,
};

const ROWS = Object.keys(REGISTRATIONS).flatMap(registration =>
  Object.keys(HANDLERS).map(handler => [registration, handler] as const),
);

describe.each(EXPRESS)("a route of the platform's own, before a route of Nest: $name", setting => {
  function start(registration: string, handler: string): StartOptions {
    return onExpress(instance => REGISTRATIONS[registration]?.(instance, HANDLERS[handler] ?? own));
  }

  test.each(ROWS)(
    '%s, a handler %s: what it answers has the defaults, and what it passes on the policy of the route',
    async (registration, handler) => {
      await whileServed(setting, Root, start(registration, handler), async served => {
        expect(await observe(served, 'GET /files/private', { origin: EVIL })).toEqual({
          status: 200,
          cors: OF_DEFAULTS_FOR_EVIL,
          ran: ['own'],
          decisions: ['refused: no route'],
        });
        expectParts(await observe(served, 'GET /files/private', { origin: APP }), {
          cors: OF_DEFAULTS_FOR_APP,
          decisions: ['allowed: no route'],
        });
        expectParts(await observe(served, 'GET /files/private'), { cors: { vary: 'origin' } });

        expect(await observe(served, 'GET /files/private?pass', { origin: EVIL })).toEqual({
          status: 200,
          cors: OF_FILES,
          ran: ['file'],
          decisions: ['allowed: Files.file'],
        });
        expectParts(await observe(served, 'GET /files/public/a', { origin: EVIL }), {
          cors: OF_FILES,
          ran: ['file'],
        });
      });
    },
  );
});

describe.each(PLATFORMS.filter(({ platform }) => platform === 'express'))(
  "a preflight for a path where a route of the platform's own stands before one of Nest: $name",
  setting => {
    test.each(Object.keys(REGISTRATIONS))('%s: both must allow', async registration => {
      const start = onExpress(instance => REGISTRATIONS[registration]?.(instance, some));
      await whileServed(setting, Root, start, async served => {
        expect(await preflightVerdict(served, 'GET /files/private', EVIL)).toMatchObject({
          status: 403,
          allowOrigin: undefined,
        });
        expect(await preflightVerdict(served, 'GET /files/private', APP)).toEqual({
          status: 204,
          allowOrigin: APP,
          credentials: false,
          varies: true,
        });
        expect(await preflightVerdict(served, 'GET /files/public/a', EVIL)).toMatchObject({
          status: 204,
          allowOrigin: '*',
        });
        expect(surfaceOf(served.app)).toHaveLength(4);
      });
    });
  },
);

/** Routes that are middleware: they match everything and pass everything on. */
const PASSING: Readonly<Record<string, (instance: Express) => unknown>> = {
  "all('*path')": instance =>
    instance.all('*path', (_request, _response, next) => {
      next();
    }),
  "all('/{*path}') without parameters": instance =>
    instance.all('/{*path}', (...args) => {
      args[2]();
    }),
  'all() with a regular expression, later': instance =>
    instance.all(/.*/, (_request, _response, next) => {
      setImmediate(next);
    }),
  "a router with all('*path')": instance =>
    instance.use(
      express.Router().all('*path', (_request, _response, next) => {
        next();
      }),
    ),
};

describe.each(EXPRESS)(
  'a route of the platform that passes everything on, as a middleware does: $name',
  setting => {
    const json = { 'Content-Type': 'application/json' };

    test.each(Object.keys(PASSING))('%s: what leads to a route of Nest has its policy', async name => {
      const start = onExpress(instance => PASSING[name]?.(instance));
      await whileServed(setting, Root, start, async served => {
        const large = { origin: EVIL, headers: json, body: JSON.stringify('a'.repeat(2 ** 18)) };
        expect(await observe(served, 'POST /files/a', large)).toEqual({
          status: 413,
          cors: OF_FILES,
          ran: [],
          decisions: ['allowed: Files.upload'],
        });
        const malformed = { origin: EVIL, headers: json, body: '{' };
        expectParts(await observe(served, 'POST /files/a', malformed), {
          status: 400,
          cors: OF_FILES,
        });
        expect(await observe(served, 'GET /guarded', { origin: EVIL })).toEqual({
          status: 403,
          cors: OF_FILES,
          ran: [],
          decisions: ['allowed: Files.guarded'],
        });
        expect(await observe(served, 'GET /kept', { origin: EVIL })).toEqual({
          status: 200,
          cors: OF_FILES,
          ran: [],
          decisions: ['allowed: Files.kept'],
        });
        expectParts(await observe(served, 'GET /files/a', { origin: EVIL }), { cors: OF_FILES });
      });
    });

    test.each(Object.keys(PASSING))(
      '%s: a preflight needs the defaults too, since it may answer',
      async name => {
        const start = onExpress(instance => PASSING[name]?.(instance));
        await whileServed(setting, Root, start, async served => {
          expect((await preflightVerdict(served, 'GET /files/a', EVIL)).status).toBe(403);
          expect(await preflightVerdict(served, 'GET /files/a', APP)).toEqual({
            status: 204,
            allowOrigin: APP,
            credentials: false,
            varies: true,
          });
        });
      },
    );

    test.each(Object.keys(PASSING))('%s: what leads nowhere has the defaults', async name => {
      const start = onExpress(instance => PASSING[name]?.(instance));
      await whileServed(setting, Root, start, async served => {
        expect(await observe(served, 'GET /nowhere', { origin: EVIL })).toEqual({
          status: 404,
          cors: OF_DEFAULTS_FOR_EVIL,
          ran: [],
          decisions: ['refused: no route'],
        });
        expectParts(await observe(served, 'GET /nowhere', { origin: APP }), {
          cors: OF_DEFAULTS_FOR_APP,
        });
      });
    });
  },
);

describe.each(EXPRESS)('a route of the platform behind those of Nest: $name', setting => {
  const configure = async (app: INestApplication): Promise<void> => {
    await app.init();
    // Nest's answer to what no route serves stands before it.
    instanceOf(app).get('/files/late', own);
  };

  test('is never reached: the route of Nest before it answers, with its own policy', async () => {
    await whileServed(setting, Root, { configure }, async served => {
      expectParts(await observe(served, 'GET /files/late', { origin: EVIL }), {
        cors: OF_FILES,
        ran: ['file'],
        decisions: ['allowed: Files.file'],
      });
    });
  });
});

describe.each(FASTIFY)('routes of the platform are more specific: $name', setting => {
  function register(instance: FastifyInstance): void {
    instance.get('/files/private', () => runs('own'));
    instance.get('/files/private/*', () => runs('own'));
    instance.register(
      (plugin, _options, done) => {
        plugin.get('/:name/deep', () => runs('own'));
        done();
      },
      { prefix: '/files' },
    );
  }

  test.each(['/files/private', '/files/private/a', '/files/a/deep'])(
    'GET %s has the defaults, and its preflight too',
    async path => {
      const configure = (app: INestApplication): void => {
        if (isFastify(app)) register(app.getHttpAdapter().getInstance());
      };
      await whileServed(setting, Root, { configure }, async served => {
        expect(await observe(served, `GET ${path}`, { origin: EVIL })).toEqual({
          status: 200,
          cors: OF_DEFAULTS_FOR_EVIL,
          ran: ['own'],
          decisions: ['refused: no route'],
        });
        expect((await preflightVerdict(served, `GET ${path}`, EVIL)).status).toBe(403);
        expect(await preflightVerdict(served, `GET ${path}`, APP)).toMatchObject({ allowOrigin: APP });
        expectParts(await observe(served, 'GET /files/public', { origin: EVIL }), {
          cors: OF_FILES,
          ran: ['file'],
        });
      });
    },
  );
});

test('a route of the platform that enforces what it passes on: the route of Nest behind it decides', async () => {
  @CorsPolicy({ origin: APP, enforce: true })
  @Controller('orders')
  class Orders {
    @Post() create() {
      return runs('create');
    }
  }
  @Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [Orders] })
  class Shop {}
  const start = onExpress(instance => instance.post(/^\/ord/, someWithoutParameters));
  await whileServed(ON_EXPRESS, Shop, start, async served => {
    expect(await observe(served, 'POST /orders?pass', { origin: EVIL })).toEqual({
      status: 403,
      cors: { vary: 'origin' },
      ran: [],
      decisions: ['enforced: Orders.create'],
    });
    expectParts(await observe(served, 'POST /orders?pass', { origin: APP }), { status: 201 });
  });
});
