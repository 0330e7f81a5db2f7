import { Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import fastifyCors from '@fastify/cors';
import { ExpressAdapter } from '@nestjs/platform-express';
import cors from 'cors';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type Setting, type StartOptions, SETTINGS, create, isFastify } from '../e2e/support/applications.js';
import { type HttpResponse, members, preflight } from '../e2e/support/http.js';
import { APP, EVIL, observePreflight } from './support/observe.js';
import { EXPRESS, PLATFORMS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

@Controller()
class Pages {
  @CorsPolicy(false) @Get('closed') closed() {
    return 'closed';
  }
  @CorsPolicy({ origin: APP }) @Post('pages') pages() {
    return 'pages';
  }
  @CorsPolicy({
    origin: async origin => {
      await new Promise(resolve => setTimeout(resolve, 1));
      return origin === APP;
    },
  })
  @Post('asked')
  asked() {
    return 'asked';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [Pages] })
class Root {}

type Next = () => void;

function ask(server: { url: string }, request: string, origin: string): Promise<HttpResponse> {
  const [method = '', path = ''] = request.split(' ');
  return preflight(server.url, path, { origin, method });
}

const QUESTIONS = [
  ['POST /pages', APP, 204],
  ['POST /pages', EVIL, 403],
  ['POST /asked', APP, 204],
  ['POST /asked', EVIL, 403],
  ['GET /closed', EVIL, 403],
  ['GET /nowhere', EVIL, 204],
] as const;

/** Code beside the module that must not affect an answer. */
const COMPANY: Readonly<Record<string, { only?: Setting['platform']; start: () => StartOptions }>> = {
  'nothing': { start: () => ({}) },
  'helmet': { start: () => ({ configure: app => void app.use(helmet()) }) },
  'cors()': {
    start: () => ({ configure: app => void app.use(cors({ origin: true, credentials: true })) }),
  },
  'a request hook of the application': {
    only: 'express',
    start: () => {
      const adapter = new ExpressAdapter();
      adapter.setOnRequestHook((_request: unknown, _response: unknown, done: Next) => {
        done();
      });
      return { adapter };
    },
  },
  'a response hook of the application': {
    only: 'express',
    start: () => {
      const adapter = new ExpressAdapter();
      adapter.setOnResponseHook(() => undefined);
      return { adapter };
    },
  },
  '@fastify/cors': {
    only: 'fastify',
    start: () => ({
      configure: async app => {
        const open = { origin: true, credentials: true, strictPreflight: false };
        if (isFastify(app)) await app.register(fastifyCors, open);
      },
    }),
  },
};

/** The headers that Node itself adds. */
const OF_NODE = ['connection', 'content-length', 'date', 'keep-alive'];

describe.each(SETTINGS)("a preflight's answer: $name", setting => {
  const names = Object.keys(COMPANY).filter(
    name => (COMPANY[name]?.only ?? setting.platform) === setting.platform,
  );

  test.each(names)(
    'beside %s it has CORS headers, Vary, and what Node adds, and each of them once',
    async name => {
      await whileServed(setting, Root, COMPANY[name]?.start() ?? {}, async served => {
        for (const [request, origin, status] of QUESTIONS) {
          const response = await ask(served, request, origin);
          expect([request, origin, response.status]).toEqual([request, origin, status]);
          const lines = response.rawHeaders.filter((_each, index) => index % 2 === 0);
          const headers = lines.map(line => line.toLowerCase());
          expect([...new Set(headers)]).toEqual(headers);
          const others = headers.filter(
            header => !header.startsWith('access-control-') && header !== 'vary' && !OF_NODE.includes(header),
          );
          expect(others).toEqual([]);
          expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
          if (status === 403) expect(headers.join()).not.toContain('access-control-');
        }
      });
    },
  );

  test('keeps what a listener of the server has set, but CORS headers', async () => {
    const configure = (app: INestApplication): void => {
      (app.getHttpServer() as Server).prependListener('request', (_request, response) => {
        setOuter(response);
      });
    };
    await whileServed(setting, Root, { configure }, async served => {
      for (const [request, origin, status] of QUESTIONS) {
        expectOuter(await ask(served, request, origin), status, status === 403 ? undefined : origin);
      }
    });
  });

  test('is reported once, and not as overridden', async () => {
    const configure = (app: INestApplication): void => {
      (app.getHttpServer() as Server).prependListener('request', (_request, response) => {
        setOuter(response);
      });
    };
    await whileServed(setting, Root, { configure }, async served => {
      expect((await observePreflight(served, 'POST /pages', APP)).decisions).toEqual([
        'allowed: Pages.pages',
      ]);
      expect((await observePreflight(served, 'POST /pages', EVIL)).decisions).toEqual([
        'refused: Pages.pages',
      ]);
    });
  });
});

function setOuter(response: ServerResponse): void {
  response.setHeader('X-Outer', 'set');
  response.setHeader('Vary', 'X-Outer');
  response.setHeader('Access-Control-Allow-Origin', 'https://outer.example');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Headers', '*');
}

function expectOuter(response: HttpResponse, status: number, origin: string | undefined): void {
  const { headers } = response;
  expect(response.status).toBe(status);
  expect(headers['x-outer']).toBe('set');
  expect(members(headers.vary)).toEqual(
    expect.arrayContaining(['x-outer', 'access-control-request-method', 'access-control-request-headers']),
  );
  expect(headers).not.toHaveProperty('access-control-allow-credentials');
  expect(headers).not.toHaveProperty('access-control-allow-headers');
  const allowed = headers['access-control-allow-origin'];
  if (origin === undefined) expect(allowed).toBeUndefined();
  else expect([origin, '*']).toContain(allowed);
}

describe.each(EXPRESS)('in another Express application: $name', setting => {
  let app: INestApplication;
  let server: Server;
  let url: string;

  async function mount(prepare: (parent: Express) => void): Promise<void> {
    const instance = express();
    app = await create(setting, Root, { adapter: new ExpressAdapter(instance) });
    await app.init();
    const parent = express();
    prepare(parent);
    parent.use('/api', instance);
    server = createServer(parent as Parameters<typeof createServer>[1]);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(async () => {
    await new Promise(resolve => server.close(resolve));
    await app.close();
  });

  test('it has no X-Powered-By', async () => {
    await mount(() => undefined);
    for (const [request, origin, status] of QUESTIONS) {
      const response = await ask({ url }, request.replace(' /', ' /api/'), origin);
      expect(response.status).toBe(status);
      expect(response.headers).not.toHaveProperty('x-powered-by');
    }
  });

  test('it keeps what the other one has set, but CORS headers', async () => {
    await mount(parent => {
      parent.use((_request, response, next) => {
        setOuter(response);
        next();
      });
    });
    for (const [request, origin, status] of QUESTIONS) {
      const response = await ask({ url }, request.replace(' /', ' /api/'), origin);
      expectOuter(response, status, status === 403 ? undefined : origin);
    }
  });
});

describe.each(PLATFORMS)('a preflight for the route that a middleware would lead to: $name', setting => {
  // The effect of a middleware on the request that a preflight announces is not known.
  test('goes by the request as it arrived', async () => {
    const configure = (app: INestApplication): void => {
      app.use((request: { url?: string }, _response: unknown, next: Next) => {
        request.url = '/nowhere';
        next();
      });
    };
    await whileServed(setting, Root, { configure }, async served => {
      expect((await ask(served, 'GET /closed', EVIL)).status).toBe(403);
      expect((await ask(served, 'POST /pages', APP)).status).toBe(204);
    });
  });
});
