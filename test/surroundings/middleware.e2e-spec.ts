import { HttpException, type INestApplication } from '@nestjs/common';
import { fastifyRateLimit } from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import compression from 'compression';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import { type Setting, SETTINGS } from '../e2e/support/applications.js';
import { corsHeaders, preflight } from '../e2e/support/http.js';
import { serve } from '../e2e/support/served.js';
import { EXPECTED, HANDLED, observe } from './support/observation.js';
import { fastifyOf, ON_EXPRESS, ON_FASTIFY } from './support/setting.js';
import { APP, surroundedModule } from './support/surrounded.js';

interface Library {
  readonly name: string;
  readonly settings: readonly Setting[];
  readonly configure: (app: INestApplication) => unknown;
  readonly works: (headers: Readonly<Record<string, string | string[] | undefined>>) => void;
}

const LIBRARIES: readonly Library[] = [
  {
    name: 'compression',
    settings: SETTINGS,
    configure: app => app.use(compression({ threshold: 0 })),
    works: headers => {
      expect(headers['content-encoding']).toBe('gzip');
    },
  },
  {
    name: 'express-session',
    settings: SETTINGS,
    configure: app => app.use(session({ secret: 'secret', resave: false, saveUninitialized: true })),
    works: headers => {
      expect(headers['set-cookie']?.[0]).toContain('connect.sid');
    },
  },
  {
    name: 'helmet',
    settings: SETTINGS,
    configure: app => app.use(helmet()),
    works: headers => {
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  },
  {
    name: 'express-rate-limit',
    settings: ON_EXPRESS,
    configure: app => app.use(rateLimit({ limit: 1000, standardHeaders: 'draft-8' })),
    works: headers => {
      expect(headers.ratelimit).toBeDefined();
    },
  },
  {
    name: '@fastify/rate-limit',
    settings: ON_FASTIFY,
    configure: app => fastifyOf(app).register(fastifyRateLimit, { max: 1000 }),
    works: headers => {
      expect(headers['x-ratelimit-limit']).toBe('1000');
    },
  },
  {
    name: '@fastify/under-pressure',
    settings: ON_FASTIFY,
    configure: app => fastifyOf(app).register(underPressure, { maxHeapUsedBytes: 2 ** 40 }),
    works: headers => {
      expect(headers['access-control-allow-origin']).toBe(APP);
    },
  },
];

describe.each(LIBRARIES)('beside $name', ({ settings, configure, works }) => {
  describe.each(settings)('on $name', setting => {
    const { root, handled } = surroundedModule();
    const served = serve(setting, () => root, {
      configure: async app => {
        await configure(app);
      },
    });

    test('the module answers as the contract says', async () => {
      const observed = await observe({ server: served().url, otherVary: ['accept-encoding'] });
      expect(observed).toEqual(EXPECTED);
      expect(handled).toEqual(HANDLED);
    });

    test('the library does its work', async () => {
      works((await served().get('/cats', { 'Origin': APP, 'Accept-Encoding': 'gzip' })).headers);
    });
  });
});

class Unavailable extends HttpException {
  constructor() {
    super('Under pressure', 503);
  }
}

const READABLE = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Cats',
  'vary': 'Origin',
};

describe.each<Omit<Library, 'works'> & { readonly status: number; readonly free: number }>([
  {
    name: 'express-rate-limit',
    settings: ON_EXPRESS,
    configure: app => app.use(rateLimit({ limit: 2, legacyHeaders: false })),
    free: 2,
    status: 429,
  },
  {
    name: '@fastify/rate-limit',
    settings: ON_FASTIFY,
    configure: app =>
      fastifyOf(app).register(fastifyRateLimit, {
        max: 2,
        // Nest makes a 500 of an error that it does not know.
        errorResponseBuilder: () => new HttpException('Too many requests', 429),
      }),
    free: 2,
    status: 429,
  },
  {
    name: '@fastify/under-pressure',
    settings: ON_FASTIFY,
    configure: app =>
      fastifyOf(app).register(underPressure, {
        healthCheck: () => Promise.resolve(false),
        healthCheckInterval: 60_000,
        customError: Unavailable,
      }),
    free: 0,
    status: 503,
  },
])('refusals of $name', ({ settings, configure, free, status }) => {
  describe.each(settings)('on $name', setting => {
    const { root, handled } = surroundedModule();
    const served = serve(setting, () => root, {
      configure: async app => {
        await configure(app);
      },
    });

    test('is readable to the page, and the preflight before it is not refused', async () => {
      for (let count = 0; count < free; count += 1)
        expect((await served().get('/cats', { Origin: APP })).status).toBe(200);

      const asked = await preflight(served().url, '/cats', { origin: APP, method: 'GET' });
      const refused = await served().get('/cats', { Origin: APP });

      expect(asked.status).toBe(204);
      expect([refused.status, corsHeaders(refused)]).toEqual([status, READABLE]);
      expect(handled).toHaveLength(free);
    });
  });
});
