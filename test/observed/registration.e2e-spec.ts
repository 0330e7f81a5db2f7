import { Controller, type INestApplication, type Type } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { fastify } from 'fastify';
import { CorsConfigurationError } from 'nestjs-cors-policy';
import { type Setting, type StartOptions, SETTINGS, create } from '../e2e/support/applications.js';
import { EVIL, observe, preflightVerdict, runs } from './support/observe.js';
import { EXPRESS, PLATFORMS } from './support/settings.js';
import { Vault, ownPolicies, surfaceOf, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import { type Handler, isHandler, replace } from './support/wrapping.js';

@Controller()
class BoundVault extends Vault {
  constructor() {
    super();
    this.closed = this.closed.bind(this);
    this.list = this.list.bind(this);
  }
}

async function startUpError(setting: Setting, root: Type<unknown>, start: StartOptions): Promise<unknown> {
  let app: INestApplication | undefined;
  try {
    app = await create(setting, root, start);
    await app.init();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await app?.close().catch(() => undefined);
  }
}

const moved = (path: unknown): unknown => (path === '/closed' ? '/moved' : path);

class MovingExpressAdapter extends ExpressAdapter {
  override get(...[path, ...others]: unknown[]): never {
    return super.get(...([moved(path), ...others] as [never])) as never;
  }
}

class MovingFastifyAdapter extends FastifyAdapter {
  override get(...[path, ...others]: unknown[]): never {
    return super.get(...([moved(path), ...others] as [never])) as never;
  }
}

function movingGet(original: Handler): Handler {
  return function get(this: unknown, path: unknown, ...others: unknown[]) {
    return original.call(this, moved(path), ...others);
  };
}

/** Ways in which a Nest route is registered at another place than Nest requested. */
const MOVES: Readonly<
  Record<string, { only?: Setting['platform']; start: (platform: string) => StartOptions }>
> = {
  'a subclass of the adapter': {
    start: platform => ({
      adapter: platform === 'express' ? new MovingExpressAdapter() : new MovingFastifyAdapter(),
    }),
  },
  'a method of the adapter that its owner replaced': {
    start: platform => {
      const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
      replace(adapter, ['get'], movingGet);
      return { adapter };
    },
  },
  'a method of the Express instance that its owner replaced': {
    only: 'express',
    start: () => {
      const instance = express();
      replace(instance, ['get'], movingGet);
      return { adapter: new ExpressAdapter(instance) };
    },
  },
  'an onRoute hook': {
    only: 'fastify',
    start: () => {
      const instance = fastify();
      instance.addHook('onRoute', options => {
        if (options.url === '/closed') options.url = '/moved';
      });
      return { adapter: new FastifyAdapter(instance as never) };
    },
  },
};

describe.each(SETTINGS)('a route of Nest that is not where Nest registered it: $name', setting => {
  const names = Object.keys(MOVES).filter(
    name => (MOVES[name]?.only ?? setting.platform) === setting.platform,
  );

  test.each(names)('by %s: a start-up error names it', async name => {
    for (const controller of [Vault, BoundVault]) {
      const start = MOVES[name]?.start(setting.platform) ?? {};
      const error = await startUpError(setting, vaultModule(controller), start);
      expect(error).toBeInstanceOf(CorsConfigurationError);
      expect(String(error)).toContain(`${controller.name}.closed`);
      expect(String(error)).not.toContain(`${controller.name}.list`);
    }
  });
});

type Registering = Record<'get' | 'all', (path: string, handler: Handler) => unknown>;

/** The sources of a platform route with the method and path of a Nest route. */
const OWN_ROUTES: Readonly<Record<string, (app: INestApplication) => Registering>> = {
  'by the adapter': app => app.getHttpAdapter(),
  'by the Express instance': app => {
    const instance: unknown = app.getHttpAdapter().getInstance();
    return instance as Registering;
  },
};

const send: Handler = (_request, response) => {
  runs('own');
  return (response as { send(body: string): unknown }).send('own');
};

const pass: Handler = (_request, _response, next) => (isHandler(next) ? next() : undefined);

describe.each(EXPRESS)("a route of the platform's own with the path of one of Nest's: $name", setting => {
  describe.each(Object.keys(OWN_ROUTES))('registered %s', how => {
    function start(handler: Handler): StartOptions {
      return { configure: app => void OWN_ROUTES[how]?.(app).get('/closed', handler) };
    }

    test.each([Vault, BoundVault])('that answers is not taken for the other one (%p)', async controller => {
      await whileServed(setting, vaultModule(controller), start(send), async served => {
        expect(await observe(served, 'GET /closed', { origin: EVIL })).toEqual({
          status: 200,
          cors: { 'access-control-allow-origin': '*' },
          ran: ['own'],
          decisions: ['allowed: no route'],
        });
        expect((await preflightVerdict(served, 'GET /closed', EVIL)).status).toBe(403);
        expect(surfaceOf(served.app)).toEqual(ownPolicies(controller.name).surface);
      });
    });

    test.each([Vault, BoundVault])('that passes on leaves it its policy (%p)', async controller => {
      await whileServed(setting, vaultModule(controller), start(pass), async served => {
        expect(await vaultAnswers(served)).toEqual(ownPolicies(controller.name));
      });
    });
  });
});

describe.each(PLATFORMS)('a route that other code registers through the adapter: $name', setting => {
  // As a module for API documents does, at its own time.
  test.each(['before', 'after'] as const)('%s init(): has the defaults, and is not listed', async when => {
    const register = (app: INestApplication): void => {
      (app.getHttpAdapter() as unknown as Registering).get('/docs-json', send);
    };
    const configure = async (app: INestApplication): Promise<void> => {
      if (when === 'before') register(app);
      await app.init();
      // On Express what comes now stands behind Nest's own 404.
      if (when === 'after') register(app);
    };
    await whileServed(setting, vaultModule(), { configure }, async served => {
      const { cors, decisions } = await observe(served, 'GET /docs-json', { origin: EVIL });
      expect({ cors, decisions }).toEqual({
        cors: { 'access-control-allow-origin': '*' },
        decisions: ['allowed: no route'],
      });
      expect(await vaultAnswers(served)).toEqual(ownPolicies());
    });
  });
});
