import { jest } from '@jest/globals';
import { Controller, Get, Injectable, Logger, Module, Post, Scope, type Type } from '@nestjs/common';
import {
  CorsConfigurationError,
  CorsModule,
  type CorsOriginResolver,
  CorsPolicy,
  CorsService,
  cachedOrigins,
} from 'nestjs-cors-policy';
import { SETTINGS, SETTINGS_AND_PATHS, create } from './support/applications.js';
import { serve } from './support/served.js';

const SHOP = 'https://shop.example.com';
const EVIL = 'https://evil.example';

/** Stands for a database. */
@Injectable()
class Tenants {
  readonly origins = new Set([SHOP]);
  readonly asked: string[] = [];
  works = true;
  readonly hanging: (() => void)[] = [];
  hangs = false;

  async owns(origin: string): Promise<boolean> {
    this.asked.push(origin);
    if (this.hangs) await new Promise<void>(resolve => this.hanging.push(resolve));
    if (!this.works) throw new Error('the database is gone');
    return this.origins.has(origin);
  }
}

@Injectable()
class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: Tenants) {}

  isAllowed(origin: string): Promise<boolean> {
    return this.tenants.owns(origin);
  }
}

const CachedOrigins = cachedOrigins(TenantOrigins, { ttl: 3_600_000, timeout: 300 });
class InjectedOrigins extends cachedOrigins(TenantOrigins, { ttl: 3_600_000 }) {}

function tenantOf(request: unknown): string {
  const { headers } = request as { headers: Record<string, string> };
  return String(headers['x-tenant']);
}
const ofAcme = cachedOrigins((_origin, request) => tenantOf(request) === 'acme', {
  ttl: 3_600_000,
  key: (_origin, request) => tenantOf(request),
});
const keyThrows = cachedOrigins(() => true, {
  ttl: 3_600_000,
  key: () => {
    throw new Error('no tenant');
  },
});

@CorsPolicy({ origin: CachedOrigins })
@Controller('orders')
class OrdersController {
  @Get()
  list(): string {
    return 'orders';
  }

  @Post()
  create(): string {
    return 'created';
  }

  @CorsPolicy({ origin: InjectedOrigins })
  @Get('injected')
  injected(): string {
    return 'injected';
  }

  @CorsPolicy({ origin: ofAcme })
  @Get('acme')
  acme(): string {
    return 'acme';
  }

  @CorsPolicy({ origin: keyThrows })
  @Get('key-throws')
  keyThrows(): string {
    return 'key-throws';
  }
}

describe.each(SETTINGS_AND_PATHS)('cached origins: $name', setting => {
  @Module({
    imports: [CorsModule.forRoot({ interceptor: setting.interceptor })],
    controllers: [OrdersController],
    providers: [Tenants, TenantOrigins, InjectedOrigins],
  })
  class RootModule {}

  const served = serve(setting, () => RootModule);
  const tenants = (): Tenants => served().app.get(Tenants);

  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    tenants().works = true;
    tenants().hangs = false;
    tenants().origins.add(SHOP);
    CachedOrigins.clear();
    ofAcme.clear();
    served().app.get(InjectedOrigins).clear();
    tenants().asked.length = 0;
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function allowed(path: string, origin: string, headers = {}): Promise<boolean> {
    const response = await served().get(path, { Origin: origin, ...headers });
    expect(response.status).toBe(200);
    expect(response.headers.vary).toBe('Origin');
    const answer = response.headers['access-control-allow-origin'];
    expect([origin, undefined]).toContain(answer);
    return answer !== undefined;
  }

  test('a preflight and the requests after it ask once', async () => {
    const preflight = await served().preflight('/orders', { origin: SHOP, method: 'POST' });
    expect(preflight.status).toBe(204);
    for (let round = 0; round < 3; round++) expect(await allowed('/orders', SHOP)).toBe(true);
    expect(tenants().asked).toEqual([SHOP]);
  });

  test('a refusal is remembered as well', async () => {
    for (let round = 0; round < 3; round++) expect(await allowed('/orders', EVIL)).toBe(false);
    expect(tenants().asked).toEqual([EVIL]);
  });

  test('requests that come together ask once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => allowed('/orders', SHOP)));
    expect(answers).not.toContain(false);
    expect(tenants().asked).toEqual([SHOP]);
  });

  test('forget() makes the next request ask, which refuses what was revoked', async () => {
    expect(await allowed('/orders', SHOP)).toBe(true);
    tenants().origins.delete(SHOP);
    expect(await allowed('/orders', SHOP)).toBe(true);
    CachedOrigins.forget(SHOP);
    expect(await allowed('/orders', SHOP)).toBe(false);
  });

  test('a cache that a module provides is the one that can be injected', async () => {
    expect(await allowed('/orders/injected', SHOP)).toBe(true);
    expect(tenants().asked).toEqual([SHOP]);
    expect(await served().app.get(InjectedOrigins).isAllowed(SHOP, {})).toBe(true);
    expect(tenants().asked).toEqual([SHOP]);
  });

  test('reload() keeps what is known', async () => {
    expect(await allowed('/orders', SHOP)).toBe(true);
    await served()
      .app.get(CorsService)
      .reload({ defaults: { maxAge: 60 } });
    expect(await allowed('/orders', SHOP)).toBe(true);
    expect(tenants().asked).toEqual([SHOP]);
  });

  test('a resolver that fails refuses, and is asked again', async () => {
    tenants().works = false;
    expect(await allowed('/orders', SHOP)).toBe(false);
    expect((await served().preflight('/orders', { origin: SHOP, method: 'POST' })).status).toBe(403);
    tenants().works = true;
    expect(await allowed('/orders', SHOP)).toBe(true);
  });

  test('a resolver that never answers refuses', async () => {
    tenants().hangs = true;
    expect(await allowed('/orders', SHOP)).toBe(false);
    tenants().hangs = false;
    expect(await allowed('/orders', SHOP)).toBe(true);
  });

  test("the decision of one tenant is not another's", async () => {
    for (let round = 0; round < 2; round++) {
      expect(await allowed('/orders/acme', SHOP, { 'X-Tenant': 'acme' })).toBe(true);
      expect(await allowed('/orders/acme', SHOP, { 'X-Tenant': 'globex' })).toBe(false);
    }
  });

  test('a key that throws refuses', async () => {
    expect(await allowed('/orders/key-throws', SHOP)).toBe(false);
  });
});

describe.each(SETTINGS)('cached origins at start-up: $name', setting => {
  async function startWith(...providers: object[]): Promise<unknown> {
    @CorsPolicy({ origin: CachedOrigins })
    @Controller()
    class RootController {
      @Get()
      get(): string {
        return 'root';
      }
    }
    @Module({
      imports: [CorsModule.forRoot()],
      controllers: [RootController],
      providers: providers as Type[],
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

  test('the resolver is what a module has to provide', async () => {
    expect(await startWith(Tenants, TenantOrigins)).toBeUndefined();
    expect(await startWith(Tenants, TenantOrigins, CachedOrigins)).toBeUndefined();
  });

  test('one that no module provides is an error', async () => {
    const error = await startWith();
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/no module provides TenantOrigins/);
  });

  test.each([
    ['the cache is', [CachedOrigins], 'cachedOrigins\\(TenantOrigins\\)'],
    ['the cache is not', [], 'TenantOrigins'],
  ])('a request-scoped one is an error where %s provided', async (_, caches, name) => {
    const scoped = { provide: TenantOrigins, useClass: TenantOrigins, scope: Scope.REQUEST };
    const error = await startWith(Tenants, scoped, ...caches);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(new RegExp(` ${name} is request-scoped`));
  });
});
