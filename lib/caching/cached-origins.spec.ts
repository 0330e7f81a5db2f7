import { jest } from '@jest/globals';
import { Injectable, Logger, Module, Scope, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CorsConfigurationError, type CorsOriginResolver } from '../policy/index.js';
import { cachedOrigins, isCacheOfResolver } from './cached-origins.js';

const SHOP = 'https://shop.example.com';

@Injectable()
class Tenants {
  readonly origins = new Set([SHOP]);
  asked = 0;
}

@Injectable()
class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: Tenants) {}

  isAllowed(origin: string): boolean {
    this.tenants.asked++;
    return this.tenants.origins.has(origin);
  }
}

const CachedByName = cachedOrigins(TenantOrigins, { ttl: 60_000 });
class CachedByExtension extends cachedOrigins(TenantOrigins, { ttl: 60_000 }) {}

@Injectable()
class Revocations {
  constructor(
    private readonly tenants: Tenants,
    private readonly cache: CachedByExtension,
  ) {}

  revoke(origin: string): void {
    this.tenants.origins.delete(origin);
    this.cache.forget(origin);
  }
}

async function injector(...providers: Type<unknown>[]): Promise<{ get<T>(type: Type<T>): T }> {
  @Module({ providers })
  class RootModule {}
  return Test.createTestingModule({ imports: [RootModule] }).compile();
}

describe('a class from cachedOrigins()', () => {
  it.each([
    ['as it is', CachedByName],
    ['extended', CachedByExtension],
  ])('is a provider, %s, which gets the resolver injected', async (_, type) => {
    const providers = await injector(Tenants, TenantOrigins, type);
    const [tenants, cache] = [providers.get(Tenants), providers.get(type)];
    expect([cache.isAllowed(SHOP, {}), cache.isAllowed(SHOP, {})]).toEqual([true, true]);
    expect(tenants.asked).toBe(1);
    cache.clear();
    expect(cache.isAllowed('https://evil.example', {})).toBe(false);
    expect(tenants.asked).toBe(2);
  });

  it('is injected where it was extended', async () => {
    const providers = await injector(Tenants, TenantOrigins, CachedByExtension, Revocations);
    const cache = providers.get(CachedByExtension);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
    providers.get(Revocations).revoke(SHOP);
    expect(cache.isAllowed(SHOP, {})).toBe(false);
  });

  it('keeps the caches of two applications apart', async () => {
    const first = await injector(Tenants, TenantOrigins, CachedByName);
    const second = await injector(Tenants, TenantOrigins, CachedByName);
    expect(first.get(CachedByName).isAllowed(SHOP, {})).toBe(true);
    second.get(Tenants).origins.clear();
    expect(second.get(CachedByName).isAllowed(SHOP, {})).toBe(false);
    expect(first.get(CachedByName).isAllowed(SHOP, {})).toBe(true);
  });

  it.each([
    [
      'forget()',
      () => {
        CachedByName.forget(SHOP);
      },
    ],
    [
      'clear()',
      () => {
        CachedByName.clear();
      },
    ],
  ])('itself has %s, for all applications of the process', async (_, forget) => {
    const applications = [
      await injector(Tenants, TenantOrigins, CachedByName),
      await injector(Tenants, TenantOrigins, CachedByName),
    ];
    for (const application of applications) {
      expect(application.get(CachedByName).isAllowed(SHOP, {})).toBe(true);
      application.get(Tenants).origins.clear();
    }
    forget();
    for (const application of applications) {
      expect(application.get(CachedByName).isAllowed(SHOP, {})).toBe(false);
    }
  });

  it('forgets nothing of what another call made', async () => {
    const providers = await injector(Tenants, TenantOrigins, CachedByName);
    void providers.get(CachedByName).isAllowed(SHOP, {});
    CachedByExtension.clear();
    void providers.get(CachedByName).isAllowed(SHOP, {});
    expect(providers.get(Tenants).asked).toBe(1);
  });

  it('is called like what it asks', () => {
    expect(CachedByName.name).toBe('cachedOrigins(TenantOrigins)');
    expect(CachedByExtension.name).toBe('CachedByExtension');
  });

  it('can be made without a provider of its own, unless it was extended', () => {
    expect(isCacheOfResolver(CachedByName)).toBe(true);
    expect(isCacheOfResolver(CachedByExtension)).toBe(false);
    expect(isCacheOfResolver(TenantOrigins)).toBe(false);
  });

  it('is as request-scoped as what it asks', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest implements CorsOriginResolver {
      isAllowed(): boolean {
        return true;
      }
    }
    const Cached = cachedOrigins(PerRequest, { ttl: 1 });
    const providers = await injector(PerRequest, Cached);
    expect(() => providers.get(Cached)).toThrow(/scoped/);
  });
});

describe('a predicate from cachedOrigins()', () => {
  it('asks once, until it forgets', () => {
    const owns = jest.fn((origin: string) => origin === SHOP);
    const cached = cachedOrigins(owns, { ttl: 60_000 });
    expect([cached(SHOP, {}), cached(SHOP, {})]).toEqual([true, true]);
    expect(owns).toHaveBeenCalledTimes(1);
    cached.forget(SHOP);
    void cached(SHOP, {});
    expect(owns).toHaveBeenCalledTimes(2);
    cached.clear();
    void cached(SHOP, {});
    expect(owns).toHaveBeenCalledTimes(3);
  });

  it('is called like what it asks', () => {
    function owned(): boolean {
      return true;
    }
    expect(cachedOrigins(owned, { ttl: 1 })).toHaveProperty('name', 'cachedOrigins(owned)');
    expect(cachedOrigins(() => true, { ttl: 1 })).toHaveProperty(
      'name',
      'cachedOrigins(the origin predicate)',
    );
  });

  it('passes the request on, to the predicate and to the key', () => {
    const owns = jest.fn((_origin: string, request: unknown) => request === 'acme');
    const cached = cachedOrigins(owns, { ttl: 60_000, key: (_origin, request) => String(request) });
    expect([cached(SHOP, 'acme'), cached(SHOP, 'globex'), cached(SHOP, 'acme')]).toEqual([true, false, true]);
    expect(owns).toHaveBeenCalledTimes(2);
  });
});

describe('an old answer that serves', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('is logged with the reason, at most once a minute', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    let works = true;
    const cached = cachedOrigins(
      () => {
        if (works) return true;
        throw new Error('the database is gone');
      },
      { ttl: 1, staleWhileError: 3_600_000 },
    );
    void cached(SHOP, {});
    works = false;
    for (const [wait, logged] of [
      [1, 1],
      [0, 1],
      [59_999, 1],
      [1, 2],
    ] as const) {
      await jest.advanceTimersByTimeAsync(wait);
      expect(cached(SHOP, {})).toBe(true);
      expect(warn).toHaveBeenCalledTimes(logged);
    }
    expect(warn).toHaveBeenCalledWith(
      "An older answer about an origin is used, because there is no newer one: 'the database is gone'. This warning is logged at most once a minute.",
    );
  });
});

describe('arguments that are wrong', () => {
  function problemsOf(resolver: unknown, options: unknown): CorsConfigurationError['problems'] {
    try {
      // Values that TypeScript does not accept.
      cachedOrigins(resolver as Type<CorsOriginResolver>, options as { ttl: number });
    } catch (error) {
      if (error instanceof CorsConfigurationError) return error.problems;
      throw error;
    }
    return [];
  }

  it('are an error at once, with all of them and where they stand', () => {
    expect(problemsOf(TenantOrigins, { ttl: 0, maxEntries: '1' })).toEqual([
      expect.objectContaining({
        place: 'cachedOrigins(TenantOrigins)',
        route: 'every policy with this rule',
        level: 'module',
        field: 'ttl',
        value: 0,
        reason: 'ttl must be a whole number of milliseconds from 1 to 2147483647',
        suggestion: 'write 1',
      }),
      expect.objectContaining({ field: 'maxEntries', value: '1', suggestion: 'write 10000' }),
    ]);
  });

  const instance: unknown = new TenantOrigins(new Tenants());
  it.each<[string, unknown]>([
    ['an instance', instance],
    ['a list of origins', [SHOP]],
    ['nothing', undefined],
  ])('may be %s in place of the resolver', (_, resolver) => {
    expect(problemsOf(resolver, { ttl: 1 })).toEqual([
      expect.objectContaining({ place: 'cachedOrigins(…)', field: 'resolver', value: resolver }),
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no options', undefined, 'options'],
    ['a number in their place', 30_000, 'options'],
    ['no ttl', {}, 'ttl'],
    ['a ttl that is undefined', { ttl: undefined }, 'ttl'],
    ['a ttl that is null', { ttl: null }, 'ttl'],
    ['a ttl in words', { ttl: '30s' }, 'ttl'],
    ['a ttl that is no number', { ttl: Number.NaN }, 'ttl'],
    ['a ttl without end', { ttl: Infinity }, 'ttl'],
    ['a fraction', { ttl: 1.5 }, 'ttl'],
    ['a negative number', { ttl: 1, staleWhileError: -1 }, 'staleWhileError'],
    ['no timeout', { ttl: 1, timeout: 0 }, 'timeout'],
    ['a timeout longer than a timer', { ttl: 1, timeout: 2_147_483_648 }, 'timeout'],
    ['no entries', { ttl: 1, maxEntries: 0 }, 'maxEntries'],
    ['more entries than memory', { ttl: 1, maxEntries: 1_000_001 }, 'maxEntries'],
    ['a key that is no function', { ttl: 1, key: 'tenant' }, 'key'],
    ['a key that is a class', { ttl: 1, key: TenantOrigins }, 'key'],
    ['a typo', { ttl: 1, staleWhileErrors: 1 }, 'staleWhileErrors'],
    ["another cache's word", { ttl: 1, max: 1 }, 'max'],
    ['what nobody knows', { ttl: 1, store: 1 }, 'store'],
  ])('may be %s', (_, options, field) => {
    expect(problemsOf(TenantOrigins, options).map(problem => problem.field)).toEqual([field]);
  });

  it.each([
    { ttl: 1 },
    { ttl: 2_147_483_647, timeout: 2_147_483_647, staleWhileError: 0, maxEntries: 1_000_000 },
  ])('are none of these: %p', options => {
    expect(problemsOf(TenantOrigins, options)).toEqual([]);
  });
});
