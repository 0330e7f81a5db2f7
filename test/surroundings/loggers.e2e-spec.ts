import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import morgan from 'morgan';
import { Logger, LoggerModule } from 'nestjs-pino';
import onHeaders from 'on-headers';
import { pinoHttp } from 'pino-http';
import responseTime from 'response-time';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { EXPECTED, HANDLED, observe } from './support/observation.js';
import { APP, surroundedModule } from './support/surrounded.js';

/** The lines of the library, one for each response. */
let lines: string[] = [];
const sink = { write: (line: string) => void lines.push(line.trim()) };

interface Surrounding {
  readonly imports?: readonly Type<unknown>[];
  readonly configure?: (app: INestApplication) => void;
  /** The log line of the library for one `GET /cats`. */
  readonly works: (headers: Readonly<Record<string, unknown>>) => void;
}

const isLineFor = (path: string, status: number): unknown =>
  expect.arrayContaining([expect.stringMatching(new RegExp(`${path}.*${status}`))]);

const SURROUNDINGS: Readonly<Record<string, () => Surrounding>> = {
  'morgan': () => ({
    configure: app => void app.use(morgan('tiny', { stream: sink })),
    works: () => {
      expect(lines).toEqual(isLineFor('/cats', 200));
    },
  }),
  'pino-http': () => ({
    configure: app => void app.use(pinoHttp({ level: 'info' }, sink)),
    works: () => {
      expect(lines).toEqual(isLineFor('/cats', 200));
    },
  }),
  'nestjs-pino': () => {
    @Module({
      imports: [
        // Its default routes match nothing on Fastify.
        LoggerModule.forRoot({ pinoHttp: [{ level: 'info' }, sink], forRoutes: ['{*path}'] }),
      ],
    })
    class Logging {}
    return {
      imports: [Logging],
      configure: app => {
        app.useLogger(app.get(Logger));
      },
      works: () => {
        expect(lines).toEqual(isLineFor('/cats', 200));
      },
    };
  },
  'on-headers': () => ({
    configure: app =>
      void app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
        onHeaders(response, () => {
          response.setHeader('X-On-Headers', 'ran');
        });
        next();
      }),
    works: headers => {
      expect(headers['x-on-headers']).toBe('ran');
    },
  }),
  'response-time': () => ({
    configure: app => void app.use(responseTime()),
    works: headers => {
      expect(headers['x-response-time']).toMatch(/^[\d.]+ms$/);
    },
  }),
};

describe.each(Object.entries(SURROUNDINGS))('beside %s', (_library, surrounding) => {
  describe.each(SETTINGS)('on $name', setting => {
    const { imports = [], configure, works } = surrounding();
    const { root, handled } = surroundedModule([...imports]);
    const served = serve(setting, () => root, configure === undefined ? {} : { configure });

    beforeEach(() => {
      lines = [];
    });

    test('the module answers as the contract says', async () => {
      expect(await observe({ server: served().url })).toEqual(EXPECTED);
      expect(handled).toEqual(HANDLED);
    });

    test('the library does its work', async () => {
      const response = await served().get('/cats', { Origin: APP });
      // Loggers write when the response has closed, which may be after its last byte has come.
      await served().get('/cats', { Origin: APP });
      works(response.headers);
    });
  });
});

describe.each(SETTINGS)('pino-http and morgan together, with what they wrap: $name', setting => {
  @Controller()
  class Plain {
    @Get('plain') plain() {
      return 'plain';
    }
  }
  @Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], controllers: [Plain] })
  class Root {}

  const served = serve(setting, () => Root, {
    configure: app => {
      lines = [];
      app.use(morgan('tiny', { stream: sink }));
      app.use(pinoHttp({ level: 'info' }, sink));
      app.use(responseTime());
    },
  });

  test('each response has its headers, and each library has seen it once', async () => {
    const { headers } = await served().get('/plain', { Origin: APP });
    await served().close();
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['x-response-time']).toBeDefined();
    expect(lines.filter(line => line.includes('/plain'))).toHaveLength(2);
  });
});
