import { Controller, Get, Module, Post } from '@nestjs/common';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { corsHeaders } from './support/http.js';
import { serve } from './support/served.js';

const DEFAULT = 'https://default.example';
const CONTROLLER = 'https://controller.example';
const METHOD = 'https://method.example';
const NAMED = 'https://named.example';

@CorsPolicy({ origin: CONTROLLER, exposedHeaders: ['X-Controller'], maxAge: 0 })
@Controller('base')
class BaseController {
  @Get('inherits')
  inherits(): string {
    return '';
  }

  @CorsPolicy({ origin: METHOD, exposedHeaders: undefined as never })
  @Get('undefined')
  keepsUndefined(): string {
    return '';
  }

  @CorsPolicy({ exposedHeaders: [], credentials: false })
  @Get('empty')
  empties(): string {
    return '';
  }

  @CorsPolicy('named')
  @Get('named')
  named(): string {
    return '';
  }

  @CorsPolicy('named', { maxAge: 60 })
  @Get('named-with-more')
  namedWithMore(): string {
    return '';
  }

  @CorsPolicy('toString')
  @Get('odd-name')
  oddName(): string {
    return '';
  }

  @CorsPolicy(false)
  @Get('off')
  off(): string {
    return '';
  }

  @CorsPolicy({ origin: '*', credentials: false })
  @Get('wide')
  wide(): string {
    return '';
  }
}

@Controller('derived')
class DerivedController extends BaseController {}

@CorsPolicy({ origin: METHOD })
@Controller('replaced')
class ReplacingController extends BaseController {}

@CorsPolicy('named')
@Controller('by-name')
class ByNameController {
  @Post()
  create(): string {
    return '';
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      defaults: { origin: DEFAULT, credentials: true, maxAge: 300, exposedHeaders: 'X-Default' },
      policies: {
        named: { origin: NAMED, exposedHeaders: 'X-Named' },
        toString: { origin: 'https://odd.example' },
      },
    }),
  ],
  controllers: [BaseController, DerivedController, ReplacingController, ByNameController],
})
class RootModule {}

const controllerAnswer = { allow: CONTROLLER, expose: 'X-Controller', credentials: true, maxAge: '0' };

describe.each(SETTINGS_AND_PATHS)(
  'field by field, the nearest level that sets a field wins: $name',
  setting => {
    const served = serve(setting, () => ({
      module: RootModule,
      imports: [],
    }));

    test.each([
      [
        'the method inherits from its controller, and that from the defaults',
        'GET',
        '/base/inherits',
        controllerAnswer,
      ],
      ['undefined inherits', 'GET', '/base/undefined', { ...controllerAnswer, allow: METHOD }],
      [
        '[] and false are values',
        'GET',
        '/base/empty',
        { ...controllerAnswer, expose: undefined, credentials: false },
      ],
      [
        'a named policy stands at the level that names it',
        'GET',
        '/base/named',
        { allow: NAMED, expose: 'X-Named', credentials: true, maxAge: '0' },
      ],
      [
        'options beside a name win over it',
        'GET',
        '/base/named-with-more',
        { allow: NAMED, expose: 'X-Named', credentials: true, maxAge: '60' },
      ],
      [
        'a policy may be named like a property of every object',
        'GET',
        '/base/odd-name',
        { ...controllerAnswer, allow: 'https://odd.example' },
      ],
      ['false switches off', 'GET', '/base/off', { allow: undefined, origin: CONTROLLER }],
      [
        'a method can widen',
        'GET',
        '/base/wide',
        { allow: '*', origin: METHOD, expose: 'X-Controller', maxAge: '0' },
      ],
      [
        'a controller without a decorator inherits its base class',
        'GET',
        '/derived/inherits',
        controllerAnswer,
      ],
      [
        "a controller's own decorator replaces its base class's",
        'GET',
        '/replaced/inherits',
        { allow: METHOD, expose: 'X-Default', credentials: true, maxAge: '300' },
      ],
      [
        'a controller by name',
        'POST',
        '/by-name',
        { allow: NAMED, expose: 'X-Named', credentials: true, maxAge: '300' },
      ],
    ])('%s', async (_rule, method, path, expected: Expected) => {
      const origin = expected.origin ?? expected.allow ?? DEFAULT;
      const actual = corsHeaders(await served().send(method, path, { Origin: origin }));
      expect({
        allow: actual['access-control-allow-origin'],
        expose: actual['access-control-expose-headers'],
        credentials: actual['access-control-allow-credentials'] === 'true',
      }).toEqual({
        allow: expected.allow,
        expose: expected.expose,
        credentials: expected.credentials ?? false,
      });
      const preflight = await served().preflight(path, { origin, method });
      expect(preflight.status).toBe(expected.allow === undefined ? 403 : 204);
      expect(preflight.headers['access-control-allow-origin']).toBe(expected.allow);
      expect(preflight.headers['access-control-max-age']).toBe(expected.maxAge);
    });

    test('every field has the level that set it', () => {
      const routes = served().app.get(CorsService).routes();
      const route = routes.find(({ handler }) => handler === 'BaseController.namedWithMore');
      expect(route).toEqual({
        method: 'GET',
        path: '/base/named-with-more',
        handler: 'BaseController.namedWithMore',
        policy: {
          origin: { value: NAMED, level: 'method', named: 'named' },
          allowedHeaders: { value: ['Content-Type'], level: 'built-in' },
          exposedHeaders: { value: 'X-Named', level: 'method', named: 'named' },
          credentials: { value: true, level: 'defaults' },
          maxAge: { value: 60, level: 'method' },
          optionsSuccessStatus: { value: 204, level: 'built-in' },
          enforce: { value: false, level: 'built-in' },
        },
      });
      expect(routes.map(({ path }) => path)).toEqual(routes.map(({ path }) => path).toSorted());
      expect(JSON.parse(JSON.stringify(routes))).toEqual(routes);
    });
  },
);

interface Expected {
  readonly allow: string | undefined;
  readonly origin?: string;
  readonly expose?: string | undefined;
  readonly credentials?: boolean;
  readonly maxAge?: string;
}
