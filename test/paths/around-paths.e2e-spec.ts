import { jest } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { All, Controller, Get, type INestApplication, Logger, Module, Post } from '@nestjs/common';
import {
  CORS_DECISION_CHANNEL,
  CorsConfigurationError,
  type CorsDecision,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { SETTINGS, type Setting, create, listen } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';

const APP = 'https://app.example';
const DOCS = 'https://docs.example';
const EVIL = 'https://evil.example';

@Controller()
class RestController {
  @Post('orders')
  order(): string {
    return 'ordered';
  }

  @Get('docs-json')
  docs(): string {
    return 'docs';
  }
}

@CorsPolicy({ origin: DOCS, enforce: true })
@Controller()
class CatchAllController {
  @All(':any')
  any(): string {
    return 'any';
  }
}

let app: INestApplication;
let url: string;
let warnings: string[];

async function start(
  setting: Setting,
  options: CorsModuleOptions,
  {
    controllers = [RestController],
    configure = () => undefined,
  }: { controllers?: (new () => object)[]; configure?: (app: INestApplication) => void } = {},
): Promise<void> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers })
  class RootModule {}
  ({ app, url } = await listen(setting, RootModule, { configure }));
}

/** Something that answers before any route, as static files do. */
function serving(path: string, body: string) {
  return (application: INestApplication): void => {
    application.use((request: { url: string }, response: { end(text: string): void }, next: () => void) => {
      if (request.url.startsWith(path)) response.end(body);
      else next();
    });
  };
}

beforeEach(() => {
  warnings = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(line => void warnings.push(String(line)));
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.close();
});

describe.each(SETTINGS)('around paths: $name', setting => {
  test('the answer of a middleware has the policy of its path, and enforce refuses before it runs', async () => {
    const paths = { '/files/*': { origin: DOCS, enforce: true } };
    await start(setting, { paths }, { configure: serving('/files/', 'file') });

    const allowed = await send(url, 'GET', '/files/a', { Origin: DOCS });
    expect([allowed.body, allowed.headers['access-control-allow-origin']]).toEqual(['file', DOCS]);
    const refused = await send(url, 'GET', '/files/a', { Origin: EVIL });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    // In no reading of its path may it be passed by.
    for (const path of ['/x/../files/a', '//files/a', '/%66iles/a', '/files;x/a']) {
      expect([path, (await send(url, 'GET', path, { Origin: EVIL })).status]).toEqual([path, 403]);
    }
  });

  test('a rewritten URL keeps the policy of the path as it arrived', async () => {
    const options = { paths: { '/old/*': { origin: DOCS }, '/orders': { origin: APP } } };
    await start(setting, options, {
      configure: application => {
        application.use((request: { url: string }, _response: unknown, next: () => void) => {
          if (request.url === '/old/orders') request.url = '/orders';
          next();
        });
      },
    });
    if (setting.platform === 'fastify') return;
    const answer = await send(url, 'POST', '/old/orders', { Origin: DOCS });
    expect([answer.body, answer.headers['access-control-allow-origin']]).toEqual(['ordered', DOCS]);
  });

  test('a decorated route that is entered on an unmanaged path has its own policy', async () => {
    await start(setting, { paths: { '/mcp': 'unmanaged' } }, { controllers: [CatchAllController] });

    const allowed = await send(url, 'GET', '/mcp', { Origin: DOCS });
    expect(allowed.headers['access-control-allow-origin']).toBe(DOCS);
    expect((await send(url, 'GET', '/mcp', { Origin: EVIL })).status).toBe(403);
  });

  test('trustedOrigins() and trusts() know paths', async () => {
    const options: CorsModuleOptions = {
      defaults: { origin: APP, credentials: true },
      paths: { '/docs-json': { origin: DOCS }, '/orders': false, '/mcp': 'unmanaged' },
    };
    await start(setting, options);
    const cors = app.get(CorsService);
    expect(cors.trustedOrigins()).toEqual([APP, DOCS]);
    const trusts = (path: string, origin: string): boolean =>
      cors.trusts({ method: 'POST', url: path, originalUrl: path, headers: { origin } });
    expect([trusts('/docs-json', DOCS), trusts('/docs-json', APP)]).toEqual([true, false]);
    expect([trusts('/orders', APP), trusts('/elsewhere', APP), trusts('/mcp', APP)]).toEqual([
      false,
      true,
      false,
    ]);
    // By the path as it arrived too.
    expect(cors.trusts({ method: 'POST', url: '/x', originalUrl: '/orders', headers: { origin: APP } })).toBe(
      false,
    );
  });

  test('trustedOrigins() names the key whose rule a list cannot say', async () => {
    await start(setting, {
      paths: { '/docs-json': { origin: 'https://*.docs.example', credentials: true } },
    });
    expect(() => app.get(CorsService).trustedOrigins()).toThrow(
      "paths['/docs-json'] in CorsModule.forRoot(), origin: 'https://*.docs.example'",
    );
  });

  test('a log line names the key, also where no route serves', async () => {
    await start(setting, { defaults: { origin: APP }, paths: { '/fonts/*': { origin: DOCS } } });
    await preflight(url, '/fonts/a', { origin: EVIL, method: 'GET' });
    await send(url, 'GET', '/docs-json', { Origin: EVIL });
    const lines = warnings.filter(line => line.startsWith('Refused'));
    expect(lines[0]).toContain("origin of paths['/fonts/*'] in CorsModule.forRoot() does not have");
    expect(lines[1]).toContain('origin of defaults in CorsModule.forRoot() does not have');
  });

  test('a decision has the policy of the key', async () => {
    const decisions: CorsDecision[] = [];
    const receive = (message: unknown): void => void decisions.push(message as CorsDecision);
    await start(setting, { paths: { '/docs-json': { origin: DOCS } } });
    subscribe(CORS_DECISION_CHANNEL, receive);
    try {
      await send(url, 'GET', '/docs-json', { Origin: DOCS });
      await preflight(url, '/docs-json', { origin: DOCS, method: 'GET' });
    } finally {
      unsubscribe(CORS_DECISION_CHANNEL, receive);
    }
    expect(decisions.map(({ kind, allowed, policies }) => [kind, allowed, policies[0]?.origin])).toEqual(
      ['actual', 'preflight'].map(kind => [kind, true, { value: DOCS, level: 'path', path: '/docs-json' }]),
    );
  });

  test('the global prefix is part of a key', async () => {
    await start(
      setting,
      { paths: { '/api/docs-json': { origin: DOCS }, '/docs-json': { origin: EVIL } } },
      { configure: application => application.setGlobalPrefix('api') },
    );
    const { headers } = await send(url, 'GET', '/api/docs-json', { Origin: DOCS });
    expect(headers['access-control-allow-origin']).toBe(DOCS);
  });

  test('a predicate of a key is asked once, and both keys of an ambiguous path have to allow', async () => {
    const asked: string[] = [];
    const isDocs = (origin: string): boolean => {
      asked.push(origin);
      return origin === DOCS;
    };
    await start(setting, {
      paths: { '/a/*': { origin: isDocs, enforce: true }, '/b/*': { origin: [DOCS, APP] } },
    });
    expect((await send(url, 'GET', '/a/../b/x', { Origin: APP })).status).toBe(403);
    expect(
      (await send(url, 'GET', '/a/../b/x', { Origin: DOCS })).headers['access-control-allow-origin'],
    ).toBe(DOCS);
    expect(asked).toEqual([APP, DOCS]);
  });
});

describe('invalid paths', () => {
  const express: Setting = { name: 'express', platform: 'express', start: 'NestFactory.create' };

  beforeAll(async () => {
    await start(express, {});
  });

  test.each<[paths: CorsModuleOptions['paths'], place: string]>([
    [{ '/a': { origin: '*', credentials: true } }, "paths['/a'] in CorsModule.forRoot(), origin: '*'"],
    [{ '/a': 'nobody' }, "paths['/a'] in CorsModule.forRoot(), paths['/a']: 'nobody'"],
    [{ '/a/:id': false }, "CorsModule.forRoot(), paths: '/a/:id'"],
    [{ '/a': { maxAge: -1 } }, "paths['/a'] in CorsModule.forRoot(), maxAge: -1"],
  ])('%p does not start', async (paths, place) => {
    @Module({ imports: [CorsModule.forRoot({ ...(paths === undefined ? {} : { paths }) })] })
    class RootModule {}
    const other = await create(express, RootModule);
    const error: unknown = await other.init().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toContain(place);
  });

  test('a route and a key that cannot meet are no combination', async () => {
    @CorsPolicy({ credentials: true })
    @Controller()
    class Users {
      @Get(':id')
      find(): string {
        return 'user';
      }
    }
    @Module({
      imports: [CorsModule.forRoot({ paths: { '/fonts/*': { origin: '*' } } })],
      controllers: [Users],
    })
    class RootModule {}
    const other = await create(express, RootModule);
    await other.init();
    await other.close();
  });
});
