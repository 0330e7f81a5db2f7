import {
  type ArgumentsHost,
  BadRequestException,
  Catch,
  Controller,
  type DynamicModule,
  type ExceptionFilter,
  ForbiddenException,
  Get,
  type INestApplication,
  Injectable,
  Module,
  NotFoundException,
  Scope,
  type Type,
  UseFilters,
} from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, type Setting, create } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { LogRecorder } from '../support/log-recorder.js';

const POLICY = { origin: 'https://app.example.com' };

@CorsPolicy(POLICY)
@Controller('cats')
class CatsController {
  @CorsPolicy({ maxAge: 5 })
  @Get()
  list() {
    return this.helper();
  }

  @CorsPolicy({ maxAge: 6 })
  helper() {
    return [];
  }

  @CorsPolicy(false)
  static make() {
    return new CatsController();
  }
}

@CorsPolicy(POLICY)
class DecoratedClass {
  run() {
    return '';
  }
}

class DecoratedMethod {
  first() {
    return '';
  }

  @CorsPolicy(POLICY)
  second() {
    return '';
  }
}

class DecoratedStatic {
  @CorsPolicy(POLICY)
  static make() {
    return '';
  }
}

abstract class BaseController {
  @CorsPolicy(POLICY)
  shared() {
    return '';
  }
}

@Controller('dogs')
class DogsController extends BaseController {
  @Get()
  list() {
    return [];
  }
}

@CorsPolicy(POLICY)
@Injectable()
class CatsService {
  @CorsPolicy(POLICY)
  find() {
    return [];
  }
}

@CorsPolicy(POLICY)
@Resolver()
class CatsResolver {
  @CorsPolicy(POLICY)
  @Query(() => String)
  cat() {
    return '';
  }
}

@CorsPolicy(POLICY)
@WebSocketGateway()
class CatsGateway {
  @CorsPolicy(POLICY)
  @SubscribeMessage('cat')
  cat() {
    return '';
  }
}

/** The product of a factory. */
class Made {
  @CorsPolicy(POLICY)
  run() {
    return '';
  }
}

function warningsIn({ warnings }: LogRecorder): string[] {
  return warnings.map(({ text }) => text).filter(line => line.includes('@CorsPolicy()'));
}

async function warningsOf(setting: Setting, root: Type<unknown> | DynamicModule): Promise<string[]> {
  const recorder = new LogRecorder();
  const app = await create(setting, root);
  app.useLogger(recorder);
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.init();
  await app.close();
  return warningsIn(recorder);
}

function moduleOf(metadata: Parameters<typeof Module>[0]): Type<unknown> {
  @Module(metadata)
  class Root {}
  return Root;
}

describe.each(SETTINGS)('@CorsPolicy() without effect ($name)', setting => {
  it('is named in one warning: on providers, resolvers and methods that are no routes', async () => {
    const root = moduleOf({
      imports: [CorsModule.forRoot()],
      controllers: [CatsController, DogsController],
      providers: [
        CatsService,
        { provide: 'alias', useExisting: CatsService },
        CatsResolver,
        { provide: 'made', useFactory: () => new Made() },
        { provide: 'value', useValue: Object.create(null) as object },
      ],
    });

    expect(await warningsOf(setting, root)).toEqual([
      '@CorsPolicy() has no effect on CatsController.helper, CatsController.make, DogsController.shared, CatsService, CatsService.find, ' +
        'CatsResolver, CatsResolver.cat and Made.run. Write it only on controllers, on their route handlers and on gateways.',
    ]);
  });

  it('is not looked for on gateway classes', async () => {
    const root = moduleOf({ imports: [CorsModule.forRoot()], providers: [CatsGateway] });

    expect(await warningsOf(setting, root)).toEqual([
      '@CorsPolicy() has no effect on CatsGateway.cat. Write it only on controllers, on their route handlers and on gateways.',
    ]);
  });

  it('causes no warning if each has one', async () => {
    @CorsPolicy(POLICY)
    @Controller()
    class OnlyController {
      @CorsPolicy(false)
      @Get()
      get() {
        return '';
      }
    }

    expect(
      await warningsOf(setting, moduleOf({ imports: [CorsModule.forRoot()], controllers: [OnlyController] })),
    ).toEqual([]);
  });

  it('names twenty, and how many more there are', async () => {
    const providers = Array.from({ length: 25 }, (_, at) => {
      class Service {}
      Object.defineProperty(Service, 'name', { value: `Service${at}` });
      CorsPolicy(POLICY)(Service);
      Injectable()(Service);
      return Service;
    });
    const [warning] = await warningsOf(setting, moduleOf({ imports: [CorsModule.forRoot()], providers }));

    expect(warning).toContain('Service18, Service19 and 5 more. Write it only');
  });

  it('is warned about once where CorsModule is not imported', async () => {
    const other = moduleOf({ controllers: [DogsController], providers: [CatsService] });
    const root = moduleOf({ imports: [other], controllers: [CatsController], providers: [CatsGateway] });

    const warnings = await warningsOf(setting, root);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^@CorsPolicy\(\) has no effect on (?=.*CatsController)(?=.*CatsController\.list)(?=.*CatsService).*CatsGateway.*, because CorsModule is not imported\. Import CorsModule\.forRoot\(\) in the root module\.$/,
    );
  });

  it.each([
    [
      'a base class',
      class extends DecoratedClass {
        override run() {
          return 'overridden';
        }
      },
    ],
    [
      'an inherited method',
      class extends DecoratedMethod {
        override first() {
          return 'overridden';
        }
      },
    ],
    ['a static method', DecoratedStatic],
  ])('is warned about where CorsModule is not imported and only %s has one', async (_, type) => {
    Injectable()(type);
    expect(await warningsOf(setting, moduleOf({ providers: [type] }))).toHaveLength(1);
  });

  it('causes no warning without a decorator', async () => {
    @Controller('plain')
    class PlainController {
      @Get()
      get() {
        return '';
      }
    }

    expect(await warningsOf(setting, moduleOf({ controllers: [PlainController] }))).toEqual([]);
  });
});

describe('A test of only a controller', () => {
  it.each(['compiled', 'initialised'])('stays silent: %s', async step => {
    const recorder = new LogRecorder();
    const testing = await Test.createTestingModule({
      controllers: [CatsController],
      providers: [CatsService],
    })
      .setLogger(recorder)
      .compile();
    if (step === 'initialised') await testing.init();
    const list = testing.get(CatsController).list();
    await testing.close();

    expect(list).toEqual([]);
    expect(warningsIn(recorder)).toEqual([]);
  });

  it('stays silent: without Nest', () => {
    expect(new CatsController().list()).toEqual([]);
  });

  it('stays silent: in a context that serves no HTTP', async () => {
    const recorder = new LogRecorder();
    const context = await NestFactory.createApplicationContext(
      moduleOf({ controllers: [CatsController], providers: [CatsService] }),
      { logger: recorder },
    );
    await context.close();

    expect(warningsIn(recorder)).toEqual([]);
  });
});

@Catch(BadRequestException)
class BadFilter implements ExceptionFilter {
  catch(_: BadRequestException, host: ArgumentsHost) {
    answer(host, 'bad');
  }
}

@Catch(ForbiddenException)
class GlobalFilter implements ExceptionFilter {
  catch(_: ForbiddenException, host: ArgumentsHost) {
    answer(host, 'global');
  }
}

@Catch(NotFoundException)
class AppFilter implements ExceptionFilter {
  catch(_: NotFoundException, host: ArgumentsHost) {
    answer(host, 'app');
  }
}

@Catch()
class AnyFilter implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost) {
    answer(host, 'any');
  }
}

/** Both platforms have `status()` and `send()`. */
function answer(host: ArgumentsHost, text: string): void {
  host
    .switchToHttp()
    .getResponse<{ status(code: number): { send(body: string): void } }>()
    .status(418)
    .send(text);
}

const ERRORS: Readonly<Record<string, () => Error>> = {
  bad: () => new BadRequestException(),
  forbidden: () => new ForbiddenException(),
  missing: () => new NotFoundException(),
};

function throwing(kind: string): never {
  throw ERRORS[kind]?.() ?? new Error('Unexpected');
}

@UseFilters(BadFilter)
class FilteredController {
  @Get('bad')
  bad() {
    return throwing('bad');
  }
}

@CorsPolicy(POLICY)
@Controller('inherits')
class InheritsController extends FilteredController {
  @CorsPolicy({ maxAge: 1 })
  @Get('forbidden')
  forbidden() {
    return throwing('forbidden');
  }

  @CorsPolicy(false)
  @Get('missing')
  missing() {
    return throwing('missing');
  }

  @UseFilters(AnyFilter)
  @CorsPolicy(false)
  @Get('any')
  any() {
    return throwing('');
  }

  @CorsPolicy(false)
  @Get('unhandled')
  unhandled() {
    return throwing('');
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController extends InheritsController {}

describe.each(SETTINGS.flatMap(setting => [true, false].map(imported => ({ ...setting, imported }))))(
  'Exception filters of an application that uses @CorsPolicy() ($name, CorsModule imported: $imported)',
  ({ imported, ...setting }) => {
    let served: Served;

    beforeAll(async () => {
      const root = moduleOf({
        imports: imported ? [CorsModule.forRoot()] : [],
        controllers: [InheritsController, ScopedController],
        providers: [{ provide: APP_FILTER, useClass: AppFilter }],
      });
      const configure = (app: INestApplication): void => {
        app.useGlobalFilters(new GlobalFilter());
      };
      served = await Served.start(setting, root, { configure });
    });
    afterAll(() => served.close());

    it.each([
      ['of the base class', 'bad', 418, 'bad'],
      ['of useGlobalFilters()', 'forbidden', 418, 'global'],
      ['of APP_FILTER', 'missing', 418, 'app'],
      ['of a method, for any exception', 'any', 418, 'any'],
      [
        'of Nest, where no other takes it',
        'unhandled',
        500,
        expect.stringContaining('Internal server error') as string,
      ],
    ])('still catch: %s', async (_title, path, status, body) => {
      for (const controller of ['inherits', 'scoped']) {
        expect(await served.get(`/${controller}/${path}`)).toMatchObject({ status, body });
      }
    });
  },
);
