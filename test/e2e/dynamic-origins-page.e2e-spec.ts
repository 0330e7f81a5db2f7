// The code of docs/dynamic-origins.md, and of sample/03-multi-tenant where the page shows that.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Delete, Get, HttpCode, Injectable, Module, Param } from '@nestjs/common';
import { CorsModule, type CorsOriginResolver, CorsPolicy, cachedOrigins } from 'nestjs-cors-policy';
import { SETTINGS } from './support/applications.js';
import { serve } from './support/served.js';

/** Stands for what an application keeps its tenants in. */
@Injectable()
class TenantsService {
  readonly origins = new Map([['acme', new Set(['https://shop.acme.example'])]]);
  asked = 0;

  async owns(tenant: string, origin: string): Promise<boolean> {
    this.asked++;
    return Promise.resolve(this.origins.get(tenant)?.has(origin) === true);
  }

  async remove(tenant: string, origin: string): Promise<void> {
    this.origins.get(tenant)?.delete(origin);
    return Promise.resolve();
  }
}

interface WithHost {
  readonly headers: { readonly host?: string };
}

function tenantOf(request: unknown): string {
  return (request as WithHost).headers.host?.split('.')[0] ?? '';
}

@Injectable()
class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: TenantsService) {}

  isAllowed(origin: string, request: unknown): Promise<boolean> {
    return this.tenants.owns(tenantOf(request), origin);
  }
}

class CachedTenantOrigins extends cachedOrigins(TenantOrigins, {
  ttl: 30_000,
  staleWhileError: 60_000,
  key: (_origin, request) => tenantOf(request),
}) {}

@Controller('orders')
@CorsPolicy({ origin: CachedTenantOrigins, credentials: true })
class OrdersController {
  @Get()
  list() {
    return [];
  }
}

@Controller('tenants/:tenant/origins')
class OriginsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly origins: CachedTenantOrigins,
  ) {}

  @Delete(':origin')
  @HttpCode(204)
  async remove(@Param('tenant') tenant: string, @Param('origin') origin: string) {
    await this.tenants.remove(tenant, origin);
    this.origins.forget(origin);
  }
}

@Module({
  imports: [CorsModule.forRoot()],
  controllers: [OrdersController, OriginsController],
  providers: [TenantsService, TenantOrigins, CachedTenantOrigins],
})
class AppModule {}

const partners = new Set(['https://partner.example']);

const cachedPartners = cachedOrigins(origin => partners.has(origin), { ttl: 30_000 });

@Controller('partners')
class PartnersController {
  @CorsPolicy({ origin: cachedPartners })
  @Get()
  list() {
    return [];
  }
}

@Module({ imports: [AppModule], controllers: [PartnersController] })
class RootModule {}

describe.each(SETTINGS)('the code of the page about dynamic origins: $name', setting => {
  const served = serve(setting, () => RootModule);

  const allowed = async (path: string, origin: string, tenant = 'acme'): Promise<boolean> => {
    const { status, headers } = await served().get(path, { Origin: origin, Host: `${tenant}.api.example` });
    expect(status).toBe(200);
    return headers['access-control-allow-origin'] === origin;
  };

  it('asks once for each tenant and origin, and forgets what was removed', async () => {
    const shop = 'https://shop.acme.example';
    for (let round = 0; round < 2; round++) {
      expect(await allowed('/orders', shop)).toBe(true);
      expect(await allowed('/orders', shop, 'globex')).toBe(false);
    }
    expect(served().app.get(TenantsService).asked).toBe(2);
    const removed = await served().send('DELETE', `/tenants/acme/origins/${encodeURIComponent(shop)}`);
    expect(removed.status).toBe(204);
    expect(await allowed('/orders', shop)).toBe(false);
  });

  it('remembers what a predicate says', async () => {
    cachedPartners.clear();
    partners.add('https://partner.example');
    expect(await allowed('/partners', 'https://partner.example')).toBe(true);
    partners.delete('https://partner.example');
    expect(await allowed('/partners', 'https://partner.example')).toBe(true);
    cachedPartners.forget('https://partner.example');
    expect(await allowed('/partners', 'https://partner.example')).toBe(false);
  });
});

describe('the page about dynamic origins', () => {
  const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
  /** Without indentation, and without what only other files need. */
  const flush = (code: string): string =>
    code
      .replace(/^ +/gm, '')
      .replace(/^export /gm, '')
      .trim();

  const blocksOf = (page: string): string[] =>
    Array.from(page.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = '']) => code);
  const blocks = blocksOf(read('docs/dynamic-origins.md'));
  const sources = [
    'test/e2e/dynamic-origins-page.e2e-spec.ts',
    'sample/03-multi-tenant/src/origins/origin-changes.ts',
    'sample/03-multi-tenant/src/origins/redis-origin-store.ts',
  ].map(path => flush(read(path)));

  it('has code', () => {
    expect(blocks.length).toBeGreaterThan(8);
  });

  it.each(blocks)('shows code that is compiled and run: %#', block => {
    expect(sources.some(source => source.includes(flush(block)))).toBe(true);
  });
});
