import { jest } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Logger,
  Module,
  Post,
  Put,
  Scope,
  type Type,
  Version,
} from '@nestjs/common';
import { VersioningType } from '@nestjs/common';
import { CorsConfigurationError, CorsModule, type CorsOriginResolver, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, SETTINGS_AND_PATHS, create } from './support/applications.js';
import { corsHeaders } from './support/http.js';
import { serve } from './support/served.js';

const TENANT = 'https://tenant.example.com';

const asked: string[] = [];

@Injectable()
class Tenants {
  owns(origin: string): boolean {
    return origin === TENANT;
  }
}

@Injectable()
class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: Tenants) {}

  async isAllowed(origin: string): Promise<boolean> {
    asked.push(origin);
    await new Promise(resolve => setImmediate(resolve));
    return this.tenants.owns(origin);
  }
}

function throwing(): boolean {
  throw new Error('the database is gone');
}

@CorsPolicy({ origin: TenantOrigins, credentials: true })
@Controller('resolver')
class ResolverController {
  @Get()
  get(): string {
    return 'resolver';
  }

  @Put()
  put(): string {
    return 'put';
  }
}

@Controller('predicate')
class PredicateController {
  @CorsPolicy({
    origin: (origin, request) => origin === TENANT && typeof request === 'object' && request !== null,
  })
  @Get('sync')
  sync(): string {
    return 'sync';
  }

  @CorsPolicy({ origin: throwing })
  @Get('throws')
  throws(): string {
    return 'handled';
  }

  @CorsPolicy({ origin: async () => Promise.reject(new Error('the network is gone')) })
  @Get('rejects')
  rejects(): string {
    return 'handled';
  }

  @CorsPolicy({ origin: () => 'yes' as unknown as boolean })
  @Get('truthy')
  truthy(): string {
    return 'handled';
  }

  @CorsPolicy({ origin: ['https://listed.example.com', throwing, /^https:\/\/[a-z]+\.matched\.example$/] })
  @Get('mixed')
  mixed(): string {
    return 'mixed';
  }

  @CorsPolicy({ origin: TenantOrigins, dangerously: { allowNullOrigin: true } })
  @Get('null')
  nullOrigin(): string {
    return 'null';
  }
}

@CorsPolicy({ origin: TenantOrigins })
@Controller('versions')
class VersionsController {
  @Version('1')
  @Get()
  first(): string {
    return '1';
  }

  @CorsPolicy({ maxAge: 60 })
  @Version('2')
  @Get()
  second(): string {
    return '2';
  }
}

function rootModule(interceptor: 'auto' | 'always'): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ interceptor })],
    controllers: [ResolverController, PredicateController, VersionsController],
    providers: [Tenants, TenantOrigins],
  })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS_AND_PATHS)('dynamic origins: $name', setting => {
  const served = serve(setting, () => rootModule(setting.interceptor), {
    configure: app => {
      app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '1' });
    },
  });
  let error: jest.SpiedFunction<Logger['error']>;
  beforeEach(() => {
    asked.length = 0;
    error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    error.mockRestore();
  });

  test('a resolver class gets its dependencies from the injector and is asked once per request', async () => {
    const response = await served().get('/resolver', { 'Origin': TENANT, 'X-Version': '1' });
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': TENANT,
      'access-control-allow-credentials': 'true',
      'vary': 'Origin',
    });
    expect(asked).toEqual([TENANT]);
  });

  test('a preflight asks it once as well, also where several policies share it', async () => {
    expect((await served().preflight('/resolver', { origin: TENANT, method: 'PUT' })).status).toBe(204);
    expect(asked).toEqual([TENANT]);
    expect((await served().preflight('/versions', { origin: TENANT, method: 'GET' })).status).toBe(204);
    expect(asked).toEqual([TENANT, TENANT]);
  });

  test('it is asked only for CORS requests, and never about null', async () => {
    await served().get('/resolver', { 'X-Version': '1' });
    await served().get('/resolver', { 'Origin': 'null', 'X-Version': '1' });
    await served().get('/resolver', { 'Origin': 'https://a.example, https://b.example', 'X-Version': '1' });
    expect(asked).toEqual([]);
  });

  test('with allowNullOrigin it is asked about null', async () => {
    const response = await served().get('/predicate/null', { 'Origin': 'null', 'X-Version': '1' });
    expect(asked).toEqual(['null']);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('a predicate gets the origin and the request', async () => {
    const response = await served().get('/predicate/sync', { 'Origin': TENANT, 'X-Version': '1' });
    expect(response.headers['access-control-allow-origin']).toBe(TENANT);
  });

  test.each(['throws', 'rejects', 'truthy'])('one that %s refuses, and the handler runs', async which => {
    for (let round = 0; round < 3; round++) {
      const response = await served().get(`/predicate/${which}`, { 'Origin': TENANT, 'X-Version': '1' });
      expect(response.body).toBe('handled');
      expect(corsHeaders(response)).toEqual({ vary: 'Origin' });
    }
    // Once for each cause, and not for each request.
    expect(error.mock.calls).toHaveLength(1);
    const preflight = await served().preflight(`/predicate/${which}`, { origin: TENANT, method: 'GET' });
    expect(preflight.status).toBe(403);
  });

  test('predicates, lists and expressions mix in one list', async () => {
    for (const [origin, allowed] of [
      ['https://listed.example.com', true],
      ['https://eu.matched.example', true],
      ['https://eu.matched.example.evil.example', false],
      [TENANT, false],
    ] as const) {
      const { headers } = await served().get('/predicate/mixed', { 'Origin': origin, 'X-Version': '1' });
      expect(headers['access-control-allow-origin']).toBe(allowed ? origin : undefined);
    }
  });
});

describe.each(SETTINGS)('resolver classes at start-up: $name', setting => {
  async function startWith(provider: Type<unknown> | undefined): Promise<unknown> {
    @Module({
      imports: [CorsModule.forRoot()],
      controllers: [ResolverController],
      providers: [
        Tenants,
        ...(provider === undefined
          ? []
          : [{ provide: TenantOrigins, useClass: provider, scope: Scope.REQUEST }]),
      ],
    })
    class RootModule {}
    const app = await create(setting, RootModule);
    try {
      await app.init();
    } catch (error) {
      return error;
    } finally {
      await app.close();
    }
    return undefined;
  }

  test('one that no module provides is an error', async () => {
    const error = await startWith(undefined);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/no module provides TenantOrigins/);
  });

  test('a request-scoped one is an error', async () => {
    const error = await startWith(TenantOrigins);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/request-scoped/);
  });
});

describe.each(SETTINGS_AND_PATHS)('enforce: $name', setting => {
  let ran = 0;

  @CorsPolicy({ origin: TENANT, enforce: true })
  @Controller('enforced')
  class EnforcedController {
    @Post()
    create(): string {
      ran++;
      return 'created';
    }
  }

  @Module({
    imports: [CorsModule.forRoot({ interceptor: setting.interceptor })],
    controllers: [EnforcedController],
  })
  class RootModule {}

  const served = serve(setting, () => RootModule);
  beforeEach(() => {
    ran = 0;
  });

  test('an origin that is not allowed gets 403 and the handler does not run', async () => {
    const response = await served().send('POST', '/enforced', { Origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect(JSON.parse(response.body)).toMatchObject({ statusCode: 403, error: 'Forbidden' });
    expect(corsHeaders(response)).toEqual({ vary: 'Origin' });
    expect(ran).toBe(0);
  });

  test.each([
    ['an allowed origin', { Origin: TENANT }],
    ['a request without Origin', {}],
    [
      'a same-origin request, as the browser tells',
      { 'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
    ],
  ])('%s reaches the handler', async (_which, headers) => {
    const response = await served().send('POST', '/enforced', headers);
    expect(response.status).toBe(201);
    expect(ran).toBe(1);
  });

  test("a request of the server's own origin reaches the handler", async () => {
    const response = await served().send('POST', '/enforced', { Origin: served().url });
    expect(response.status).toBe(201);
    const other = await served().send('POST', '/enforced', {
      Origin: served().url.replace('http:', 'https:'),
    });
    expect(other.status).toBe(403);
  });
});
