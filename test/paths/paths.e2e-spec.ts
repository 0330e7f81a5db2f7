import { jest } from '@jest/globals';
import { All, Controller, Get, type INestApplication, Logger, Module, Options, Post } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { listen } from '../e2e/support/applications.js';
import { corsHeaders, preflight, send } from '../e2e/support/http.js';
import { EVERY_PLATFORM, type EveryPlatform } from './support/every-platform.js';

const APP = 'https://app.example';
const DOCS = 'https://docs.example';
const PARTNER = 'https://eu.partner.example';
const EVIL = 'https://evil.example';
const ORIGINS = [APP, DOCS, PARTNER, EVIL];

const OPTIONS: CorsModuleOptions = {
  defaults: { origin: APP, credentials: true },
  policies: {
    open: { origin: '*', credentials: false, exposedHeaders: 'x-open' },
    partners: { origin: 'https://*.partner.example', credentials: true },
  },
  paths: {
    '/graphql': 'partners',
    '/fonts/*': 'open',
    '/fonts/private/*': false,
    '/docs-json': { origin: DOCS },
    '/metrics/*': ['open', { maxAge: 600 }],
    '/internal/*': false,
    '/mcp': 'unmanaged',
    '/auth/*': 'unmanaged',
    '/': { origin: DOCS },
  },
};

/** A controller of another package, without decorators of this one. */
@Controller()
class PlainController {
  @Get()
  root(): string {
    return 'root';
  }

  @All('graphql')
  graphql(): string {
    return 'graphql';
  }

  @Get('fonts/:name')
  font(): string {
    return 'font';
  }

  @Get('docs-json')
  docs(): string {
    return 'docs';
  }

  @Get('metrics/all')
  metrics(): string {
    return 'metrics';
  }

  @Get('mcp')
  mcp(): string {
    return 'mcp';
  }

  @Options('mcp')
  mcpPreflight(): string {
    return 'own preflight';
  }

  @Get('elsewhere')
  elsewhere(): string {
    return 'elsewhere';
  }
}

@CorsPolicy({ credentials: true })
@Controller('internal')
class DecoratedController {
  @CorsPolicy({ origin: DOCS })
  @Get('docs')
  own(): string {
    return 'own';
  }

  @Get('plain')
  plain(): string {
    return 'plain';
  }

  @CorsPolicy({ enforce: true })
  @Post('enforced')
  enforced(): string {
    return 'enforced';
  }
}

async function start(
  { setting, interceptor, adapter }: EveryPlatform,
  options: CorsModuleOptions = OPTIONS,
  controllers = [PlainController, DecoratedController],
): Promise<{ app: INestApplication; url: string }> {
  @Module({ imports: [CorsModule.forRoot({ ...options, interceptor })], controllers })
  class RootModule {}
  return listen(setting, RootModule, adapter === undefined ? {} : { adapter: adapter() });
}

/** The origins that may read an answer, with what the answer says besides. */
async function readers(url: string, path: string, method = 'GET'): Promise<string[]> {
  const found: string[] = [];
  for (const origin of ORIGINS) {
    const { headers } = await send(url, method, path, { Origin: origin });
    const allowed = headers['access-control-allow-origin'];
    if (allowed === '*') return ['*'];
    if (allowed === origin) found.push(origin);
  }
  return found;
}

async function preflighted(url: string, path: string, method = 'GET'): Promise<string[]> {
  const found: string[] = [];
  for (const origin of ORIGINS) {
    const { headers } = await preflight(url, path, { origin, method });
    const allowed = headers['access-control-allow-origin'];
    if (allowed === '*') return ['*'];
    if (allowed === origin) found.push(origin);
  }
  return found;
}

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(EVERY_PLATFORM)('paths on $name', platform => {
  let app: INestApplication;
  let url: string;
  const { ignoresCase } = platform;

  beforeAll(async () => {
    ({ app, url } = await start(platform));
  });
  afterAll(() => app.close());

  test.each<[path: string, expected: readonly string[]]>([
    ['/graphql', [PARTNER]],
    ['/graphql?query=x', [PARTNER]],
    ['/fonts/a.woff2', ['*']],
    ['/docs-json', [DOCS]],
    ['/metrics/all', ['*']],
    ['/', [DOCS]],
    ['/elsewhere', [APP]],
    // A decorator is nearer than a key: field by field.
    ['/internal/docs', [DOCS]],
    ['/internal/plain', []],
  ])('%s is for %p, and so is its preflight', async (path, expected) => {
    expect(await readers(url, path)).toEqual(expected);
    expect(await preflighted(url, path)).toEqual(expected);
  });

  test.each<[path: string, expected: readonly string[]]>([
    // Paths that no route serves.
    ['/fonts/deep/er', ['*']],
    ['/fonts/private/a', []],
    ['/fonts', [APP]],
    ['/internal/nothing', []],
    ['/nothing', [APP]],
  ])('a preflight of %s, which no route serves, is for %p', async (path, expected) => {
    expect(await preflighted(url, path)).toEqual(expected);
  });

  test('the fields of a key, of its named policy and of the defaults are combined', async () => {
    const answer = await preflight(url, '/metrics/all', { origin: EVIL, method: 'GET' });
    expect(corsHeaders(answer)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-max-age': '600',
    });
    const { headers } = await send(url, 'GET', '/docs-json', { Origin: DOCS });
    expect(headers['access-control-allow-credentials']).toBe('true');
  });

  test('enforce of a decorator holds for the origins of the key', async () => {
    const { status } = await send(url, 'POST', '/internal/enforced', { Origin: EVIL });
    expect(status).toBe(403);
  });

  test('a path that is left to the application has its own answers', async () => {
    const answer = await send(url, 'GET', '/mcp', { Origin: APP });
    expect([answer.body, corsHeaders(answer)]).toEqual(['mcp', {}]);
    const own = await preflight(url, '/mcp', { origin: APP, method: 'GET' });
    expect([own.body, own.headers['access-control-allow-origin']]).toEqual(['own preflight', undefined]);
  });

  test.each<[path: string, readonly string[]]>([
    // Both readings have to allow: open to all below /fonts, and to the defaults' origin elsewhere.
    ['/x/../fonts/a.woff2', [APP]],
    ['/fonts/..%2Felsewhere', [APP]],
    ['/fonts;a=b/a.woff2', [APP]],
    ['/fonts\\a.woff2', [APP]],
    ['//fonts/a.woff2', [APP]],
    ['/%66onts/a.woff2', [APP]],
    // Open below /fonts, and closed below /internal.
    ['/fonts/..%2finternal/x', []],
    ['/internal/%2e%2e/fonts/x', []],
  ])('a preflight of %s is for %p, since its readings have different keys', async (path, expected) => {
    expect(await preflighted(url, path)).toEqual(expected);
  });

  test('case and last slash count as the platform has it', async () => {
    const expected = ignoresCase ? [] : [APP];
    // Partners of /graphql, the application elsewhere: no origin is both.
    expect(await preflighted(url, '/GraphQL')).toEqual(expected);
  });

  test('routes() lists keys, and routes whose paths all have one key with its policy', () => {
    const rows = app.get(CorsService).routes();
    const shown = rows.map(({ kind = 'route', method, path, policy }) => {
      const { origin } = policy;
      return `${kind} ${method} ${path} ${String(origin?.value)} ${origin?.level ?? 'unmanaged'} ${origin?.path ?? ''}`;
    });
    expect(shown).toEqual(
      expect.arrayContaining([
        'path ALL /fonts/* * path /fonts/*',
        'path ALL /mcp undefined unmanaged ',
        'route GET /fonts/:name * path /fonts/*',
        'route GET /elsewhere https://app.example defaults ',
        'route GET /internal/docs https://docs.example method ',
        'route GET /internal/plain false path /internal/*',
        'route GET /mcp undefined unmanaged ',
      ]),
    );
  });

  test('explain() says what the server does', async () => {
    const cors = app.get(CorsService);
    const allowed = async (path: string, origin: string) =>
      (await cors.explain({ method: 'GET', url: path, origin })).allowed;
    for (const path of ['/graphql', '/docs-json', '/elsewhere', '/internal/docs', '/internal/plain', '/']) {
      for (const origin of ORIGINS) {
        expect([path, origin, await allowed(path, origin)]).toEqual([
          path,
          origin,
          (await readers(url, path)).includes(origin),
        ]);
      }
    }
    const { steps } = await cors.explain({ method: 'GET', url: '/mcp', origin: APP });
    expect(steps.at(-1)?.detail).toContain('leaves the path to the application');
  });

  test('a reload replaces paths with the rest', async () => {
    const other = await start(platform);
    try {
      const cors = other.app.get(CorsService);
      await cors.reload({ defaults: { origin: APP }, paths: { '/elsewhere': { origin: DOCS } } });
      expect(await readers(other.url, '/elsewhere')).toEqual([DOCS]);
      expect(await readers(other.url, '/graphql')).toEqual([APP]);
      await cors.reload({ defaults: { origin: APP } });
      expect(await readers(other.url, '/elsewhere')).toEqual([APP]);
      expect(cors.routes().some(({ kind }) => kind === 'path')).toBe(false);
    } finally {
      await other.app.close();
    }
  });
});
