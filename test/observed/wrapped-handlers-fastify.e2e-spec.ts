import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type RouteOptions, fastify } from 'fastify';
import { type StartOptions, isFastify } from '../e2e/support/applications.js';
import { FASTIFY } from './support/settings.js';
import { ownPolicies, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import { isHandler, registering, replace, withRest } from './support/wrapping.js';

type OnRoute = (options: RouteOptions) => void;

/** The hook is there before the adapter has the instance. */
function before(onRoute: OnRoute): StartOptions {
  const instance = fastify();
  instance.addHook('onRoute', onRoute);
  return { adapter: new FastifyAdapter(instance as never) };
}

/** The hook comes once the module is there, and before the routes. */
function after(onRoute: OnRoute): StartOptions {
  return {
    configure: app => {
      if (isFastify(app)) app.getHttpAdapter().getInstance().addHook('onRoute', onRoute);
    },
  };
}

function wrapHandler(options: RouteOptions): void {
  Object.assign(options, { handler: withRest(options.handler as never) });
}

const ON_ROUTE: Readonly<Record<string, OnRoute>> = {
  'replaces the handler by a function around it': wrapHandler,
  'replaces the handler and adds hooks of the route': options => {
    wrapHandler(options);
    options.onRequest = (_request, _reply, done) => {
      done();
    };
    options.onSend = (_request, _reply, payload, done) => {
      done(null, payload);
    };
    options.preHandler = [
      (_request, _reply, done) => {
        done();
      },
    ];
  },
  'replaces the config': options => {
    options.config = { own: true } as object;
  },
  'freezes its own config': options => {
    options.config = Object.freeze({ own: true }) as object;
  },
  'adds a constraint': options => {
    options.constraints = { ...options.constraints, host: 'localhost' };
  },
  'adds a constraint, a config, and wraps the handler': options => {
    wrapHandler(options);
    options.config = { own: true } as object;
    options.constraints = { host: /^localhost$/ };
  },
};

class WrappingAdapter extends FastifyAdapter {
  override get(...args: unknown[]): never {
    return super.get(
      ...(args.map(each => (isHandler(each) ? wrapKeepingMetadata(each) : each)) as [never]),
    ) as never;
  }
}

/** Fastify's adapter reads a route's options from its handler, so a wrapper must have them. */
function wrapKeepingMetadata(handler: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
  const wrapped = Object.assign(withRest(handler), handler);
  for (const key of Reflect.getMetadataKeys(handler) as string[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, handler), wrapped);
  }
  return wrapped;
}

const OTHERS: Readonly<Record<string, () => StartOptions>> = {
  'route() of the Fastify instance replaced': () => {
    const instance = fastify();
    replace(
      instance,
      ['route'],
      original =>
        function route(this: unknown, options: unknown) {
          const { handler, ...rest } = options as { handler: (...args: unknown[]) => unknown };
          return original.call(this, { ...rest, handler: withRest(handler) });
        },
    );
    return { adapter: new FastifyAdapter(instance as never) };
  },
  'get() and post() of the adapter replaced by its owner': () => {
    const adapter = new FastifyAdapter();
    replace(adapter, ['get', 'post'], registering(withRest));
    return { adapter };
  },
  'get() and post() of the adapter replaced after the module was made': () => ({
    configure: app => {
      replace(app.getHttpAdapter(), ['get', 'post'], registering(withRest));
    },
  }),
  'a subclass of the adapter that wraps handlers': () => ({ adapter: new WrappingAdapter() }),
};

describe.each(FASTIFY)('each route has its own policy, and no other: $name', setting => {
  function answers(start: StartOptions): Promise<unknown> {
    return whileServed(setting, vaultModule(), start, served => vaultAnswers(served, { Host: 'localhost' }));
  }

  test.each(Object.keys(ON_ROUTE))('an onRoute hook from before the module that %s', async name => {
    expect(await answers(before(ON_ROUTE[name] ?? wrapHandler))).toEqual(ownPolicies());
  });

  test.each(Object.keys(ON_ROUTE))('an onRoute hook from after the module that %s', async name => {
    expect(await answers(after(ON_ROUTE[name] ?? wrapHandler))).toEqual(ownPolicies());
  });

  test.each(Object.keys(OTHERS))('%s', async name => {
    expect(await answers(OTHERS[name]?.() ?? {})).toEqual(ownPolicies());
  });
});
