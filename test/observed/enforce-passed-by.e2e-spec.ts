import {
  All,
  Controller,
  Get,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Next,
  Post,
  type Type,
  VersioningType,
} from '@nestjs/common';
import { CorsService } from 'nestjs-cors-policy';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { type Setting, type StartOptions, SETTINGS } from '../e2e/support/applications.js';
import { APP, EVIL, type Observed, observe, runs } from './support/observe.js';
import { type Rule, RULES, askedOrigins, ordersOf, wideModule } from './support/orders.js';
import { PLATFORMS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

type NextFunction = (error?: unknown) => void;
type Change = (request: IncomingMessage & { query?: unknown }) => void;

@Controller()
class PassesOn {
  @All('{*path}') pass(@Next() next: NextFunction) {
    runs('pass');
    next();
  }
}

@Controller()
class PassesOnLater {
  @All('{*path}') async pass(@Next() next: NextFunction) {
    await new Promise(resolve => setTimeout(resolve, 1));
    runs('pass');
    next();
  }
}

@Controller()
class PassesOnRoute {
  @All('{*path}') pass(@Next() next: NextFunction) {
    runs('pass');
    next('route');
  }
}

@Controller({ path: 'orders', version: '1' })
class FirstVersion {
  @Post() create() {
    return runs('first version');
  }
}

@Controller({ path: 'orders', host: 'public.example' })
class PublicHost {
  @Post() create() {
    return runs('public host');
  }
  @Get() list() {
    return runs('public host');
  }
}

/** A way in which a request reaches the orders although it seemed to go elsewhere. */
interface Way {
  readonly only?: Setting['platform'];
  readonly controllers: (rule: Rule) => Type<unknown>[];
  readonly start?: () => StartOptions;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The code that ran earlier. */
  readonly before?: readonly string[];
  /** Of the orders. */
  readonly handler: 'create' | 'remove';
}

function using(change: Change): () => StartOptions {
  return () => ({ configure: use(change) });
}

function use(change: Change): (app: INestApplication) => void {
  return app => {
    app.use((request: IncomingMessage, _response: unknown, next: NextFunction) => {
      change(request);
      next();
    });
  };
}

/** Changes requests between the server and Fastify. */
function ahead(change: Change): () => StartOptions {
  return () => ({
    adapter: new FastifyAdapter({
      serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
        createServer((request, response) => {
          change(request);
          handler(request, response);
        }),
    }),
  });
}

const setHost: Change = ({ headers }) => {
  headers.host = 'internal.example';
};
const rewrite: Change = request => {
  request.url = request.url?.replace('/alias', '/orders') ?? '';
};
const override: Change = request => {
  const method = request.headers['x-method'];
  if (typeof method === 'string') request.method = method;
};

const internalOrders = (rule: Rule) => [ordersOf(rule, { host: 'internal.example' }), PublicHost];

const WAYS: Readonly<Record<string, Way>> = {
  'a route of Nest that calls next()': {
    only: 'express',
    controllers: rule => [PassesOn, ordersOf(rule)],
    request: 'POST /orders',
    before: ['pass'],
    handler: 'create',
  },
  'a route of Nest that calls next() later': {
    only: 'express',
    controllers: rule => [PassesOnLater, ordersOf(rule)],
    request: 'POST /orders',
    before: ['pass'],
    handler: 'create',
  },
  "a route of Nest that calls next('route')": {
    only: 'express',
    controllers: rule => [PassesOnRoute, PassesOn, ordersOf(rule)],
    request: 'POST /orders',
    before: ['pass', 'pass'],
    handler: 'create',
  },
  'a middleware that sets the version header from the query': {
    only: 'express',
    controllers: rule => [FirstVersion, ordersOf(rule, { version: '2' })],
    start: () => ({
      configure: app => {
        app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
        use(request => {
          request.headers['x-version'] = new URL(request.url ?? '', 'http://a').searchParams.get('v') ?? '1';
        })(app);
      },
    }),
    request: 'POST /orders?v=2',
    handler: 'create',
  },
  'a middleware that sets the version header over another one': {
    only: 'express',
    controllers: rule => [FirstVersion, ordersOf(rule, { version: '2' })],
    start: () => ({
      configure: app => {
        app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
        use(request => {
          request.headers['x-version'] = '2';
        })(app);
      },
    }),
    request: 'POST /orders',
    headers: { 'X-Version': '1' },
    handler: 'create',
  },
  'a middleware that sets Host, of no host of a route before': {
    controllers: rule => [ordersOf(rule, { host: 'internal.example' })],
    start: using(setHost),
    request: 'POST /orders',
    handler: 'create',
  },
  'a middleware that sets Host, of another route before': {
    only: 'express',
    controllers: internalOrders,
    start: using(setHost),
    request: 'POST /orders',
    headers: { Host: 'public.example' },
    handler: 'create',
  },
  'a server that sets Host ahead of Fastify': {
    only: 'fastify',
    controllers: rule => [ordersOf(rule, { host: 'internal.example' })],
    start: ahead(setHost),
    request: 'POST /orders',
    handler: 'create',
  },
  'a route of the platform without declared parameters': {
    only: 'express',
    controllers: rule => [ordersOf(rule)],
    start: () => ({
      configure: app => {
        const instance = app.getHttpAdapter().getInstance() as {
          all(path: string, handler: (...args: [unknown, unknown, NextFunction]) => void): void;
        };
        instance.all('/orders{/*rest}', (...args) => {
          args[2]();
        });
      },
    }),
    request: 'POST /orders',
    handler: 'create',
  },
  'a middleware that sets the method in lower case': {
    only: 'express',
    controllers: rule => [ordersOf(rule)],
    start: using(override),
    request: 'POST /orders/1',
    headers: { 'X-Method': 'delete' },
    handler: 'remove',
  },
  'a middleware that overrides the method': {
    only: 'express',
    controllers: rule => [ordersOf(rule)],
    start: using(override),
    request: 'POST /orders/1',
    headers: { 'X-Method': 'DELETE' },
    handler: 'remove',
  },
  'a server that overrides the method ahead of Fastify': {
    only: 'fastify',
    controllers: rule => [ordersOf(rule)],
    start: ahead(override),
    request: 'POST /orders/1',
    headers: { 'X-Method': 'DELETE' },
    handler: 'remove',
  },
  'a middleware that rewrites the URL': {
    only: 'express',
    controllers: rule => [ordersOf(rule)],
    start: using(rewrite),
    request: 'POST /alias',
    handler: 'create',
  },
  'a server that rewrites the URL ahead of Fastify': {
    only: 'fastify',
    controllers: rule => [ordersOf(rule)],
    start: ahead(rewrite),
    request: 'POST /alias',
    handler: 'create',
  },
  "Fastify's rewriteUrl": {
    only: 'fastify',
    controllers: rule => [ordersOf(rule)],
    start: () => ({
      adapter: new FastifyAdapter({
        rewriteUrl: ({ url = '' }: { url?: string | undefined }) => url.replace('/alias', '/orders'),
      }),
    }),
    request: 'POST /alias',
    handler: 'create',
  },
};

function waysOn({ platform }: Setting): string[] {
  return Object.keys(WAYS).filter(name => (WAYS[name]?.only ?? platform) === platform);
}

function wayOf(name: string): Way {
  const way = WAYS[name];
  if (way === undefined) throw new TypeError(`There is no way ${name}.`);
  return way;
}

function refused({ before = [], handler }: Way): Observed {
  return { status: 403, cors: { vary: 'origin' }, ran: before, decisions: [`enforced: Orders.${handler}`] };
}

function unreadable({ before = [], handler }: Way): Observed {
  return {
    status: handler === 'create' ? 201 : 200,
    cors: { vary: 'origin' },
    ran: [...before, 'guard', handler],
    decisions: [`refused: Orders.${handler}`],
  };
}

function allowed({ before = [], handler }: Way): Observed {
  return {
    status: handler === 'create' ? 201 : 200,
    cors: {
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'vary': 'origin',
    },
    ran: [...before, 'guard', handler],
    decisions: [`allowed: Orders.${handler}`],
  };
}

function ask(server: { url: string }, { request, headers = {} }: Way, origin: string): Promise<Observed> {
  return observe(server, request, { origin, headers });
}

const ENFORCING = (Object.keys(RULES) as Rule[]).filter(rule => rule.startsWith('enforced'));
const OTHERS = (Object.keys(RULES) as Rule[]).filter(rule => !rule.startsWith('enforced'));

describe.each(SETTINGS)('the route that is entered decides: $name', setting => {
  test.each(waysOn(setting).flatMap(name => ENFORCING.map(rule => [name, rule] as const)))(
    'reached by %s, %s: a refused origin reaches no handler or guard, and each origin is checked once',
    async (name, rule) => {
      const way = wayOf(name);
      await whileServed(setting, wideModule(way.controllers(rule)), way.start?.() ?? {}, async served => {
        const isAsked = rule !== 'enforced, by a list';
        askedOrigins();
        expect(await ask(served, way, EVIL)).toEqual(refused(way));
        expect(askedOrigins()).toEqual(isAsked ? [EVIL] : []);
        expect(await ask(served, way, APP)).toEqual(allowed(way));
        expect(askedOrigins()).toEqual(isAsked ? [APP] : []);
      });
    },
  );

  test.each(waysOn(setting).flatMap(name => OTHERS.map(rule => [name, rule] as const)))(
    'reached by %s, %s: the allowed origin has the headers, and the refused one has none',
    async (name, rule) => {
      const way = wayOf(name);
      await whileServed(setting, wideModule(way.controllers(rule)), way.start?.() ?? {}, async served => {
        expect(await ask(served, way, APP)).toEqual(allowed(way));
        expect(await ask(served, way, EVIL)).toEqual(unreadable(way));
      });
    },
  );
});

describe.each(PLATFORMS)("together with Nest's CSRF protection, which trusts(): $name", setting => {
  test.each(waysOn(setting))('reached by %s: no handler runs for a refused origin', async name => {
    const way = wayOf(name);
    const { configure, ...start } = way.start?.() ?? {};
    const protect = async (app: INestApplication): Promise<void> => {
      const cors = app.get(CorsService);
      app.enableCsrfProtection({ exclude: (request: unknown) => cors.trusts(request) });
      await configure?.(app);
    };
    const root = wideModule(way.controllers('enforced, by a predicate'));
    await whileServed(setting, root, { ...start, configure: protect }, async served => {
      const headers = { ...way.headers, 'Sec-Fetch-Site': 'cross-site' };
      const { status, cors, ran } = await ask(served, { ...way, headers }, EVIL);
      expect({ status, ran: ran.filter(each => each !== 'pass') }).toEqual({ status: 403, ran: [] });
      expect(cors).not.toHaveProperty('access-control-allow-origin');
    });
  });
});

describe.each(PLATFORMS)('a Nest middleware: $name', setting => {
  test('that sets Host by consumer.apply()', async () => {
    @Module({ imports: [wideModule([ordersOf('enforced, by a list', { host: 'internal.example' })])] })
    class WithMiddleware implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((request: IncomingMessage, _response: unknown, next: NextFunction) => {
            setHost(request);
            next();
          })
          .forRoutes('{*path}');
      }
    }
    await whileServed(setting, WithMiddleware, {}, async served => {
      expect(await observe(served, 'POST /orders', { origin: EVIL })).toEqual({
        status: 403,
        cors: { vary: 'origin' },
        ran: [],
        decisions: ['enforced: Orders.create'],
      });
    });
  });
});
