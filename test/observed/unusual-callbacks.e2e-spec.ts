import { Controller, Get, type INestApplication, Module, Scope, type Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type StartOptions, SETTINGS } from '../e2e/support/applications.js';
import { APP, EVIL, observe, preflightVerdict, runs } from './support/observe.js';
import { PLATFORMS } from './support/settings.js';
import { Vault, WIDE_DEFAULTS, ownPolicies, surfaceOf, vaultAnswers, vaultModule } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import { isHandler } from './support/wrapping.js';

@Controller()
class BoundVault extends Vault {
  constructor() {
    super();
    this.closed = this.closed.bind(this);
    this.closedOne = this.closedOne.bind(this);
    this.order = this.order.bind(this);
    this.list = this.list.bind(this);
  }
}

@Controller({ scope: Scope.REQUEST })
class RequestVault extends Vault {}

/** The instance has other functions in the place of its methods, which know nothing of routes. */
@Controller()
class ReplacedVault extends Vault {
  constructor() {
    super();
    this.closed = () => runs('closed');
    this.order = () => runs('order');
  }
}

/** All functions that an instance shows, each in another one. */
function decorated(instance: unknown): unknown {
  if (!(instance instanceof Vault)) return instance;
  return new Proxy(instance, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return isHandler(value) && name !== 'constructor'
        ? (...args: unknown[]) => value.apply(target, args)
        : value;
    },
  });
}

/** Options that Nest's factories take, beyond those that the helpers name. */
function nestOptions(options: object): StartOptions {
  return { options: { bodyParser: true, ...options } };
}

const VARIANTS: Readonly<Record<string, [controller: Type<unknown>, start: () => StartOptions]>> = {
  'nothing unusual': [Vault, () => ({})],
  'methods that the constructor binds': [BoundVault, () => ({})],
  'methods that the constructor replaces': [ReplacedVault, () => ({})],
  'a controller in request scope': [RequestVault, () => ({})],
  'setOnRouteTriggered()': [
    Vault,
    () => ({
      configure: (app: INestApplication) => {
        app.get(HttpAdapterHost).httpAdapter.setOnRouteTriggered(() => undefined);
      },
    }),
  ],
  'setOnRouteTriggered() and bound methods': [
    BoundVault,
    () => ({
      configure: (app: INestApplication) => {
        app.get(HttpAdapterHost).httpAdapter.setOnRouteTriggered(() => undefined);
      },
    }),
  ],
  'instrument.instanceDecorator': [
    Vault,
    () => nestOptions({ instrument: { instanceDecorator: decorated } }),
  ],
  'routeConflictPolicy, which registers late': [
    Vault,
    () => nestOptions({ routeConflictPolicy: { duplicate: 'warn', shadow: 'warn' } }),
  ],
  'routeConflictPolicy and setOnRouteTriggered()': [
    RequestVault,
    () => ({
      ...nestOptions({ routeConflictPolicy: { duplicate: 'warn' } }),
      configure: (app: INestApplication) => {
        app.get(HttpAdapterHost).httpAdapter.setOnRouteTriggered(() => undefined);
      },
    }),
  ],
  'routeResolutionStrategy: specificity': [
    Vault,
    () => nestOptions({ routeResolutionStrategy: 'specificity' }),
  ],
};

describe.each(SETTINGS)('each route has its own policy, and no other: $name', setting => {
  test.each(Object.keys(VARIANTS))('%s', async name => {
    const [controller, start] = VARIANTS[name] ?? [Vault, () => ({})];
    const answers = await whileServed(setting, vaultModule(controller), start(), vaultAnswers);
    expect(answers).toEqual(ownPolicies(controller.name));
  });
});

class Base {
  @Get('own') own() {
    return runs('own');
  }
  @Get(['one', 'two']) several() {
    return runs('several');
  }
}

@CorsPolicy(false)
@Controller('first')
class First extends Base {}

@CorsPolicy({ origin: APP })
@Controller(['second', 'third'])
class Second extends Base {}

@Module({ imports: [CorsModule.forRoot({ defaults: WIDE_DEFAULTS })], controllers: [First, Second] })
class Families {}

describe.each(PLATFORMS)('one method for several routes: $name', setting => {
  test.each([
    ['GET /first/own', 'First.own', false],
    ['GET /first/two', 'First.several', false],
    ['GET /second/own', 'Second.own', true],
    ['GET /third/one', 'Second.several', true],
  ])('%s has the policy of %s', async (request, handler, isOpenToApp) => {
    await whileServed(setting, Families, {}, async served => {
      const ran = [handler.split('.')[1]];
      const vary = isOpenToApp ? { vary: 'origin' } : {};
      expect(await observe(served, request, { origin: EVIL })).toEqual({
        status: 200,
        cors: vary,
        ran,
        decisions: [`refused: ${handler}`],
      });
      expect(await observe(served, request, { origin: APP })).toEqual({
        status: 200,
        cors: { ...(isOpenToApp ? { 'access-control-allow-origin': APP } : {}), ...vary },
        ran,
        decisions: [`${isOpenToApp ? 'allowed' : 'refused'}: ${handler}`],
      });
      expect((await preflightVerdict(served, request, APP)).status).toBe(isOpenToApp ? 204 : 403);
    });
  });
});

@Controller('items')
class Same {
  @CorsPolicy(false) @Get('same') first() {
    return runs('first');
  }
  @CorsPolicy({ origin: '*' }) @Get('same') second() {
    return runs('second');
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: WIDE_DEFAULTS })], controllers: [Same] })
class WithSame {}

describe.each(PLATFORMS)('routes that are declared twice: $name', setting => {
  const start = nestOptions({ routeConflictPolicy: { duplicate: 'warn', shadow: 'off' } });

  test('the first of them answers, with its own policy', async () => {
    await whileServed(setting, WithSame, start, async served => {
      expect(await observe(served, 'GET /items/same', { origin: EVIL })).toEqual({
        status: 200,
        cors: {},
        ran: ['first'],
        decisions: ['refused: Same.first'],
      });
      expect(await preflightVerdict(served, 'GET /items/same', EVIL)).toMatchObject({
        status: 403,
        allowOrigin: undefined,
      });
    });
  });

  test('routes() lists those that the platform has', async () => {
    const surface = await whileServed(setting, WithSame, start, ({ app }) => Promise.resolve(surfaceOf(app)));
    expect(surface).toEqual([
      'GET /items/same Same.first false',
      // Nest does not register the second one on Fastify.
      ...(setting.platform === 'express' ? ['GET /items/same Same.second *'] : []),
    ]);
  });
});
