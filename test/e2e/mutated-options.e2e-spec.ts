import { Controller, Get, Module } from '@nestjs/common';
import { CorsModule, type CorsPolicyOptions, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { Served } from './support/served.js';

const KNOWN = 'https://known.example';
const LATER = 'https://later.example';

describe.each(SETTINGS_AND_PATHS)('options that change after start-up: $name', setting => {
  function options(): CorsPolicyOptions & { origin: string[]; allowedHeaders: string[] } {
    return { origin: [KNOWN], allowedHeaders: ['X-Known'], dangerously: { allowNullOrigin: false } };
  }
  const written = { decorator: options(), defaults: options(), named: options() };
  const moduleOptions = {
    interceptor: setting.interceptor,
    defaults: written.defaults,
    policies: { partners: written.named },
    debug: false,
  };

  @Controller()
  class CatsController {
    @CorsPolicy(written.decorator)
    @Get('decorated')
    decorated(): string {
      return '';
    }

    @CorsPolicy('partners')
    @Get('named')
    named(): string {
      return '';
    }

    @Get('default')
    byDefault(): string {
      return '';
    }
  }

  @Module({ imports: [CorsModule.forRoot(moduleOptions)], controllers: [CatsController] })
  class RootModule {}

  let served: Served;
  let before: string;
  const surface = (): string => JSON.stringify(served.app.get(CorsService).routes());

  beforeAll(async () => {
    served = await Served.start(setting, RootModule);
    before = surface();
    for (const policy of Object.values(written)) {
      policy.origin.push(LATER, 'null');
      policy.allowedHeaders.push('X-Later');
      Object.assign(policy.dangerously ?? {}, { allowNullOrigin: true });
      Object.assign(policy, { credentials: true, enforce: true });
    }
    moduleOptions.debug = true;
  });
  afterAll(async () => {
    await served.close();
  });

  test.each(['/decorated', '/named', '/default'])('%s is answered as before', async path => {
    for (const origin of [LATER, 'null']) {
      expect((await served.preflight(path, { origin, method: 'GET' })).status).toBe(403);
      expect((await served.get(path, { Origin: origin })).status).toBe(200);
    }
    const { headers } = await served.preflight(path, { origin: KNOWN, method: 'GET', headers: 'x-later' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('routes() and explain() tell what is in force', async () => {
    expect(surface()).toBe(before);
    const { policy } = await served.app
      .get(CorsService)
      .explain({ method: 'GET', url: '/decorated', origin: KNOWN });
    expect(policy.origin?.value).toEqual([KNOWN]);
  });

  test('a reload replaces only defaults and named policies', async () => {
    const replaced = { origin: [LATER] };
    await served.app.get(CorsService).reload({ defaults: replaced, policies: { partners: replaced } });
    replaced.origin.push(KNOWN);

    const allowed = async (path: string, origin: string): Promise<boolean> =>
      (await served.preflight(path, { origin, method: 'GET' })).status === 204;
    expect([await allowed('/decorated', KNOWN), await allowed('/decorated', LATER)]).toEqual([true, false]);
    expect([await allowed('/named', KNOWN), await allowed('/named', LATER)]).toEqual([false, true]);
    expect([await allowed('/default', KNOWN), await allowed('/default', LATER)]).toEqual([false, true]);
    const { headers } = await served.preflight('/decorated', {
      origin: KNOWN,
      method: 'GET',
      headers: 'x-later',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
