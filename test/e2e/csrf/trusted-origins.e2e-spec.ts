import { Controller, type DynamicModule, Logger, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { normalizeTrustedOrigin } from '@nestjs/core/security/cross-origin-protection.js';
import { jest } from '@jest/globals';
import {
  CorsConfigurationError,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { SETTINGS, SETTINGS_AND_PATHS, create } from '../support/applications.js';
import { Served } from '../support/served.js';

const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const EVIL = 'https://evil.example';

@CorsPolicy({ origin: [APP, ADMIN], credentials: true })
@Controller('cats')
class CatsController {
  @Post()
  create(): string {
    return 'created';
  }

  @CorsPolicy({ origin: ADMIN })
  @Post('admin')
  admin(): string {
    return 'administered';
  }

  @CorsPolicy({ origin: 'https://public.example', credentials: false })
  @Post('public')
  public(): string {
    return 'public';
  }
}

@Controller('partners')
@CorsPolicy('partners')
class PartnersController {
  @Post()
  order(): string {
    return 'ordered';
  }
}

function rootModule(
  options: CorsModuleOptions,
  controllers: DynamicModule['controllers'] = [CatsController],
): DynamicModule {
  @Module({})
  class RootModule {}
  return { module: RootModule, imports: [CorsModule.forRoot(options)], controllers };
}

const OPTIONS: CorsModuleOptions = { defaults: { origin: 'https://static.example', credentials: true } };
const PATTERN: CorsModuleOptions = {
  policies: { partners: { origin: 'https://*.partner.example', credentials: true } },
};

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

describe.each(SETTINGS_AND_PATHS)('trustedOrigins: $name', setting => {
  const root = () => rootModule({ ...OPTIONS, interceptor: setting.interceptor });

  test('is the same before and after init()', async () => {
    const expected = [ADMIN, APP, 'https://static.example'];
    const app = await create(setting, root());
    try {
      expect(app.get(CorsService).trustedOrigins()).toEqual(expected);
      app.setGlobalPrefix('api');
      await app.init();
      expect(app.get(CorsService).trustedOrigins()).toEqual(expected);
    } finally {
      await app.close();
    }
  });

  test('is what enableCsrfProtection() takes: these origins may post, no other', async () => {
    const served = await Served.start(setting, root(), {
      configure: app => {
        app.enableCsrfProtection({ trustedOrigins: app.get(CorsService).trustedOrigins() });
      },
    });
    try {
      expect(await post(served, '/cats', APP)).toBe(201);
      expect(await post(served, '/cats', ADMIN)).toBe(201);
      expect(await post(served, '/cats', EVIL)).toBe(403);
      expect(await post(served, '/cats/public', 'https://public.example')).toBe(403);
      // One list for all routes, as Nest has it.
      expect(await post(served, '/cats/admin', APP)).toBe(201);
    } finally {
      await served.close();
    }
  });
});

describe.each(SETTINGS)('trustedOrigins without an answer: $name', setting => {
  test('a rule that is no exact origin is an error that names it and the way out', async () => {
    const app = await create(setting, rootModule(PATTERN, [PartnersController]));
    try {
      const cors = app.get(CorsService);
      expect(() => cors.trustedOrigins()).toThrow(CorsConfigurationError);
      expect(() => cors.trustedOrigins()).toThrow(
        /policies\.partners in CorsModule\.forRoot\(\), origin: 'https:\/\/\*\.partner\.example'[\s\S]*POST \/partners[\s\S]*exclude: request => cors\.trusts\(request\)/,
      );
    } finally {
      await app.close();
    }
  });

  test('an invalid configuration is also an error before the start', async () => {
    const app = await create(setting, rootModule({ defaults: { origin: `${APP}/` } }));
    expect(() => app.get(CorsService).trustedOrigins()).toThrow(/trailing slash|path/);
    await app.close();
  });

  test('a reload that changes them is warned about, and one that does not is not', async () => {
    const app = await create(setting, rootModule(OPTIONS));
    try {
      const cors = app.get(CorsService);
      app.enableCsrfProtection({ trustedOrigins: cors.trustedOrigins() });
      await app.init();
      await cors.reload(OPTIONS);
      expect(warnings).toEqual([]);

      await cors.reload({ defaults: { origin: [EVIL, 'https://*.new.example'], credentials: true } });
      expect(warnings).toEqual([
        `The origins with credentials have changed since enableCsrfProtection() got them from trustedOrigins(). ` +
          `Nest's protection refuses new origins: ${EVIL}. ` +
          "Nest's protection still trusts removed origins: https://static.example. " +
          "Nest's protection cannot apply rules that are not exact origins. " +
          'Write exclude: request => cors.trusts(request), which follows a reload.',
      ]);
    } finally {
      await app.close();
    }
  });

  test('a reload causes no warning if the list was not used', async () => {
    const app = await create(setting, rootModule(OPTIONS));
    await app.init();
    await app.get(CorsService).reload({ defaults: { origin: EVIL, credentials: true } });
    expect(warnings).toEqual([]);
    await app.close();
  });
});

test.each([
  'https://app.example.com',
  'https://app.example.com:8443',
  'http://localhost:4200',
  'http://[::1]:3000',
  'http://127.0.0.1',
  'https://xn--mnchen-3ya.example',
  'capacitor://localhost',
  'tauri://localhost',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
])('Nest takes %s as it stands', async origin => {
  const app = await create(
    SETTINGS[0] ?? fail(),
    rootModule({ defaults: { origin, credentials: true } }, []),
  );
  const [trusted] = app.get(CorsService).trustedOrigins();
  expect(normalizeTrustedOrigin(trusted ?? '')).toBe(origin);
  await app.close();
});

test('an application context without HTTP has none that matter, and does not fail', async () => {
  const context = await NestFactory.createApplicationContext(rootModule(OPTIONS), { logger: false });
  expect(context.get(CorsService).trusts({ headers: { origin: APP } })).toBe(false);
  await context.close();
});

function fail(): never {
  throw new TypeError('There is no setting.');
}
