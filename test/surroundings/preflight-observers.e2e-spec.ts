import type { INestApplication } from '@nestjs/common';
import { fastifyRateLimit } from '@fastify/rate-limit';
import { rateLimit } from 'express-rate-limit';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import morgan from 'morgan';
import { pinoHttp } from 'pino-http';
import responseTime from 'response-time';
import { type Setting, create, portOf } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { ON_EXPRESS, ON_FASTIFY, fastifyOf } from './support/setting.js';
import { APP, surroundedModule } from './support/surrounded.js';

type Observe = (app: INestApplication, see: () => void) => unknown;

const seeMiddleware =
  (see: () => void) =>
  (_request: IncomingMessage, _response: ServerResponse, next: () => void): void => {
    see();
    next();
  };

/** Listens to Node's own channel, as tracing does, and tells how to stop that. */
function onServerRequest(see: () => void): () => void {
  const listener = (): void => {
    see();
  };
  subscribe('http.server.request.start', listener);
  return () => {
    unsubscribe('http.server.request.start', listener);
  };
}

const hooksOf = (app: INestApplication) => fastifyOf(app).getHttpAdapter().getInstance();

let stop: () => void = () => undefined;

/** The table of docs/reach.md: whether each observer sees preflights. */
const OBSERVERS: readonly {
  readonly name: string;
  readonly settings: readonly Setting[];
  readonly sees: boolean;
  readonly observe: Observe;
}[] = [
  ...[ON_EXPRESS, ON_FASTIFY].flatMap(settings => [
    {
      name: "Node's diagnostics channel",
      settings,
      sees: true,
      observe: (_app: INestApplication, see: () => void) => {
        stop = onServerRequest(see);
      },
    },
    {
      name: 'a request listener of the server',
      settings,
      sees: true,
      observe: (app: INestApplication, see: () => void) =>
        (app.getHttpServer() as Server).prependListener('request', see),
    },
    {
      name: 'adapter.setOnResponseHook()',
      settings,
      sees: true,
      observe: (app: INestApplication, see: () => void) => {
        const adapter = app.getHttpAdapter() as { setOnResponseHook?(hook: () => void): void };
        adapter.setOnResponseHook?.(see);
      },
    },
    {
      name: 'middleware of app.use()',
      settings,
      sees: false,
      observe: (app: INestApplication, see: () => void) => app.use(seeMiddleware(see)),
    },
    {
      name: 'morgan',
      settings,
      sees: false,
      observe: (app: INestApplication, see: () => void) =>
        app.use(morgan('tiny', { stream: { write: see } })),
    },
    {
      name: 'pino-http',
      settings,
      sees: false,
      observe: (app: INestApplication, see: () => void) =>
        app.use(pinoHttp({ level: 'info' }, { write: see })),
    },
    {
      name: 'response-time',
      settings,
      sees: false,
      observe: (app: INestApplication, see: () => void) => app.use(responseTime(see)),
    },
  ]),
  {
    name: 'express-rate-limit',
    settings: ON_EXPRESS,
    sees: false,
    observe: (app, see) =>
      app.use(
        rateLimit({
          limit: 1000,
          skip: () => {
            see();
            return false;
          },
        }),
      ),
  },
  {
    name: '@fastify/rate-limit',
    settings: ON_FASTIFY,
    sees: false,
    observe: (app, see) =>
      fastifyOf(app).register(fastifyRateLimit, {
        max: 1000,
        keyGenerator: () => {
          see();
          return 'key';
        },
      }),
  },
  {
    name: "Fastify's onRequest hooks",
    settings: ON_FASTIFY,
    sees: false,
    observe: (app, see) => {
      hooksOf(app).addHook('onRequest', (_request, _reply, done) => {
        see();
        done();
      });
    },
  },
  {
    name: "Fastify's onSend hooks",
    settings: ON_FASTIFY,
    sees: true,
    observe: (app, see) => {
      hooksOf(app).addHook('onSend', (_request, _reply, payload, done) => {
        see();
        done(null, payload);
      });
    },
  },
  {
    name: "Fastify's onResponse hooks",
    settings: ON_FASTIFY,
    sees: true,
    observe: (app, see) => {
      hooksOf(app).addHook('onResponse', (_request, _reply, done) => {
        see();
        done();
      });
    },
  },
];

describe.each(OBSERVERS)('$name (sees preflights: $sees)', ({ settings, sees, observe }) => {
  describe.each(settings)('on $name', setting => {
    let app: INestApplication;
    let seen = 0;

    beforeAll(async () => {
      app = await create(setting, surroundedModule().root, {
        configure: async created => {
          await observe(created, () => {
            seen += 1;
          });
        },
      });
      await app.listen(0, '127.0.0.1');
    });

    afterAll(async () => {
      stop();
      await app.close();
    });

    test('as the documentation says, and it sees requests', async () => {
      const url = `http://127.0.0.1:${portOf(app)}`;
      const during = async (work: () => Promise<unknown>): Promise<boolean> => {
        seen = 0;
        await work();
        return seen > 0;
      };

      expect(await during(() => send(url, 'GET', '/cats', { Origin: APP }))).toBe(true);
      expect(await during(() => preflight(url, '/cats', { origin: APP, method: 'GET' }))).toBe(sees);
    });
  });
});
