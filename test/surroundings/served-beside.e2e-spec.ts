import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { ServeStaticModule } from '@nestjs/serve-static';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import fastifyHttpProxy from '@fastify/http-proxy';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import serveStatic from 'serve-static';
import { type Setting, SETTINGS } from '../e2e/support/applications.js';
import { type HttpResponse, corsHeaders, preflight } from '../e2e/support/http.js';
import { type Served, serve } from '../e2e/support/served.js';
import { EXPECTED, HANDLED, observe } from './support/observation.js';
import { type OuterServer, serveOuter } from './support/outer-server.js';
import { fastifyOf, ON_FASTIFY } from './support/setting.js';
import { DEFAULTS, EVIL, surroundedModule } from './support/surrounded.js';

const UPSTREAM_ORIGIN = 'https://upstream.example';
let upstream: OuterServer;
let folder: string;

beforeAll(async () => {
  upstream = await serveOuter((request, response) => {
    if (request.url?.endsWith('/own') === true)
      response.setHeader('Access-Control-Allow-Origin', UPSTREAM_ORIGIN);
    response.end(`upstream ${request.method ?? ''} ${request.url ?? ''}`);
  });
  folder = mkdtempSync(join(tmpdir(), 'surroundings-'));
  writeFileSync(join(folder, 'file.txt'), 'text');
});

afterAll(async () => {
  await upstream.close();
  rmSync(folder, { recursive: true });
});

interface Library {
  readonly name: string;
  readonly settings: readonly Setting[];
  readonly imports?: () => Type<unknown>[];
  readonly configure?: (app: INestApplication) => unknown;
  /** The paths that the library serves, and their content. */
  readonly path: string;
  readonly body: RegExp;
}

const LIBRARIES: readonly Library[] = [
  {
    name: 'http-proxy-middleware',
    settings: SETTINGS,
    configure: app => app.use('/proxied', createProxyMiddleware({ target: upstream.url })),
    path: '/proxied/anything',
    body: /^upstream GET /,
  },
  {
    name: '@fastify/http-proxy',
    settings: ON_FASTIFY,
    configure: app =>
      fastifyOf(app).register(fastifyHttpProxy, { upstream: upstream.url, prefix: '/proxied' }),
    path: '/proxied/anything',
    body: /^upstream GET /,
  },
  {
    name: 'serve-static',
    settings: SETTINGS,
    configure: app => app.use('/static', serveStatic(folder)),
    path: '/static/file.txt',
    body: /^text$/,
  },
  {
    name: '@nestjs/serve-static',
    // Its loader needs the adapter during the creation of modules, when Test.createTestingModule()
    // has none.
    settings: SETTINGS.filter(({ start }) => start === 'NestFactory.create'),
    imports: () => {
      @Module({
        imports: [
          ServeStaticModule.forRootAsync({
            useFactory: () => [{ rootPath: folder, serveRoot: '/static' }],
          }),
        ],
      })
      class Static {}
      return [Static];
    },
    path: '/static/file.txt',
    body: /^text$/,
  },
  {
    name: '@nestjs/swagger',
    settings: SETTINGS,
    imports: () => {
      @Controller('documented')
      class Documented {
        @Get() get() {
          return 'documented';
        }
      }
      @Module({ controllers: [Documented] })
      class Documentation {}
      return [Documentation];
    },
    configure: app => {
      const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
      SwaggerModule.setup('docs', app, document);
    },
    path: '/docs-json',
    body: /"\/documented":/,
  },
];

const withDefaults = (response: HttpResponse): unknown[] => {
  const { 'access-control-allow-origin': origin, vary = '' } = corsHeaders(response);
  return [response.status, origin, vary.toLowerCase().includes('origin')];
};

describe.each(LIBRARIES)('beside $name', ({ settings, imports, configure, path, body }) => {
  describe.each(settings)('on $name', setting => {
    const { root, handled } = surroundedModule(imports?.() ?? []);
    const served = serve(setting, () => root, {
      configure: async app => {
        await configure?.(app);
      },
    });

    test('the module answers as the contract says', async () => {
      expect(await observe({ server: served().url })).toEqual(EXPECTED);
      expect(handled).toEqual(HANDLED);
    });

    test('the library does its work, and the defaults decide what it serves', async () => {
      const response = await served().get(path, { Origin: DEFAULTS });
      expect(response.body).toMatch(body);
      expect(withDefaults(response)).toEqual([200, DEFAULTS, true]);
      expect(withDefaults(await served().get(path, { Origin: EVIL }))).toEqual([200, undefined, true]);
      expect(await asked(served(), DEFAULTS)).toEqual([204, DEFAULTS]);
      expect(await asked(served(), EVIL)).toEqual([403, undefined]);
    });

    async function asked(application: Served, origin: string): Promise<unknown[]> {
      const { status, headers } = await preflight(application.url, path, { origin, method: 'GET' });
      return [status, headers['access-control-allow-origin']];
    }
  });
});

describe.each(LIBRARIES.filter(({ name }) => name.includes('proxy')))(
  'headers of the upstream itself, with $name in front',
  ({ settings, configure }) => {
    describe.each(settings)('on $name', setting => {
      const { root } = surroundedModule();
      const served = serve(setting, () => root, {
        configure: async app => {
          await configure?.(app);
        },
      });

      test('stands, since no Nest route gave the response', async () => {
        const response = await served().get('/proxied/own', { Origin: DEFAULTS });
        expect(response.headers['access-control-allow-origin']).toBe(UPSTREAM_ORIGIN);
      });
    });
  },
);
