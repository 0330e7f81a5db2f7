import {
  Controller,
  type DynamicModule,
  Get,
  type INestApplication,
  Injectable,
  Logger,
  Module,
  Post,
  VersioningType,
} from '@nestjs/common';
import { once } from 'node:events';
import createExpress from 'express';
import { jest } from '@jest/globals';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SETTINGS, SETTINGS_AND_PATHS, create } from '../support/applications.js';
import { send } from '../support/http.js';
import { Served } from '../support/served.js';

const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const PARTNER = 'https://one.partner.example';
const EVIL = 'https://evil.example';

@Controller('partners')
@CorsPolicy('partners')
class PartnersController {
  @Post()
  order(): string {
    return 'ordered';
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      policies: { partners: { origin: 'https://*.partner.example', credentials: true } },
    }),
  ],
  controllers: [PartnersController],
})
class PartnersModule {}

const CROSS_SITE = { 'Sec-Fetch-Site': 'cross-site' };

async function post(served: Served, path: string, origin: string, headers = {}): Promise<number> {
  return (await served.send('POST', path, { Origin: origin, ...CROSS_SITE, ...headers })).status;
}

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: unknown) => {
    warnings.push(String(message));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const VERSION = { 'X-Version': '1' };

const asked: string[] = [];

@Injectable()
class TenantOrigins {
  async isAllowed(origin: string): Promise<boolean> {
    asked.push(origin);
    await Promise.resolve();
    return origin === APP;
  }
}

@CorsPolicy({
  origin: ['https://*.partner.example', /^https:\/\/pr-\d+\.preview\.example$/],
  credentials: true,
})
@Controller('trusting')
class TrustingController {
  @Post()
  own(): string {
    return '';
  }

  @CorsPolicy({ origin: APP })
  @Post('app/:id')
  app(): string {
    return '';
  }

  @CorsPolicy({ credentials: false })
  @Post('uncredentialed')
  uncredentialed(): string {
    return '';
  }

  @CorsPolicy({ origin: '*', credentials: false })
  @Post('open')
  open(): string {
    return '';
  }

  @CorsPolicy({ origin: ['null', APP], dangerously: { allowNullOrigin: true } })
  @Post('null')
  opaque(): string {
    return '';
  }

  @CorsPolicy({ origin: [ADMIN, TenantOrigins] })
  @Post('tenants')
  tenants(): string {
    return '';
  }

  @CorsPolicy({ origin: [ADMIN, TenantOrigins], enforce: true })
  @Post('enforced')
  enforced(): string {
    return '';
  }

  @Get()
  read(): string {
    return '';
  }
}

@CorsPolicy({ credentials: true })
@Controller({ path: 'versioned', version: '1' })
class FirstController {
  @CorsPolicy({ origin: [APP, ADMIN] })
  @Post()
  post(): string {
    return '';
  }
}

@CorsPolicy({ credentials: true })
@Controller({ path: 'versioned', version: '2' })
class SecondController {
  @CorsPolicy({ origin: [ADMIN] })
  @Post()
  post(): string {
    return '';
  }
}

function trustingModule(interceptor: 'auto' | 'always'): DynamicModule {
  return {
    module: class RootModule {},
    imports: [CorsModule.forRoot({ defaults: { origin: ADMIN, credentials: true }, interceptor })],
    controllers: [TrustingController, FirstController, SecondController],
    providers: [TenantOrigins],
  };
}

function trusting(app: INestApplication): void {
  const cors = app.get(CorsService);
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '1' });
  app.enableCsrfProtection({ exclude: (request: unknown) => cors.trusts(request) });
}

describe.each(SETTINGS_AND_PATHS)('trusts: $name', setting => {
  let served: Served;
  beforeAll(async () => {
    served = await Served.start(setting, trustingModule(setting.interceptor), { configure: trusting });
  });
  afterAll(() => served.close());

  test.each([
    ['a subdomain pattern', '/api/trusting', PARTNER, 201],
    ['a regular expression', '/api/trusting', 'https://pr-7.preview.example', 201],
    ['another origin', '/api/trusting', EVIL, 403],
    ['an origin of another route', '/api/trusting', APP, 403],
    ['the origin of this route', '/api/trusting/app/1?x=1', APP, 201],
    ['without credentials', '/api/trusting/uncredentialed', PARTNER, 403],
    ['open to all', '/api/trusting/open', EVIL, 403],
    ['null, though the policy allows it', '/api/trusting/null', 'null', 403],
    ['an exact origin beside null', '/api/trusting/null', APP, 201],
    ['an exact origin beside a resolver', '/api/trusting/tenants', ADMIN, 201],
    ['an origin that a resolver would allow', '/api/trusting/tenants', APP, 403],
    ['every version allows it', '/api/versioned', ADMIN, 201],
    ['only one version allows it', '/api/versioned', APP, 403],
    ['no route: the defaults decide', '/api/nowhere', ADMIN, 404],
    ['no route, another origin', '/api/nowhere', APP, 403],
  ])('%s: POST %s from %s is %d', async (_name, path, origin, status) => {
    expect(await post(served, path, origin, VERSION)).toBe(status);
  });

  test('without Origin, only Nest decides', async () => {
    expect((await served.send('POST', '/api/trusting', { ...CROSS_SITE, ...VERSION })).status).toBe(403);
    expect((await served.send('POST', '/api/trusting', VERSION)).status).toBe(201);
  });

  test('with enforce, the module asks the resolver and refuses by itself', async () => {
    asked.length = 0;
    expect(await post(served, '/api/trusting/enforced', ADMIN, VERSION)).toBe(201);
    expect(await post(served, '/api/trusting/enforced', EVIL, VERSION)).toBe(403);
    // On the portable path, the predicate may not have been called yet, so the request is refused.
    expect(await post(served, '/api/trusting/enforced', APP, VERSION)).toBe(
      setting.interceptor === 'auto' ? 201 : 403,
    );
    if (setting.interceptor === 'auto') expect(asked).toEqual([EVIL, APP]);
  });

  test('a route without a predicate call is named in a warning, once', async () => {
    const other = await Served.start(setting, trustingModule(setting.interceptor), { configure: trusting });
    try {
      for (let sent = 0; sent < 3; sent++) await post(other, '/api/trusting/tenants', APP, VERSION);
      const own = warnings.filter(text => text.startsWith('trusts()'));
      expect(own).toHaveLength(1);
      expect(own[0]).toContain('POST /api/trusting/tenants (TrustingController.tenants)');
      expect(own[0]).toContain('enforce: true');
    } finally {
      await other.close();
    }
  });
});

@Controller('webhooks')
class WebhooksController {
  @Post('payments')
  payment(): string {
    return '';
  }

  @Post('others')
  other(): string {
    return '';
  }
}

describe.each(SETTINGS)('trusts, beside an exclusion of the application: $name', setting => {
  test('both count', async () => {
    const root = { module: PartnersModule, controllers: [WebhooksController] };
    const served = await Served.start(setting, root, {
      configure: app => {
        const cors = app.get(CorsService);
        app.enableCsrfProtection({
          exclude: (request: { url?: string }) =>
            request.url === '/webhooks/payments' || cors.trusts(request),
        });
      },
    });
    try {
      expect(await post(served, '/webhooks/payments', EVIL)).toBe(201);
      expect(await post(served, '/webhooks/others', EVIL)).toBe(403);
      expect(await post(served, '/partners', PARTNER)).toBe(201);
      expect(await post(served, '/partners', EVIL)).toBe(403);
    } finally {
      await served.close();
    }
  });
});

describe.each(SETTINGS)('trusts, after a reload: $name', setting => {
  test('goes by what is in force', async () => {
    const served = await Served.start(setting, PartnersModule, {
      configure: app => {
        const cors = app.get(CorsService);
        app.enableCsrfProtection({ exclude: (request: unknown) => cors.trusts(request) });
      },
    });
    try {
      expect(await post(served, '/partners', PARTNER)).toBe(201);
      await served.app
        .get(CorsService)
        .reload({ policies: { partners: { origin: 'https://new.example', credentials: true } } });
      expect(await post(served, '/partners', PARTNER)).toBe(403);
      expect(await post(served, '/partners', 'https://new.example')).toBe(201);
    } finally {
      await served.close();
    }
  });
});

describe('trusts, where the URL is not the one that was sent', () => {
  const protecting = (app: INestApplication): void => {
    const cors = app.get(CorsService);
    app.enableCsrfProtection({ exclude: (request: unknown) => cors.trusts(request) });
  };
  const [express, fastify] = [
    { name: 'express', platform: 'express', start: 'NestFactory.create' },
    { name: 'fastify', platform: 'fastify', start: 'NestFactory.create' },
  ] as const;

  test('Express, mounted in another application', async () => {
    const app = await create(express, PartnersModule, { configure: protecting });
    await app.init();
    const outer = createExpress();
    outer.use('/shop', app.getHttpAdapter().getInstance() as ReturnType<typeof createExpress>);
    const server = outer.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    try {
      const statusFrom = async (origin: string): Promise<number> =>
        (await send(url, 'POST', '/shop/partners', { Origin: origin, ...CROSS_SITE })).status;
      expect(await statusFrom(PARTNER)).toBe(201);
      expect(await statusFrom(EVIL)).toBe(403);
    } finally {
      server.close();
      await app.close();
    }
  });

  test('Fastify, with rewriteUrl', async () => {
    const served = await Served.start(fastify, PartnersModule, {
      adapter: new FastifyAdapter({ rewriteUrl: ({ url = '' }) => url.replace(/^\/old/, '') }),
      configure: protecting,
    });
    try {
      expect(await post(served, '/old/partners', PARTNER)).toBe(201);
      expect(await post(served, '/old/partners', EVIL)).toBe(403);
    } finally {
      await served.close();
    }
  });
});
