import {
  Controller,
  Get,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Post,
  type Type,
} from '@nestjs/common';
import express, { type Express, Router } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { StartOptions } from '../e2e/support/applications.js';
import { APP, EVIL, type Observed, observe, observePreflight, runs } from './support/observe.js';
import { EXPRESS, PLATFORMS } from './support/settings.js';
import { Vault, WIDE_DEFAULTS, ownPolicies, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';

type Next = (error?: unknown) => void;
type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => unknown;

/** An application that serves a dashboard and nothing else. */
function dashboard(): Express {
  const other = express();
  other.get('/admin/queues', (_request, response) => {
    runs('dashboard');
    response.send('dashboard');
  });
  other.get('/admin/fails', () => {
    throw new Error('The dashboard is broken.');
  });
  return other;
}

/** As it is below the path where it stands. */
function relativeDashboard(): Express {
  const other = express();
  other.get('/queues', (_request, response) => {
    runs('dashboard');
    response.send('dashboard');
  });
  return other;
}

function called(application: Express): Middleware {
  return (request, response, next) => (application as unknown as Middleware)(request, response, next);
}

const OF_DEFAULTS: Observed['cors'] = { 'access-control-allow-origin': '*' };

/** An answer of the dashboard itself, and not of a Nest route. */
const DASHBOARD: Observed = {
  status: 200,
  cors: OF_DEFAULTS,
  ran: ['dashboard'],
  decisions: ['allowed: no route'],
};

/** The vault, behind Nest middleware. */
function rootWith(middleware: Middleware, ...routes: string[]): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot({ defaults: WIDE_DEFAULTS })], controllers: [Vault] })
  class Root implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(middleware).forRoutes(...routes);
    }
  }
  return Root;
}

const WAYS: Readonly<Record<string, () => { root?: Type<unknown>; start?: StartOptions }>> = {
  'called in a middleware': () => ({
    start: { configure: app => void app.use(called(dashboard())) },
  }),
  'called in a middleware, twice': () => ({
    start: {
      configure: app => {
        app.use(called(express()));
        app.use(called(dashboard()));
      },
    },
  }),
  'called with a next() of its own': () => ({
    start: {
      configure: app => {
        const application = dashboard() as unknown as Middleware;
        app.use((request: IncomingMessage, response: ServerResponse, next: Next) => {
          application(request, response, () => {
            setImmediate(next);
          });
        });
      },
    },
  }),
  'applied by consumer.apply()': () => ({
    root: rootWith(relativeDashboard(), 'admin'),
  }),
  'mounted with use()': () => ({ start: { configure: app => void app.use(dashboard()) } }),
  'mounted with use() at its path': () => ({
    start: { configure: app => void app.use('/admin', relativeDashboard()) },
  }),
  'mounted with use() on the instance': () => ({
    start: {
      configure: app =>
        void (app.getHttpAdapter().getInstance() as Express).use('/admin', relativeDashboard()),
    },
  }),
  'a router, mounted with use()': () => ({
    start: {
      configure: app => {
        const router = Router();
        router.get('/queues', (_request, response) => {
          runs('dashboard');
          response.send('dashboard');
        });
        app.use('/admin', router);
      },
    },
  }),
};

describe.each(EXPRESS)('another Express application, before the routes of Nest: $name', setting => {
  test.each(Object.keys(WAYS))(
    '%s: what it answers has the defaults, what it passes on its route',
    async name => {
      const { root = vaultModule(), start = {} } = WAYS[name]?.() ?? {};
      await whileServed(setting, root, start, async served => {
        expect(await observe(served, 'GET /admin/queues', { origin: EVIL })).toEqual(DASHBOARD);
        expect(await observe(served, 'GET /admin/queues')).toEqual({ ...DASHBOARD, decisions: [] });
        expect(await vaultAnswers(served)).toEqual(ownPolicies());
      });
    },
  );

  test('called in a middleware: its error has the defaults', async () => {
    const start = WAYS['called in a middleware']?.().start ?? {};
    await whileServed(setting, vaultModule(), start, async served => {
      expect(await observe(served, 'GET /admin/fails', { origin: EVIL })).toEqual({
        ...DASHBOARD,
        status: 500,
        ran: [],
      });
    });
  });
});

describe.each(PLATFORMS)('consumer.apply() with an Express application: $name', setting => {
  const root = rootWith(express(), '{*path}');

  test('leaves their policies to the routes that it passes requests on to', async () => {
    await whileServed(setting, root, {}, async served => {
      expect(await vaultAnswers(served)).toEqual(ownPolicies());
    });
  });
});

@Controller()
class Admin {
  @CorsPolicy({ origin: APP, exposedHeaders: ['X-Admin'] }) @Get('admin/queues') queues() {
    return runs('queues');
  }
  @CorsPolicy({ origin: APP, credentials: true, enforce: true }) @Post('admin/queues') pause() {
    return runs('pause');
  }
}

describe.each(EXPRESS)('another Express application, before a route of Nest at its path: $name', setting => {
  const start = (use: (app: INestApplication) => void): StartOptions => ({ configure: use });

  test('called in a middleware: it is a middleware, and has the policy of the route behind it', async () => {
    const calling = start(app => void app.use(called(dashboard())));
    await whileServed(setting, vaultModule(Admin), calling, async served => {
      expect(await observe(served, 'GET /admin/queues', { origin: EVIL })).toEqual({
        status: 200,
        cors: { vary: 'origin' },
        ran: ['dashboard'],
        decisions: ['refused: Admin.queues'],
      });
      expect((await observePreflight(served, 'GET /admin/queues', EVIL)).status).toBe(403);
    });
  });

  test.each<[how: string, use: (app: INestApplication) => void]>([
    ['mounted with use()', app => void app.use(dashboard())],
    ['mounted with use() at its path', app => void app.use('/admin', relativeDashboard())],
  ])('%s: its route has the defaults, and the preflight needs both', async (_how, use) => {
    await whileServed(setting, vaultModule(Admin), start(use), async served => {
      expect(await observe(served, 'GET /admin/queues', { origin: EVIL })).toEqual(DASHBOARD);
      expect((await observePreflight(served, 'GET /admin/queues', EVIL)).status).toBe(403);
      const { status, cors } = await observePreflight(served, 'GET /admin/queues', APP);
      expect({ status, allowed: cors['access-control-allow-origin'] }).toEqual({ status: 204, allowed: APP });
    });
  });

  test('a request that it passes on to an enforced route is refused there', async () => {
    const mounted = start(app => void app.use(dashboard()));
    await whileServed(setting, vaultModule(Admin), mounted, async served => {
      expect(await observe(served, 'POST /admin/queues', { origin: EVIL })).toEqual({
        status: 403,
        cors: { vary: 'origin' },
        ran: [],
        decisions: ['enforced: Admin.pause'],
      });
    });
  });
});

describe.each(PLATFORMS)('a called application that answers everything: $name', setting => {
  test('has the policy of the route that it keeps requests from', async () => {
    const everything = express();
    everything.use((_request, response) => {
      response.status(418).send('a teapot');
    });
    const configure = (app: INestApplication): void => {
      app.use(called(everything));
    };
    await whileServed(setting, vaultModule(), { configure }, async served => {
      expect(await observe(served, 'GET /list', { origin: APP })).toEqual({
        status: 418,
        cors: {
          'access-control-allow-origin': APP,
          'access-control-expose-headers': 'X-List',
          'vary': 'origin',
        },
        ran: [],
        decisions: ['allowed: Vault.list'],
      });
      expect(await observe(served, 'GET /closed', { origin: EVIL })).toEqual({
        status: 418,
        cors: {},
        ran: [],
        decisions: ['refused: Vault.closed'],
      });
    });
  });
});
