import { jest } from '@jest/globals';
import { Controller, Get, Injectable, Logger, Module, Post, type Type } from '@nestjs/common';
import {
  CorsConfigurationError,
  CorsModule,
  type CorsModuleOptions,
  type CorsOriginResolver,
  CorsPolicy,
  CorsService,
  type OriginPredicate,
  cachedOrigins,
} from 'nestjs-cors-policy';
import { SETTINGS, SETTINGS_AND_PATHS, create } from './support/applications.js';
import { corsHeaders } from './support/http.js';
import { serve } from './support/served.js';

const TENANT = 'https://tenant.example.com';
const TIMEOUT = 50;

const asked: string[] = [];
const ran: string[] = [];

@Injectable()
class HangingOrigins implements CorsOriginResolver {
  isAllowed(origin: string): Promise<boolean> {
    asked.push(origin);
    return new Promise(() => undefined);
  }
}

const neverAnswers: OriginPredicate = origin => {
  asked.push(origin);
  return new Promise(() => undefined);
};

@CorsPolicy({ origin: HangingOrigins, credentials: true })
@Controller('hanging')
class HangingController {
  @Get()
  get(): string {
    return 'handled';
  }

  @CorsPolicy({ origin: neverAnswers, enforce: true })
  @Post('enforced')
  create(): string {
    ran.push('enforced');
    return 'handled';
  }

  @CorsPolicy({ origin: ['https://listed.example.com', neverAnswers] })
  @Get('listed')
  listed(): string {
    return 'handled';
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ ...options, originTimeout: TIMEOUT })],
    controllers: [HangingController],
    providers: [HangingOrigins],
  })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS_AND_PATHS)('a predicate that never answers: $name', ({ interceptor, ...setting }) => {
  const served = serve(setting, () => rootModule({ interceptor }));
  let error: jest.SpiedFunction<Logger['error']>;
  beforeEach(() => {
    asked.length = 0;
    ran.length = 0;
    error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    error.mockRestore();
  });

  test('refuses the origin after originTimeout, and the cause is logged once', async () => {
    for (let round = 0; round < 2; round++) {
      const response = await served().get('/hanging', { Origin: TENANT });
      expect([response.status, response.body]).toEqual([200, 'handled']);
      expect(corsHeaders(response)).toEqual({ vary: 'Origin' });
    }
    expect(asked).toEqual([TENANT, TENANT]);
    expect(error.mock.calls).toEqual([
      [
        'The origin predicate HangingOrigins gave no answer in time: all predicates of a request have 50 ms together (originTimeout). ' +
          'The origin was refused. Further failures of this kind are counted.',
      ],
    ]);
  });

  test('refuses a preflight', async () => {
    const response = await served().preflight('/hanging', { origin: TENANT, method: 'GET' });
    expect(response.status).toBe(403);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('refuses with enforce', async () => {
    const response = await served().send('POST', '/hanging/enforced', { Origin: TENANT });
    expect(response.status).toBe(403);
    expect(ran).toEqual([]);
  });

  test.each([
    ['Sec-Fetch-Site', { 'Origin': TENANT, 'Sec-Fetch-Site': 'same-origin' }],
    ['Origin and Host', { Origin: 'http://api.example.com', Host: 'api.example.com' }],
  ])('is not asked about a same-origin request, by %s', async (_, headers) => {
    const post = await served().send('POST', '/hanging/enforced', headers);
    const get = await served().get('/hanging', headers);

    expect([post.status, get.status]).toEqual([201, 200]);
    expect([post, get].map(corsHeaders)).toEqual([{ vary: 'Origin' }, { vary: 'Origin' }]);
    expect(ran).toEqual(['enforced']);
    expect(asked).toEqual([]);
  });

  test('is not asked where a fixed rule allows the origin', async () => {
    const listed = 'https://listed.example.com';
    const { headers } = await served().get('/hanging/listed', { Origin: listed });
    expect(headers['access-control-allow-origin']).toBe(listed);
    expect(asked).toEqual([]);
  });

  test('is told by explain() in the same time', async () => {
    const { allowed, steps } = await served()
      .app.get(CorsService)
      .explain({ method: 'GET', url: '/hanging', origin: TENANT });
    expect(allowed).toBe(false);
    expect(steps.find(({ step }) => step === 'actual-origin')?.detail).toContain(
      "the predicate 'HangingOrigins' gave no answer within the 50 ms of originTimeout",
    );
    expect(error).not.toHaveBeenCalled();
  });
});

describe.each(SETTINGS)('originTimeout at the start: $name', setting => {
  const cached = cachedOrigins(HangingOrigins, { ttl: 1_000, timeout: 3_000 });
  class ExtendedOrigins extends cachedOrigins(HangingOrigins, { ttl: 1_000, timeout: 3_000 }) {}
  const cachedPredicate = cachedOrigins(neverAnswers, { ttl: 1_000 });

  async function startWith(options: CorsModuleOptions): Promise<unknown> {
    @Module({
      imports: [CorsModule.forRoot(options)],
      providers: [HangingOrigins, ExtendedOrigins],
    })
    class RootModule {}
    const app = await create(setting, RootModule);
    try {
      await app.init();
      return app.get(CorsService);
    } catch (error) {
      return error;
    } finally {
      await app.close();
    }
  }

  test.each([
    ['a class', cached, 3_000],
    ['a class that was extended', ExtendedOrigins, 3_000],
    ['a predicate, with the default', cachedPredicate, 2_000],
  ])('a longer timeout of cachedOrigins() is an error: %s', async (_, origin, timeout) => {
    const error = await startWith({ originTimeout: timeout - 1, defaults: { origin } });
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toContain(
      `the timeout of cachedOrigins() is ${timeout} ms, and originTimeout is ${timeout - 1} ms`,
    );
    expect(await startWith({ originTimeout: timeout, defaults: { origin } })).toBeInstanceOf(CorsService);
  });

  test.each([0, -1, 1.5, 60_001, '5000', null])('%p is an error', async originTimeout => {
    const error = await startWith({ originTimeout } as unknown as CorsModuleOptions);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toContain('originTimeout');
  });
});
