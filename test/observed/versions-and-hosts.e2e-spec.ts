import {
  Controller,
  Get,
  type INestApplication,
  Module,
  Post,
  VERSION_NEUTRAL,
  Version,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type Setting, type StartOptions, SETTINGS } from '../e2e/support/applications.js';
import {
  APP,
  EVIL,
  type Observed,
  type Server,
  observe,
  preflightVerdict,
  runs,
  expectParts,
} from './support/observe.js';
import { EXPRESS, FASTIFY, PLATFORMS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

@Controller()
class Things {
  @CorsPolicy({ origin: APP }) @Version('1') @Get('things') first() {
    return runs('first');
  }
  @CorsPolicy(false) @Version(['2', '3']) @Get('things') second() {
    return runs('second');
  }
  @CorsPolicy({ origin: '*' }) @Version(VERSION_NEUTRAL) @Get('things') rest() {
    return runs('rest');
  }

  @CorsPolicy({ origin: [APP, EVIL], credentials: true, maxAge: 100 }) @Version('1') @Get('pair') wide() {
    return runs('wide');
  }
  @CorsPolicy({ origin: APP, maxAge: 50 }) @Version('2') @Get('pair') narrow() {
    return runs('narrow');
  }

  @CorsPolicy({ origin: '*' }) @Version('1') @Post('orders') open() {
    return runs('open');
  }
  @CorsPolicy({ origin: APP, enforce: true }) @Version('2') @Post('orders') enforced() {
    return runs('enforced');
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [Things] })
class Versioned {}

/** How a request says its version. */
interface Kind {
  readonly versioning: VersioningOptions;
  readonly headers: (version: string) => Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'a header': {
    versioning: { type: VersioningType.HEADER, header: 'X-Version' },
    headers: version => ({ 'x-version': version }),
  },
  'the media type': {
    versioning: { type: VersioningType.MEDIA_TYPE, key: 'v=' },
    headers: version => ({ accept: `application/json;v=${version}` }),
  },
  'an extractor of the application': {
    versioning: {
      type: VersioningType.CUSTOM,
      extractor: (request: unknown) => {
        const { headers } = request as { headers: IncomingHttpHeaders };
        return String(headers['x-api'] ?? '');
      },
    },
    headers: version => ({ 'x-api': version }),
  },
};

function kindOf(name: string): Kind {
  const kind = KINDS[name];
  if (kind === undefined) throw new TypeError(`There is no ${name}.`);
  return kind;
}

const allows = (origin: string) => ({
  'access-control-allow-origin': origin,
  ...(origin === '*' ? {} : { vary: 'origin' }),
});

describe.each(SETTINGS)('versions: $name', setting => {
  describe.each(Object.keys(KINDS))('by %s', name => {
    const { versioning, headers } = kindOf(name);

    function versioned(more: (app: INestApplication) => void = () => undefined): StartOptions {
      return {
        configure: app => {
          app.enableVersioning(versioning);
          more(app);
        },
      };
    }

    function ask(server: Server, request: string, origin: string, version?: string): Promise<Observed> {
      return observe(server, request, { origin, headers: version === undefined ? {} : headers(version) });
    }

    test('each version has its own policy', async () => {
      await whileServed(setting, Versioned, versioned(), async served => {
        expect(await ask(served, 'GET /things', APP, '1')).toEqual({
          status: 200,
          cors: allows(APP),
          ran: ['first'],
          decisions: ['allowed: Things.first'],
        });
        expectParts(await ask(served, 'GET /things', EVIL, '1'), { cors: { vary: 'origin' } });
        for (const version of ['2', '3']) {
          expect(await ask(served, 'GET /things', APP, version)).toEqual({
            status: 200,
            cors: {},
            ran: ['second'],
            decisions: ['refused: Things.second'],
          });
        }
        for (const version of [undefined, '9']) {
          expect(await ask(served, 'GET /things', EVIL, version)).toEqual({
            status: 200,
            cors: allows('*'),
            ran: ['rest'],
            decisions: ['allowed: Things.rest'],
          });
        }
        expect(await ask(served, 'GET /pair', EVIL, '9')).toEqual({
          status: 404,
          cors: allows('*'),
          ran: [],
          decisions: ['allowed: no route'],
        });
        expectParts(await ask(served, 'POST /orders', EVIL, '2'), { status: 403, ran: [] });
        expectParts(await ask(served, 'POST /orders', EVIL, '1'), { status: 201, ran: ['open'] });
      });
    });

    test('a preflight needs all of them', async () => {
      await whileServed(setting, Versioned, versioned(), async served => {
        expect((await preflightVerdict(served, 'GET /things', APP)).status).toBe(403);
        expect((await preflightVerdict(served, 'GET /pair', EVIL)).status).toBe(403);
        expect(await preflightVerdict(served, 'GET /pair', APP)).toEqual({
          status: 204,
          allowOrigin: APP,
          credentials: false,
          varies: true,
        });
        expect((await preflightVerdict(served, 'POST /orders', EVIL)).status).toBe(403);
        expect(await preflightVerdict(served, 'POST /orders', APP)).toMatchObject({
          status: 204,
          allowOrigin: APP,
        });
      });
    });

    if (setting.platform === 'express') {
      const byQuery = versioned(app => {
        app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
          const version = new URL(request.url ?? '', 'http://a').searchParams.get('v');
          if (version !== null) Object.assign(request.headers, headers(version));
          next();
        });
      });

      test('the version that a middleware sets decides, and not the version of the request', async () => {
        await whileServed(setting, Versioned, byQuery, async served => {
          for (const arrived of [undefined, '1', '9']) {
            expect(await ask(served, 'GET /things?v=2', EVIL, arrived)).toEqual({
              status: 200,
              cors: {},
              ran: ['second'],
              decisions: ['refused: Things.second'],
            });
            expect(await ask(served, 'POST /orders?v=2', EVIL, arrived)).toEqual({
              status: 403,
              cors: { vary: 'origin' },
              ran: [],
              decisions: ['enforced: Things.enforced'],
            });
            expectParts(await ask(served, 'GET /pair?v=1', EVIL, arrived), {
              cors: { ...allows(EVIL), 'access-control-allow-credentials': 'true' },
              ran: ['wide'],
            });
          }
        });
      });
    } else {
      test('a middleware comes too late to set it: the route that Fastify chose decides', async () => {
        const tooLate = versioned(app => {
          app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
            Object.assign(request.headers, headers('1'));
            next();
          });
        });
        await whileServed(setting, Versioned, tooLate, async served => {
          expectParts(await ask(served, 'GET /things', APP, '2'), { cors: {}, ran: ['second'] });
          expectParts(await ask(served, 'POST /orders', EVIL, '2'), { status: 403, ran: [] });
        });
      });
    }
  });
});

@Controller({ host: 'a.example' })
class OfA {
  @CorsPolicy({ origin: APP, exposedHeaders: ['X-A'] }) @Get('site') site() {
    return runs('a');
  }
  @CorsPolicy({ origin: APP, enforce: true }) @Post('only-a') order() {
    return runs('order');
  }
}

@Controller({ host: ['b.example', ':tenant.b.example'] })
class OfB {
  @CorsPolicy(false) @Get('site') site() {
    return runs('b');
  }
}

@Controller({ host: /^c\d\.example$/ })
class OfC {
  @CorsPolicy({ origin: [APP, EVIL], credentials: true }) @Get('site') site() {
    return runs('c');
  }
}

@Controller()
class OfAll {
  @Get('site') site() {
    return runs('all');
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: { origin: '*' } })],
  controllers: [OfA, OfB, OfC, OfAll],
})
class Hosted {}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [OfA] })
class HostedByA {}

const SITES = [
  ['a.example', 'OfA', { vary: 'origin' }],
  ['b.example', 'OfB', {}],
  ['one.b.example', 'OfB', {}],
  ['c1.example', 'OfC', { ...allows(EVIL), 'access-control-allow-credentials': 'true' }],
  ['other.example', 'OfAll', { 'access-control-allow-origin': '*' }],
] as const;

async function expectSite(
  server: Server,
  controller: string,
  cors: Observed['cors'],
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const isAllowed = 'access-control-allow-origin' in cors;
  expect(await observe(server, 'GET /site', { origin: EVIL, headers })).toEqual({
    status: 200,
    cors,
    ran: [controller.slice(2).toLowerCase()],
    decisions: [`${isAllowed ? 'allowed' : 'refused'}: ${controller}.site`],
  });
}

describe.each(EXPRESS)('hosts, with one path and a policy for each: $name', setting => {
  test.each(SITES)('Host: %s is served by %s, with its policy', async (host, controller, cors) => {
    await whileServed(setting, Hosted, {}, async served => {
      await expectSite(served, controller, cors, { Host: host });
      const { status } = await preflightVerdict(served, 'GET /site', EVIL, { Host: host });
      expect(status).toBe('access-control-allow-origin' in cors ? 204 : 403);
    });
  });

  test.each(SITES)(
    'a middleware sets Host to %s: %s serves it, with its policy',
    async (host, controller, cors) => {
      const configure = (app: INestApplication): void => {
        app.use(({ headers }: IncomingMessage, _response: unknown, next: () => void) => {
          headers.host = host;
          next();
        });
      };
      await whileServed(setting, Hosted, { configure }, async served => {
        for (const [arrived] of SITES) await expectSite(served, controller, cors, { Host: arrived });
      });
    },
  );

  test('X-Forwarded-Host decides where the proxy is trusted, and not else', async () => {
    const trust = (app: INestApplication): void => {
      (app.getHttpAdapter().getInstance() as { set(name: string, value: unknown): void }).set(
        'trust proxy',
        true,
      );
    };
    await whileServed(setting, Hosted, { configure: trust }, async served => {
      for (const [host, controller, cors] of SITES) {
        await expectSite(served, controller, cors, { 'Host': 'proxy.example', 'X-Forwarded-Host': host });
      }
      const forwarded = { 'Host': 'proxy.example', 'X-Forwarded-Host': 'b.example' };
      expect((await preflightVerdict(served, 'GET /site', EVIL, forwarded)).status).toBe(403);
    });
    await whileServed(setting, Hosted, {}, async served => {
      const headers = { 'Host': 'b.example', 'X-Forwarded-Host': 'c1.example' };
      await expectSite(served, 'OfB', {}, headers);
    });
  });
});

const PROXIED: Readonly<Record<Setting['platform'], () => StartOptions>> = {
  express: () => ({
    configure: app => {
      (app.getHttpAdapter().getInstance() as { set(name: string, value: unknown): void }).set(
        'trust proxy',
        true,
      );
    },
  }),
  fastify: () => ({ adapter: new FastifyAdapter({ trustProxy: true }) }),
};

describe.each(PLATFORMS)('a host-bound route: $name', setting => {
  test('has its policy for its host, and does not answer for others', async () => {
    await whileServed(setting, HostedByA, {}, async served => {
      expect(await observe(served, 'GET /site', { origin: APP, headers: { Host: 'a.example' } })).toEqual({
        status: 200,
        cors: { ...allows(APP), 'access-control-expose-headers': 'X-A' },
        ran: ['a'],
        decisions: ['allowed: OfA.site'],
      });
      // The host filter passed it on: no route answers, and the defaults decide.
      expect(await observe(served, 'GET /site', { origin: EVIL, headers: { Host: 'b.example' } })).toEqual({
        status: 404,
        cors: { 'access-control-allow-origin': '*' },
        ran: [],
        decisions: ['allowed: no route'],
      });
      const foreign = { Host: 'b.example' };
      expect((await preflightVerdict(served, 'POST /only-a', EVIL, foreign)).status).toBe(204);
      expect((await preflightVerdict(served, 'POST /only-a', EVIL, { Host: 'a.example' })).status).toBe(403);
    });
  });

  test('is enforced by X-Forwarded-Host behind a trusted proxy', async () => {
    await whileServed(setting, HostedByA, PROXIED[setting.platform](), async served => {
      const headers = { 'Host': 'proxy.example', 'X-Forwarded-Host': 'a.example' };
      expect(await observe(served, 'POST /only-a', { origin: EVIL, headers })).toEqual({
        status: 403,
        cors: { vary: 'origin' },
        ran: [],
        decisions: ['enforced: OfA.order'],
      });
      expectParts(await observe(served, 'POST /only-a', { origin: APP, headers }), {
        status: 201,
        cors: allows(APP),
      });
      expect((await preflightVerdict(served, 'POST /only-a', EVIL, headers)).status).toBe(403);
    });
  });

  test('is enforced where a middleware sets X-Forwarded-Host', async () => {
    const start = PROXIED[setting.platform]();
    const configure = async (app: INestApplication): Promise<void> => {
      await start.configure?.(app);
      app.use(({ headers }: IncomingMessage, _response: unknown, next: () => void) => {
        headers['x-forwarded-host'] = 'a.example';
        next();
      });
    };
    await whileServed(setting, HostedByA, { ...start, configure }, async served => {
      const headers = { 'Host': 'proxy.example', 'X-Forwarded-Host': 'b.example' };
      expect(await observe(served, 'POST /only-a', { origin: EVIL, headers })).toEqual({
        status: 403,
        cors: { vary: 'origin' },
        ran: [],
        decisions: ['enforced: OfA.order'],
      });
    });
  });
});

describe.each(FASTIFY)('a middleware that sets another URL or method: $name', setting => {
  test('comes too late: the route that Fastify chose decides', async () => {
    const configure = (app: INestApplication): void => {
      app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
        request.url = '/elsewhere';
        request.method = 'PUT';
        next();
      });
    };
    await whileServed(setting, HostedByA, { configure }, async served => {
      const headers = { Host: 'a.example' };
      expectParts(await observe(served, 'GET /site', { origin: EVIL, headers }), {
        status: 200,
        cors: { vary: 'origin' },
        ran: ['a'],
        decisions: ['refused: OfA.site'],
      });
      expectParts(await observe(served, 'POST /only-a', { origin: EVIL, headers }), {
        status: 403,
        ran: [],
      });
    });
  });
});
