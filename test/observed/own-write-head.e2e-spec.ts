import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import compression from 'compression';
import express from 'express';
import { fastify } from 'fastify';
import http, { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StartOptions, SETTINGS, create, isFastify } from '../e2e/support/applications.js';
import { corsHeaders } from '../e2e/support/http.js';
import { HeadWrapper } from './support/head-wrapper.js';
import { APP } from './support/observe.js';
import { EXPRESS, FASTIFY, PLATFORMS } from './support/settings.js';
import { ownPolicies, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import { replace } from './support/wrapping.js';

type Next = () => void;
type Wrap = (response: object) => void;

/** The requests of {@link vaultAnswers}: actual requests and preflights. */
const ALL = 15;
/**
 * The requests that reach a middleware: all except preflights and the one that `enforce` refuses.
 */
const BEHIND_THE_MODULE = 9;

function serverOf(app: INestApplication): Server {
  return app.getHttpServer() as Server;
}

function listenFirst(wrap: Wrap): (app: INestApplication) => void {
  return app => {
    serverOf(app).prependListener('request', (_request, response) => {
      wrap(response);
    });
  };
}

function wrapInEmit(wrap: Wrap): (app: INestApplication) => void {
  return app => {
    replace(
      serverOf(app),
      ['emit'],
      original =>
        function emit(this: unknown, ...args: unknown[]) {
          const [event, , response] = args;
          if (event === 'request' && typeof response === 'object' && response !== null) wrap(response);
          return original.apply(this, args);
        },
    );
  };
}

function wrapInMiddleware(wrap: Wrap): (app: INestApplication) => void {
  return app => {
    app.use((_request: unknown, response: object, next: Next) => {
      wrap(response);
      next();
    });
  };
}

interface Place {
  readonly only?: 'express' | 'fastify';
  /** How many of the responses come by. */
  readonly responses: number;
  readonly start?: (wrap: Wrap, platform: string) => StartOptions;
  readonly afterStart?: (wrap: Wrap) => (app: INestApplication) => void;
}

const PLACES: Readonly<Record<string, Place>> = {
  'by a listener before all others, from before the start': {
    responses: ALL,
    start: wrap => ({ configure: listenFirst(wrap) }),
  },
  'by a listener before all others, from after the start': { responses: ALL, afterStart: listenFirst },
  "by the server's emit(), replaced before the start": {
    responses: ALL,
    start: wrap => ({ configure: wrapInEmit(wrap) }),
  },
  "by the server's emit(), replaced after the start": { responses: ALL, afterStart: wrapInEmit },
  'by a middleware': {
    responses: BEHIND_THE_MODULE,
    start: wrap => ({ configure: wrapInMiddleware(wrap) }),
  },
  'by a middleware of an instance that is passed to the adapter': {
    only: 'express',
    // It comes before the module's own, for those that the module refuses too.
    responses: BEHIND_THE_MODULE + 1,
    start: wrap => {
      const instance = express();
      instance.use((_request, response, next) => {
        wrap(response);
        next();
      });
      return { adapter: new ExpressAdapter(instance) };
    },
  },
  'by a hook of an instance that is passed to the adapter': {
    only: 'fastify',
    responses: BEHIND_THE_MODULE + 1,
    start: wrap => {
      const instance = fastify();
      instance.addHook('onRequest', (_request, reply, done) => {
        wrap(reply.raw);
        done();
      });
      return { adapter: new FastifyAdapter(instance as never) };
    },
  },
  'between the server and Fastify': {
    only: 'fastify',
    responses: ALL,
    start: wrap => ({
      adapter: new FastifyAdapter({
        serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
          createServer((request, response) => {
            wrap(response);
            handler(request, response);
          }),
      }),
    }),
  },
};

const STYLES = {
  'sets a header': (wrapper: HeadWrapper): Wrap => wrapper.wrap,
  'adds a header to an object of headers': (wrapper: HeadWrapper): Wrap => wrapper.wrapWithObject,
} as const;

const ROWS = Object.keys(PLACES).flatMap(place =>
  (Object.keys(STYLES) as (keyof typeof STYLES)[]).map(style => [style, place] as const),
);

function isInner(place: Place): boolean {
  return place.responses === BEHIND_THE_MODULE + 1;
}

describe.each(SETTINGS)('an own writeHead on the response: $name', setting => {
  test.each(ROWS.filter(([, place]) => (PLACES[place]?.only ?? setting.platform) === setting.platform))(
    'that %s, %s: it runs once for each response, which has the headers of its route',
    async (style, name) => {
      const place = PLACES[name] ?? { responses: 0 };
      const wrapper = new HeadWrapper();
      const wrap = STYLES[style](wrapper);
      const start = place.start?.(wrap, setting.platform) ?? {};
      await whileServed(setting, vaultModule(), start, async served => {
        place.afterStart?.(wrap)(served.app);
        expect(await vaultAnswers(served)).toEqual(ownPolicies());
        expect(wrapper.calls).toBeGreaterThanOrEqual(place.responses);
        // A preflight may be answered ahead of what the instance has.
        expect(wrapper.calls).toBeLessThanOrEqual(isInner(place) ? ALL : place.responses);

        const { calls } = wrapper;
        const { headers } = await served.get('/list', { Origin: APP });
        expect(headers['x-wrapped']).toBe(String(calls + 1));
        expect(wrapper.calls).toBe(calls + 1);
      });
    },
  );
});

describe.each(PLATFORMS)('several of them: $name', setting => {
  test('a listener from before the start, one from after it, and a middleware', async () => {
    const [outer, late, inner] = [
      new HeadWrapper('outer'),
      new HeadWrapper('late'),
      new HeadWrapper('inner'),
    ];
    const configure = (app: INestApplication): void => {
      listenFirst(outer.wrap)(app);
      wrapInMiddleware(inner.wrapWithObject)(app);
    };
    await whileServed(setting, vaultModule(), { configure }, async served => {
      listenFirst(late.wrapWithObject)(served.app);
      expect(await vaultAnswers(served)).toEqual(ownPolicies());
      expect([outer.calls, late.calls, inner.calls]).toEqual([ALL, ALL, BEHIND_THE_MODULE]);
      const { headers } = await served.get('/list', { Origin: APP });
      expect(headers).toHaveProperty('x-outer');
      expect(headers).toHaveProperty('x-late');
      expect(headers).toHaveProperty('x-inner');
    });
  });

  test('the same one twice', async () => {
    const wrapper = new HeadWrapper();
    const configure = (app: INestApplication): void => {
      listenFirst(wrapper.wrap)(app);
      listenFirst(wrapper.wrap)(app);
    };
    await whileServed(setting, vaultModule(), { configure }, async served => {
      expect(await vaultAnswers(served)).toEqual(ownPolicies());
      expect(wrapper.calls).toBe(2 * ALL);
    });
  });

  test('compression, which sets Vary in a writeHead of its own', async () => {
    const configure = (app: INestApplication): void => {
      app.use(compression({ threshold: 0 }));
    };
    await whileServed(setting, vaultModule(), { configure }, async served => {
      const response = await served.get('/list', { 'Origin': APP, 'Accept-Encoding': 'gzip' });
      expect(response.headers['content-encoding']).toBe('gzip');
      expect(corsHeaders(response)).toEqual({
        'access-control-allow-origin': APP,
        'access-control-expose-headers': 'X-List',
        'vary': expect.stringMatching(/^(?=.*Origin)(?=.*Accept-Encoding)/) as string,
      });
    });
  });
});

/** When `ServerResponse.prototype.writeHead` is replaced. */
const MOMENTS = [
  'before the application is made',
  'before init()',
  'after init()',
  'after the start',
] as const;

describe.each(PLATFORMS)('ServerResponse.prototype.writeHead is replaced: $name', setting => {
  test.each(MOMENTS)('%s: the new one runs once for each response', async moment => {
    const wrapper = new HeadWrapper();
    let undo = (): void => undefined;
    const patch = (): void => {
      undo = replace(http.ServerResponse.prototype, ['writeHead'], wrapper.around);
    };
    try {
      if (moment === 'before the application is made') patch();
      const configure = async (app: INestApplication): Promise<void> => {
        if (moment === 'before init()') patch();
        if (moment !== 'after init()') return;
        await app.init();
        patch();
      };
      await whileServed(setting, vaultModule(), { configure }, async served => {
        if (moment === 'after the start') patch();
        expect(await vaultAnswers(served)).toEqual(ownPolicies());
        expect(wrapper.calls).toBe(ALL);
      });
    } finally {
      undo();
    }
  });
});

describe.each(FASTIFY)('a server that compresses around Fastify: $name', setting => {
  test('answers, with the headers of the route', async () => {
    const compress = compression({ threshold: 0 }) as unknown as (
      request: IncomingMessage,
      response: ServerResponse,
      next: Next,
    ) => void;
    const adapter = new FastifyAdapter({
      serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
        createServer((request, response) => {
          compress(request, response, () => {
            handler(request, response);
          });
        }),
    });
    await whileServed(setting, vaultModule(), { adapter }, async served => {
      expect(isFastify(served.app)).toBe(true);
      const response = await served.get('/list', { 'Origin': APP, 'Accept-Encoding': 'gzip' });
      expect(response.status).toBe(200);
      expect(response.headers['content-encoding']).toBe('gzip');
      expect(response.headers['access-control-allow-origin']).toBe(APP);
      expect(response.headers['access-control-expose-headers']).toBe('X-List');
      expect(await vaultAnswers(served)).toMatchObject({ preflights: ownPolicies().preflights });
    });
  });
});

/** Servers of the application's own, to which Nest is a function. */
const OUTER: Readonly<Record<string, (instance: Listener, wrap: Wrap) => Listener>> = {
  'a server that wraps responses and calls the instance': (instance, wrap) => (request, response) => {
    wrap(response);
    instance(request, response);
  },
  'an outer application that wraps responses, and mounts the instance': (instance, wrap) => {
    const outer = express();
    outer.use((_request, response, next) => {
      wrap(response);
      next();
    });
    return outer.use(instance as never) as never;
  },
  'an outer application that wraps responses, and calls the instance': (instance, wrap) => {
    const outer = express();
    return outer.use((request, response) => {
      wrap(response);
      instance(request, response);
    }) as never;
  },
  'an outer application that compresses before it mounts the instance': (instance, wrap) => {
    const outer = express();
    outer.use((_request, response, next) => {
      wrap(response);
      next();
    });
    outer.use(compression({ threshold: 1_000_000, filter: () => false }));
    return outer.use(instance as never) as never;
  },
};

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

describe.each(EXPRESS)("Nest in a server of the application's own: $name", setting => {
  test.each(Object.keys(OUTER))('%s', async name => {
    const wrapper = new HeadWrapper();
    const app = await create(setting, vaultModule(), {});
    await app.init();
    const instance = app.getHttpAdapter().getInstance() as Listener;
    const server = createServer(OUTER[name]?.(instance, wrapper.wrap));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await vaultAnswers({ app, url: `http://127.0.0.1:${port}` })).toEqual(ownPolicies());
      expect(wrapper.calls).toBe(ALL);
    } finally {
      await new Promise(resolve => server.close(resolve));
      await app.close();
    }
  });
});
