import {
  Controller,
  Get,
  type INestApplication,
  Module,
  type Type,
  UnauthorizedException,
} from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { type Setting, type StartOptions, SETTINGS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { Served } from '../support/served.js';
import { DEFAULTS, ROUTE_ORIGIN } from './support/own-policy.js';

const EVIL = 'https://evil.example';

let ran: string[] = [];

const ORIGINS: Readonly<Record<string, CorsPolicyOptions['origin']>> = {
  'a list': [ROUTE_ORIGIN],
  'a predicate that takes its time': async origin => {
    await later();
    return origin === ROUTE_ORIGIN;
  },
};

type Hook = (request: unknown, reply: unknown, done: (error?: Error) => void) => unknown;

/**
 * The application's own request hook. An adapter has only one. On Express it ends only by its
 * callback.
 */
const HOOKS: Readonly<Record<string, { hook: Hook; status: number; only?: Setting['platform'] }>> = {
  'goes on': {
    hook: (_request, _reply, done) => {
      done();
    },
    status: 200,
  },
  'goes on later': {
    hook: (_request, _reply, done) => {
      setImmediate(done);
    },
    status: 200,
  },
  'is async and calls back': {
    hook: async (_request, _reply, done) => {
      await later();
      done();
    },
    status: 200,
  },
  'goes on by its promise': { hook: later, status: 200, only: 'fastify' },
  'calls back with an error': {
    hook: (_request, _reply, done) => {
      done(new UnauthorizedException());
    },
    status: 401,
  },
  'throws': {
    hook: () => {
      throw new UnauthorizedException();
    },
    status: 401,
  },
  'rejects': {
    hook: async () => {
      await later();
      throw new UnauthorizedException();
    },
    status: 401,
  },
  'answers': {
    hook: (_request, reply) => {
      (reply as { status(code: number): { send(body: string): unknown } }).status(418).send('a teapot');
    },
    status: 418,
  },
};

function later(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 1));
}

function rootModule(origin: CorsPolicyOptions['origin']): Type<unknown> {
  @CorsPolicy({ ...(origin === undefined ? {} : { origin }), exposedHeaders: ['X-Cats'] })
  @Controller('cats')
  class CatsController {
    @Get()
    list(): string {
      ran.push('handler');
      return 'cats';
    }
  }

  @Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

function counted(hook: Hook): Hook {
  return (request, reply, done) => {
    ran.push('hook');
    return hook(request, reply, done);
  };
}

interface HookedAdapter {
  setOnRequestHook(hook: Hook): void;
}

function setBefore(hook: Hook, { platform }: Setting): StartOptions {
  const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  (adapter as unknown as HookedAdapter).setOnRequestHook(hook);
  return { adapter };
}

function setLater(hook: Hook): StartOptions {
  return {
    configure: (app: INestApplication) => {
      (app.getHttpAdapter() as unknown as HookedAdapter).setOnRequestHook(hook);
    },
  };
}

describe.each(SETTINGS)('the application’s own request hook: $name', setting => {
  describe.each(Object.keys(ORIGINS))('and %s', origin => {
    const rows = Object.entries(HOOKS).filter(
      ([, { only }]) => only === undefined || only === setting.platform,
    );
    test.each(
      rows.flatMap(([name]) => [
        [name, 'before the module'],
        [name, 'later'],
      ]),
    )('that %s, set %s, runs once, and the response carries the headers of its route', async (name, when) => {
      const { hook, status } = HOOKS[name] ?? { hook: later, status: 0 };
      const start = when === 'later' ? setLater(counted(hook)) : setBefore(counted(hook), setting);
      const served = await Served.start(setting, rootModule(ORIGINS[origin]), start);
      for (const from of [ROUTE_ORIGIN, EVIL]) {
        ran = [];
        const response = await served.get('/cats', { Origin: from });
        expect({ status: response.status, ...corsHeaders(response) }).toEqual({
          status,
          ...(from === ROUTE_ORIGIN
            ? { 'access-control-allow-origin': ROUTE_ORIGIN, 'access-control-expose-headers': 'X-Cats' }
            : {}),
          vary: 'Origin',
        });
        expect(ran).toEqual(status === 200 ? ['hook', 'handler'] : ['hook']);
      }
      await served.close();
    });
  });
});
