import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { tracingChannel } from 'node:diagnostics_channel';
import type { StartOptions } from '../e2e/support/applications.js';
import { EXPRESS } from './support/settings.js';
import { ownPolicies, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import {
  type Handler,
  type Wrap,
  VERBS,
  isHandler,
  registering,
  replace,
  withParameters,
  withRest,
} from './support/wrapping.js';

interface Wrapping {
  readonly start?: StartOptions;
  readonly afterStart?: (app: INestApplication) => void;
  readonly undo?: () => void;
}

/** As Express's router has them. */
interface Layer {
  handle: Handler;
  readonly route?: { readonly stack: readonly Layer[] };
}

function layersOf(instance: object): readonly Layer[] {
  const { router } = instance as { router: { stack: readonly Layer[] } };
  return router.stack;
}

function instanceOf(app: INestApplication): Express {
  return app.getHttpAdapter().getInstance() as Express;
}

function layerPrototype(): object {
  const probe = express();
  probe.use((_request, _response, next) => {
    next();
  });
  return Object.getPrototypeOf(layersOf(probe)[0]) as object;
}

const { prototype: routePrototype } = Reflect.get(express, 'Route') as { prototype: object };
const { prototype: routerPrototype } = express.Router as unknown as { prototype: object };

/** A copy of the handler's properties, as OpenTelemetry makes it. */
function withProperties(handler: Handler): Handler {
  return Object.assign(withParameters(handler), handler);
}

function wrapLayers(layers: readonly Layer[], wrap: Wrap): void {
  for (const layer of layers) {
    if (layer.route === undefined) continue;
    layer.handle = wrap(layer.handle);
    for (const inner of layer.route.stack) inner.handle = wrap(inner.handle);
  }
}

function wrapLastLayer(router: object, wrap: Wrap): void {
  const { stack } = router as { stack: readonly Layer[] };
  const layer = stack.at(-1);
  if (layer !== undefined) layer.handle = wrap(layer.handle);
}

class WrappingAdapter extends ExpressAdapter {
  override get(...args: unknown[]): never {
    return super.get(...(args.map(wrapIfHandler) as [never])) as never;
  }
  override post(...args: unknown[]): never {
    return super.post(...(args.map(wrapIfHandler) as [never])) as never;
  }
}

function wrapIfHandler(argument: unknown): unknown {
  return isHandler(argument) ? withRest(argument) : argument;
}

const WRAPPINGS: Readonly<Record<string, () => Wrapping>> = {
  'Route.prototype replaced, by functions that declare parameters': () => ({
    undo: replace(routePrototype, VERBS, registering(withParameters)),
  }),
  'Route.prototype replaced, by functions that declare none': () => ({
    undo: replace(routePrototype, VERBS, registering(withRest)),
  }),
  'Route.prototype replaced twice': () => {
    const inner = replace(routePrototype, VERBS, registering(withRest));
    const outer = replace(routePrototype, VERBS, registering(withParameters));
    return {
      undo: () => {
        outer();
        inner();
      },
    };
  },
  'Router.prototype.route replaced, which wraps the layers of routes': () => ({
    undo: replace(
      routerPrototype,
      ['route'],
      original =>
        function route(this: object, ...args: unknown[]) {
          const made = original.apply(this, args);
          wrapLastLayer(this, withProperties);
          return made;
        },
    ),
  }),
  'Layer.prototype.handleRequest replaced': () => ({
    undo: replace(layerPrototype(), ['handleRequest'], withRest),
  }),
  'get() and post() of the Express instance replaced': () => {
    const instance = express();
    replace(instance, ['get', 'post'], registering(withRest));
    return { start: { adapter: new ExpressAdapter(instance) } };
  },
  'get() and post() of the adapter replaced by its owner': () => {
    const adapter = new ExpressAdapter();
    replace(adapter, ['get', 'post'], registering(withRest));
    return { start: { adapter } };
  },
  'get() and post() of the adapter replaced after the module was made': () => ({
    start: {
      configure: app => {
        replace(app.getHttpAdapter(), ['get', 'post'], registering(withRest));
      },
    },
  }),
  'a subclass of the adapter that wraps handlers': () => ({ start: { adapter: new WrappingAdapter() } }),
  'layers wrapped after the application has started': () => ({
    afterStart: app => {
      wrapLayers(layersOf(instanceOf(app)), withRest);
    },
  }),
  'a subscriber on the tracing channel of the router': () => {
    const channel = tracingChannel('express.router.request');
    const nothing = () => undefined;
    const subscribers = {
      start: nothing,
      end: nothing,
      asyncStart: nothing,
      asyncEnd: nothing,
      error: nothing,
    };
    channel.subscribe(subscribers);
    return {
      undo: () => {
        channel.unsubscribe(subscribers);
      },
    };
  },
};

describe.each(EXPRESS)(
  'each route has its own policy, and no other, with handlers wrapped: $name',
  setting => {
    test.each(Object.keys(WRAPPINGS))('%s', async name => {
      const { start = {}, afterStart, undo } = WRAPPINGS[name]?.() ?? {};
      try {
        const answers = await whileServed(setting, vaultModule(), start, served => {
          afterStart?.(served.app);
          return vaultAnswers(served);
        });
        expect(answers).toEqual(ownPolicies());
      } finally {
        undo?.();
      }
    });
  },
);
