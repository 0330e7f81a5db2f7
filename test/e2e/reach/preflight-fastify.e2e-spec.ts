import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyServerOptions, LogController, fastify } from 'fastify';
import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import { connect } from 'node:net';
import { SETTINGS, type StartOptions } from '../support/applications.js';
import { Served } from '../support/served.js';
import { type PreflightRow, describePreflights, onHeads, see, takeSeen } from './support/preflight-rows.js';
import { CATS_ANSWER, PREFLIGHT, PREFLIGHT_VARY, catsModule } from './support/preflight-answers.js';

const FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

/** As long as a parameter may not be. */
const LONG = 'x'.repeat(150);

function instanceOf(app: INestApplication): FastifyInstance {
  return app.getHttpAdapter().getInstance() as FastifyInstance;
}

function configured(configure: (instance: FastifyInstance) => void): StartOptions {
  return {
    configure: app => {
      configure(instanceOf(app));
    },
  };
}

function optioned(options: FastifyServerOptions): StartOptions {
  return { adapter: new FastifyAdapter(options as never) };
}

function owned(
  configure: (instance: FastifyInstance) => void,
  options: FastifyServerOptions = {},
): StartOptions {
  const instance = fastify(options);
  configure(instance);
  return { adapter: new FastifyAdapter(instance as never) };
}

/** A route for OPTIONS, which no preflight reaches; with hooks of its own, if any. */
function optionsRoute(path: string, hooks: object = {}): StartOptions {
  return configured(instance => {
    instance.options(path, hooks, () => 'options');
  });
}

/** A hook or the like, which is seen when it runs. */
const seenAs =
  (what: unknown) =>
  (...args: readonly unknown[]): void => {
    see(what);
    const done = args.at(-1);
    if (typeof done === 'function') Reflect.apply(done, undefined, []);
  };

const ROWS: Readonly<Record<string, PreflightRow>> = {
  'a hook for requests, after the module’s': {
    start: () => configured(instance => instance.addHook('onRequest', seenAs('request'))),
  },
  'a route for OPTIONS': { start: () => optionsRoute('/cats') },
  'a URL that Fastify decodes': { path: '/c%61ts' },
  'a route for OPTIONS, whose parameter may be too long': {
    start: () => optionsRoute('/cats/:id'),
    path: `/cats?${LONG}`,
  },
  'a host that only Fastify tells': {
    policies: { host: 'api.example' },
    start: () => optioned({ trustProxy: true }),
  },
  'a hook of an instance of the application’s own': {
    start: () =>
      owned(instance =>
        instance.addHook('onRequest', (_request, reply, done) => {
          reply.header('Vary', 'Accept').header('X-Early', 'by the hook');
          done();
        }),
      ),
    more: { 'vary': `Accept, ${PREFLIGHT_VARY}`, 'x-early': 'by the hook' },
  },
  'an instance of the application’s own, which has a route': {
    start: () => owned(instance => instance.get('/own', () => 'own')),
  },
  'an instance of the application’s own': { start: () => owned(() => undefined) },
  'a hook of the adapter for what was sent': {
    start: () => ({
      configure: app => {
        (app.getHttpAdapter() as FastifyAdapter).setOnResponseHook(seenAs('sent'));
      },
    }),
    saw: ['sent'],
  },
  'a hook for what is sent': {
    start: () => configured(instance => instance.addHook('onSend', seenAs('send'))),
    saw: ['send'],
  },
  'a hook for what was sent': {
    start: () => configured(instance => instance.addHook('onResponse', seenAs('sent'))),
    saw: ['sent'],
  },
  'a hook for time-outs': {
    start: () => configured(instance => instance.addHook('onTimeout', seenAs('time-out'))),
  },
  'a hook for aborted requests': {
    start: () => configured(instance => instance.addHook('onRequestAbort', seenAs('aborted'))),
  },
  'a hook in a plugin, for its own not-found handler': {
    start: () =>
      configured(instance => {
        void instance.register(
          (plugin, _options, done) => {
            plugin.addHook('onResponse', seenAs('sent')).setNotFoundHandler(() => 'not found');
            done();
          },
          { prefix: '/cats' },
        );
      }),
    saw: ['sent'],
  },
  'a route for OPTIONS that has a hook': {
    start: () => optionsRoute('/cats', { onResponse: seenAs('sent') }),
    saw: ['sent'],
  },
  'a hook that another hook gives to routes': {
    start: () => ({
      configure: app => {
        const instance = instanceOf(app);
        instance.addHook('onRoute', route => {
          route.onResponse = seenAs('sent');
        });
        instance.options('/cats', () => 'options');
      },
    }),
    saw: ['sent'],
  },
  'a logger': {
    start: () => optioned({ logger: { stream: { write: seenAs('logged') } } }),
    saw: ['logged'],
  },
  'a logger that is silent for now': {
    start: () => optioned({ logger: { level: 'silent' } }),
  },
  'somebody who is told of requests': {
    start: () =>
      optioned({
        logController: new (class extends LogController {
          override incomingRequest = seenAs('incoming');
        })(),
      }),
    saw: ['incoming'],
  },
  'URLs that are rewritten': {
    start: () => optioned({ rewriteUrl: () => '/cats' }),
    path: '/old-cats',
  },
  'a server of the application’s own': {
    start: () =>
      optioned({
        serverFactory: handler =>
          createServer((request, response) => {
            response.setHeader('X-Server', 'of its own');
            handler(request, response);
          }),
      }),
    more: { 'x-server': 'of its own' },
  },
  'identifiers of the application’s own': {
    start: () =>
      optioned({
        genReqId: () => {
          see('identified');
          return 'an identifier';
        },
      }),
    saw: ['identified'],
  },
  'identifiers of a plugin’s own': {
    start: () =>
      configured(instance => {
        instance.setGenReqId(() => {
          see('identified');
          return 'an identifier';
        });
      }),
    saw: ['identified'],
  },
  'loggers of the application’s own for each request': {
    start: () =>
      configured(instance => {
        instance.setChildLoggerFactory(logger => {
          see('logger');
          return logger;
        });
      }),
    saw: ['logger'],
  },
  'a listener of the server that looks at heads': {
    start: () =>
      onHeads(([status]) => {
        see(status);
      }),
    saw: [204],
  },
};

describePreflights({
  settings: FASTIFY,
  rows: ROWS,
  answer: CATS_ANSWER,
});

describe.each(FASTIFY)('a preflight’s answer: $name', setting => {
  test('a parameter that is too long for a route for OPTIONS is refused as ever', async () => {
    const served = await Served.start(setting, catsModule(), optionsRoute('/cats/:id'));
    const response = await served.send('OPTIONS', `/cats/${LONG}`, PREFLIGHT);
    await served.close();

    expect(response.status).toBe(414);
  });

  test('without such a route, no path is too long', async () => {
    const served = await Served.start(setting, catsModule());
    const response = await served.send('OPTIONS', `/cats/${LONG}`, {
      ...PREFLIGHT,
      Origin: 'https://defaults.example',
    });
    await served.close();

    expect(response.headers['access-control-allow-origin']).toBe('https://defaults.example');
  });

  test('a URL that Fastify cannot decode is its own to answer', async () => {
    const served = await Served.start(setting, catsModule());
    const response = await served.send('OPTIONS', '/cats/%zz', PREFLIGHT);
    await served.close();

    expect(response.status).toBe(400);
  });

  test('inject() does not come by the server', async () => {
    const served = await Served.start(setting, catsModule());
    const response = await instanceOf(served.app).inject({
      method: 'OPTIONS',
      url: '/cats',
      headers: PREFLIGHT,
    });
    await served.close();

    expect(response.headers).toMatchObject(CATS_ANSWER);
  });

  test('a server that closes refuses preflights on the connections that it still has', async () => {
    let isClosing: () => void = () => undefined;
    const closing = new Promise<void>(resolve => {
      isClosing = resolve;
    });
    let mayClose: () => void = () => undefined;
    const served = await Served.start(
      setting,
      catsModule(),
      configured(instance =>
        instance.addHook('preClose', done => {
          mayClose = done;
          isClosing();
        }),
      ),
    );
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    const lines = Object.entries(PREFLIGHT).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer = async (): Promise<string> => {
      socket.write(`OPTIONS /cats HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`);
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      return chunk.toString();
    };
    const before = await answer();
    const closed = served.close();
    await closing;
    const after = await answer();
    socket.destroy();
    mayClose();
    await closed;

    expect(before).toMatch(/^HTTP\/1\.1 204 /);
    expect(after).toMatch(/^HTTP\/1\.1 503 /);
  });

  test('the listeners of the server stay in their order, and those for one request go after it', async () => {
    const listener =
      (name: string): RequestListener =>
      (_request, response) => {
        see([name, response.headersSent]);
      };
    takeSeen();
    const served = await Served.start(
      setting,
      catsModule(),
      owned(instance => {
        instance.server.once('request', listener('once')).on('request', listener('after'));
        instance.server.prependListener('request', listener('before'));
      }),
    );
    await served.send('OPTIONS', '/cats', PREFLIGHT);
    await served.send('OPTIONS', '/cats', PREFLIGHT);
    await served.close();

    expect(takeSeen().flat()).toEqual([
      'before',
      false,
      'once',
      true,
      'after',
      true,
      'before',
      false,
      'after',
      true,
    ]);
  });
});
