import { jest } from '@jest/globals';
import {
  Controller,
  type DynamicModule,
  Get,
  Injectable,
  Logger,
  Module,
  type ModuleMetadata,
  Put,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  CorsConfigurationError,
  CorsModule,
  type CorsModuleOptions,
  type CorsOptionsFactory,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { SETTINGS, create } from './support/applications.js';
import { Served } from './support/served.js';

const APP = 'https://app.example.com';

@Injectable()
class Origins {
  readonly trusted = APP;
}

@Module({ providers: [Origins], exports: [Origins] })
class OriginsModule {}

@Injectable()
class OptionsFactory implements CorsOptionsFactory {
  async createCorsOptions(): Promise<CorsModuleOptions> {
    return Promise.resolve({ defaults: { origin: APP } });
  }
}

@Module({ providers: [OptionsFactory], exports: [OptionsFactory] })
class FactoryModule {}

@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'cats';
  }
}

function root(...imports: NonNullable<ModuleMetadata['imports']>): Type<unknown> {
  @Module({ imports, controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS)('registration: $name', setting => {
  async function allowOrigin(module: DynamicModule): Promise<unknown> {
    const served = await Served.start(setting, root(module));
    const { headers } = await served.get('/cats', { Origin: APP });
    await served.close();
    return headers['access-control-allow-origin'];
  }

  test.each([
    ['forRoot', () => CorsModule.forRoot({ defaults: { origin: APP } })],
    [
      'forRootAsync with useFactory, imports and inject',
      () =>
        CorsModule.forRootAsync({
          imports: [OriginsModule],
          inject: [Origins],
          useFactory: (origins: Origins) => ({ defaults: { origin: origins.trusted } }),
        }),
    ],
    [
      'forRootAsync with a promise',
      () =>
        CorsModule.forRootAsync({ useFactory: async () => Promise.resolve({ defaults: { origin: APP } }) }),
    ],
    ['forRootAsync with useClass', () => CorsModule.forRootAsync({ useClass: OptionsFactory })],
    [
      'forRootAsync with useExisting',
      () => CorsModule.forRootAsync({ imports: [FactoryModule], useExisting: OptionsFactory }),
    ],
  ])('%s', async (_how, module) => {
    expect(await allowOrigin(module())).toBe(APP);
  });

  test('without options, no other origin has access', async () => {
    const served = await Served.start(setting, root(CorsModule.forRoot()));
    const response = await served.get('/cats', { Origin: APP });
    expect(response.status).toBe(200);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    expect(response.headers).not.toHaveProperty('vary');
    expect((await served.preflight('/cats', { origin: APP, method: 'GET' })).status).toBe(403);
    await served.close();
  });

  test('one import serves every module, and other modules can inject the service', async () => {
    @Injectable()
    class Reporter {
      constructor(readonly cors: CorsService) {}
    }
    @Module({ controllers: [CatsController], providers: [Reporter] })
    class CatsModule {}
    @Module({ imports: [CatsModule, CorsModule.forRoot({ defaults: { origin: APP } })] })
    class RootModule {}
    const served = await Served.start(setting, RootModule);
    expect((await served.get('/cats', { Origin: APP })).headers['access-control-allow-origin']).toBe(APP);
    expect(served.app.get(Reporter).cors.routes()).toHaveLength(1);
    await served.close();
  });

  async function startUpError(...imports: NonNullable<ModuleMetadata['imports']>): Promise<unknown> {
    try {
      const app = await create(setting, root(...imports));
      await app.init();
    } catch (error) {
      return error;
    }
    return undefined;
  }

  test.each([
    ['two forRoot() calls', () => [CorsModule.forRoot(), CorsModule.forRoot()]],
    [
      'two forRoot() calls with different options',
      () => [CorsModule.forRoot(), CorsModule.forRoot({ debug: true })],
    ],
    [
      'forRoot() and forRootAsync()',
      () => [CorsModule.forRoot(), CorsModule.forRootAsync({ useFactory: () => ({}) })],
    ],
  ])('%s in one application are a start-up error', async (_which, imports) => {
    const error = await startUpError(...imports());
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/called 2 times/);
  });

  test('a second import is named with the modules that import it', async () => {
    @Module({ imports: [CorsModule.forRoot({ debug: true })] })
    class UsersModule {}
    @Module({ imports: [] })
    class OrdersModule {}
    const error = await startUpError(CorsModule.forRoot(), UsersModule, OrdersModule);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/1\. CorsModule\.forRoot\(\) in \w*(?: and )?UsersModule/);
    expect(String(error)).not.toMatch(/OrdersModule/);
  });

  test('the same import in two modules is one', async () => {
    const cors = CorsModule.forRoot({ defaults: { origin: APP } });
    @Module({ imports: [cors] })
    class FeatureModule {}
    expect(await startUpError(FeatureModule, cors)).toBeUndefined();
  });

  test('CorsModule without forRoot() is a start-up error', async () => {
    const error = await startUpError(CorsModule);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toMatch(/forRoot\(\)/);
  });

  test('a factory without a result is a start-up error', async () => {
    const error = await startUpError(CorsModule.forRootAsync({ useFactory: () => undefined as never }));
    expect(error).toBeInstanceOf(CorsConfigurationError);
  });

  test('all problems of all routes are reported together', async () => {
    @CorsPolicy({ origin: 'https://app.example.com/', maxAge: -1 })
    @Controller('dogs')
    class DogsController {
      @CorsPolicy('partnrs')
      @Get()
      list(): void {
        // Never reached.
      }

      @CorsPolicy({ credentials: true, origin: '*' })
      @Put(':id')
      replace(): void {
        // Never reached.
      }
    }
    @Module({ controllers: [DogsController] })
    class DogsModule {}
    const error = await startUpError(
      DogsModule,
      CorsModule.forRoot({
        defaults: { origin: 'http://localhost:3000', allowedHeaders: ['X Trace'] },
        policies: { partners: { origin: ['*'] } },
        debgu: true,
      } as CorsModuleOptions),
    );
    expect(error).toBeInstanceOf(CorsConfigurationError);
    const { problems, message } = error as CorsConfigurationError;
    const found = problems.map(({ route, level, field, named }) => [route, level, field, named]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['GET /dogs (DogsController.list)', 'controller', 'origin', undefined],
        ['GET /dogs (DogsController.list)', 'controller', 'maxAge', undefined],
        ['GET /dogs (DogsController.list)', 'method', 'policy', undefined],
        [expect.any(String), 'defaults', 'allowedHeaders', undefined],
        ["named policy 'partners'", 'defaults', 'origin', 'partners'],
        ['every route', 'module', 'debgu', undefined],
      ]),
    );
    for (const { reason, suggestion } of problems) {
      expect(message).toContain(reason);
      expect(message).toContain(suggestion);
    }
    expect(message).toContain("write 'https://app.example.com'");
    expect(message).toContain("'partners'");
  });

  test('app.enableCors() and the cors option are warned about once, and the module answers', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const served = await Served.start(setting, root(CorsModule.forRoot({ defaults: { origin: APP } })), {
      options: { cors: true },
      configure: app => {
        app.enableCors({ origin: 'https://other.example', credentials: true });
      },
    });
    const warnings = warn.mock.calls.filter(([message]) => String(message).includes('enableCors'));
    warn.mockRestore();
    expect(warnings).toHaveLength(1);
    const response = await served.get('/cats', { Origin: 'https://other.example' });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
    const preflight = await served.preflight('/cats', { origin: 'https://other.example', method: 'GET' });
    expect(preflight.status).toBe(403);
    await served.close();
  });
});

describe('without an HTTP adapter the module has no effect', () => {
  test('a standalone application context starts with any options', async () => {
    const context = await NestFactory.createApplicationContext(
      root(CorsModule.forRoot({ defaults: { origin: 'https://app.example.com/' } })),
      { logger: false, abortOnError: false },
    );
    expect(context.get(CorsService).routes()).toEqual([]);
    await context.close();
  });
});

test.each([
  ['none', {}],
  ['two', { useFactory: () => ({}), useClass: OptionsFactory }],
])('forRootAsync() with %s of useFactory, useClass and useExisting is an error', (_which, options) => {
  expect(() => CorsModule.forRootAsync(options)).toThrow(CorsConfigurationError);
});
