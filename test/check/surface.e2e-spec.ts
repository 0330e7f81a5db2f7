import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { All, Controller, Delete, Get, Module, Put, Version, VersioningType } from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsRoute, CorsService } from 'nestjs-cors-policy';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { describeWithNginx } from '../proxy/find-nginx.js';
import { Nginx } from '../proxy/nginx.js';
import { type CheckOutput, causes, checkOutput, runCheck } from './support/run-check.js';

const APP = 'http://app.example.com';
const OTHER = 'http://nobody.example.com';
const INSECURE = { dangerously: { allowInsecureOrigins: true } };

@CorsPolicy({
  origin: APP,
  credentials: true,
  maxAge: 600,
  exposedHeaders: ['X-Total'],
  allowedHeaders: ['Content-Type', 'X-Request-Id'],
  ...INSECURE,
})
@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'list';
  }

  @CorsPolicy({ enforce: true })
  @Get('enforced')
  enforced(): string {
    return 'enforced';
  }

  @Put()
  replace(): string {
    return 'replaced';
  }

  @CorsPolicy({ methods: [] })
  @Delete()
  remove(): string {
    return 'removed';
  }

  @CorsPolicy({ origin: /^http:\/\/[a-z]+\.example\.com$/ })
  @Get('by-expression')
  byExpression(): string {
    return 'by expression';
  }

  @CorsPolicy({ origin: (origin: string) => origin === APP })
  @Get('by-predicate')
  byPredicate(): string {
    return 'by predicate';
  }

  // Last: Express has the first route that matches answer.
  @Get(':id')
  one(): string {
    return 'one';
  }
}

@CorsPolicy({ origin: '*', exposedHeaders: '*', allowedHeaders: '*', resourcePolicy: 'cross-origin' })
@Controller('open')
class OpenController {
  @All()
  anything(): string {
    return 'anything';
  }
}

@Controller({ path: 'versioned', host: 'elsewhere.example' })
class HostController {
  @Get()
  find(): string {
    return 'elsewhere';
  }
}

@Controller('versioned')
class VersionedController {
  @Version('2')
  @Get()
  second(): string {
    return 'second';
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      paths: {
        '/fonts/*': { origin: '*' },
        '/docs-json': { origin: APP, ...INSECURE },
        '/internal/*': false,
        '/mcp': 'unmanaged',
        '/cats/*': { maxAge: 60 },
      },
    }),
  ],
  controllers: [CatsController, OpenController, HostController, VersionedController],
})
class RootModule {}

describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))(
  'A surface, on $platform',
  setting => {
    let served: Served;
    let folder: string;
    let surface: string;
    let routes: CorsRoute[];

    beforeAll(async () => {
      served = await Served.start(setting, RootModule, {
        configure: app => {
          app.enableVersioning({ type: VersioningType.URI });
        },
      });
      folder = mkdtempSync(join(tmpdir(), 'surface-'));
      surface = join(folder, 'surface.json');
      routes = served.app.get(CorsService).routes();
      writeFileSync(surface, JSON.stringify(routes));
    });
    afterAll(async () => {
      await served.close();
      rmSync(folder, { recursive: true });
    });

    const ownUrl = () => `http://127.0.0.1:${portOf(served.app)}`;
    const check = (url: string, origin: string, ...args: string[]) =>
      checkOutput(url, '--origin', origin, '--surface', surface, ...args);
    const results = ({ rows }: CheckOutput) =>
      rows.map(({ method, path, result, reason }) => `${method} ${path}: ${reason ?? result}`);

    it.each([APP, OTHER, 'null', 'http://evil.test'])(
      'is what the server has, for a page of %s',
      async origin => {
        const output = await check(ownUrl(), origin);

        expect(output.rows.filter(({ result }) => result === 'differs')).toEqual([]);
        expect(output).toMatchObject({ verdict: 'as declared', who: null, findings: [], exitCode: 0 });
        expect(results(output)).toEqual([
          'DELETE /cats: as declared',
          'GET /cats: as declared',
          'PUT /cats: as declared',
          'ALL /cats/*: a route may serve /cats/cors-check',
          'GET /cats/:id: the path has parameters',
          'GET /cats/by-expression: as declared',
          'GET /cats/by-predicate: as declared',
          'GET /cats/enforced: as declared',
          'ALL /docs-json: as declared',
          'ALL /fonts/*: as declared',
          'ALL /internal/*: as declared',
          'ALL /mcp: the application answers CORS there',
          'ALL /open: as declared',
          'GET /v2/versioned: as declared',
          'GET /versioned: the route is for another host, elsewhere.example',
        ]);
      },
    );

    it('is asked with no other method than OPTIONS, GET and HEAD', async () => {
      const methods = new Set<string>();
      const front = createServer((incoming, outgoing) => {
        methods.add(incoming.method ?? '');
        const { method = '', url = '/', headers } = incoming;
        const passed = forward(
          { port: portOf(served.app), host: '127.0.0.1', method, path: url, headers },
          answer => {
            outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
            answer.pipe(outgoing);
          },
        );
        passed.end();
      });
      await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve));
      const { port } = front.address() as AddressInfo;

      const output = await check(`http://127.0.0.1:${port}`, APP);
      front.close();

      expect(output.exitCode).toBe(0);
      expect([...methods].sort()).toEqual(['GET', 'OPTIONS']);
    });

    it('is compared for one method with --method, and by preflights alone with --preflight-only', async () => {
      const output = await check(ownUrl(), APP, '--method', 'PUT', '--preflight-only');

      expect(output.exitCode).toBe(0);
      expect(results(output).filter(row => !row.startsWith('ALL '))).toEqual(['PUT /cats: as declared']);
    });

    it('says so where the server has another one', async () => {
      const changed = routes.map(row =>
        row.path === '/cats' && row.method === 'GET'
          ? {
              ...row,
              policy: {
                ...row.policy,
                maxAge: { value: 60, level: 'method' },
                exposedHeaders: { value: [], level: 'method' },
                credentials: { value: false, level: 'method' },
              },
            }
          : row,
      );
      writeFileSync(join(folder, 'other.json'), JSON.stringify(changed));

      const output = await checkOutput(ownUrl(), '--origin', APP, '--surface', join(folder, 'other.json'));

      expect(causes(output)).toEqual(['differs-from-surface (server)']);
      expect(output.exitCode).toBe(1);
      expect(output.rows.filter(({ result }) => result === 'differs')).toEqual([
        expect.objectContaining({
          method: 'GET',
          path: '/cats',
          differences: [
            { what: 'the preflight allows credentials', wider: true },
            { what: "Access-Control-Max-Age is '600', and the declared value is 60", wider: false },
            { what: 'the response allows credentials', wider: true },
            { what: 'Access-Control-Expose-Headers has x-total, which is not declared', wider: true },
          ],
        }),
      ]);
    });

    it('says so where a closed row is open, and the other way round', async () => {
      const swapped = routes.map(row => {
        if (row.path === '/internal/*')
          return { ...row, policy: routes.find(({ path }) => path === '/fonts/*')?.policy };
        return row.path === '/open' ? { ...row, policy: { origin: { value: false, level: 'method' } } } : row;
      });
      writeFileSync(join(folder, 'other.json'), JSON.stringify(swapped));

      const output = await checkOutput(ownUrl(), '--origin', APP, '--surface', join(folder, 'other.json'));
      const differing = output.rows.filter(({ result }) => result === 'differs');

      expect(
        differing.map(({ path, differences }) => [
          path,
          differences.map(({ wider }) => wider).includes(true),
        ]),
      ).toEqual([
        ['/internal/*', false],
        ['/open', true],
      ]);
      expect(output.findings.at(-1)?.what).toContain(
        '2 of 11 rows differ from the surface. The server allows more in 1 of them.',
      );
    });

    it.each([
      ['is not there', undefined, 'cannot be read'],
      ['is no JSON', '{', 'cannot be read'],
      ['is no surface', '{"routes": []}', "is not a surface. Write the file with 'routes --json'."],
      ['has rows that are none', '[{"method": "GET"}]', 'is not a surface'],
      [
        'has a kind that nobody knows',
        '[{"kind":"x","method":"GET","path":"/","policy":{}}]',
        'is not a surface',
      ],
    ])('is wrong usage where its file %s', async (_title, content, message) => {
      const file = join(folder, 'broken.json');
      rmSync(file, { force: true });
      if (content !== undefined) writeFileSync(file, content);

      const { code, stderr, stdout } = await runCheck(ownUrl(), '--origin', APP, '--surface', file);

      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(stdout).toBe('');
    });

    it('is a table of differences as text, and says which rows were not asked', async () => {
      const { stdout, code } = await runCheck(ownUrl(), '--origin', APP, '--surface', surface);

      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^✓ AS DECLARED\n {2}http:.*, for a page of http:\/\/app\.example\.com\n {2}11 rows as declared, 0 not, 4 not asked\n\nNo fault was found\./,
      );
      expect(stdout).toContain('Not asked\n  ALL /cats/*: a route may serve /cats/cors-check\n');
    });

    it('names a server that does not answer', async () => {
      const gone = await checkOutput('http://127.0.0.1:1', '--origin', APP, '--surface', surface);

      expect(causes(gone)).toEqual(['connection-failed (network)']);
      expect(gone.exitCode).toBe(1);
    });

    it('sends no handshake to gateways', async () => {
      const gateway = {
        kind: 'gateway',
        method: 'GET',
        path: '/chat',
        handler: 'ChatGateway',
        policy: { origin: { value: APP, level: 'gateway' } },
      };
      writeFileSync(join(folder, 'gateway.json'), JSON.stringify([gateway]));

      const output = await checkOutput(ownUrl(), '--origin', APP, '--surface', join(folder, 'gateway.json'));

      expect(results(output)).toEqual(['GET /chat: a WebSocket handshake']);
    });

    describeWithNginx('behind nginx', () => {
      const behind = async (site: string, ...args: string[]) => {
        const nginx = await Nginx.start(site, portOf(served.app));
        try {
          return await check(`http://127.0.0.1:${nginx.port}`, ...(args as [string]));
        } finally {
          await nginx.stop();
        }
      };

      it('is as declared where nginx passes everything on, also by its own name for the host', async () => {
        expect(await behind('passes-on', APP)).toMatchObject({ verdict: 'as declared', exitCode: 0 });
      });

      it.each<[site: string, origin: string, found: string[], wider: boolean]>([
        [
          'answers-options',
          OTHER,
          ['differs-from-surface (server)', 'preflight-answered-in-front (proxy)'],
          true,
        ],
        [
          'refuses-options',
          APP,
          ['differs-from-surface (server)', 'preflight-answered-in-front (proxy)'],
          false,
        ],
        ['takes-over', OTHER, ['differs-from-surface (server)'], true],
        [
          'adds-headers',
          APP,
          ['contradictory-headers (proxy)', 'differs-from-surface (server)', 'doubled-header (proxy)'],
          true,
        ],
        ['strips-headers', APP, ['differs-from-surface (server)'], false],
        ['strips-vary', APP, ['differs-from-surface (server)', 'preflight-answered-in-front (proxy)'], false],
      ])('%s: a page of %s', async (site, origin, found, wider) => {
        const output = await behind(site, origin);

        expect(causes(output).sort()).toEqual(found);
        expect(output.exitCode).toBe(1);
        expect(output.rows.some(({ differences }) => differences.some(each => each.wider))).toBe(wider);
      });
    });
  },
);
