import { Controller, Get, Module, type Type } from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsPolicyOptions, CorsService } from 'nestjs-cors-policy';
import { SETTINGS, create } from './support/applications.js';
import { serve } from './support/served.js';

@CorsPolicy({ origin: 'https://app.example.com' })
@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'cats';
  }
}

function rootModule(defaults: CorsPolicyOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot({ defaults })], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

const POLLUTION = {
  origin: '*',
  credentials: true,
  methods: ['DELETE'],
  allowedHeaders: '*',
  exposedHeaders: '*',
  maxAge: 86_400,
  enforce: true,
  debug: true,
  dangerously: { allowNullOrigin: true },
  allowNullOrigin: true,
  allowFileOrigin: true,
  allowInsecureOrigins: true,
  allowPublicSuffixSubdomains: true,
  optionsSuccessStatus: 200,
  interceptor: 'always',
  originTimeout: 1,
  ownOrigins: 'https://evil.example',
  policies: { open: { origin: '*' } },
};

describe.each(SETTINGS)('a polluted Object.prototype: $name', setting => {
  beforeAll(() => {
    Object.assign(Object.prototype, POLLUTION);
  });

  afterAll(() => {
    for (const name of Object.keys(POLLUTION)) Reflect.deleteProperty(Object.prototype, name);
  });

  const served = serve(setting, () => rootModule({}));
  const APP = 'https://app.example.com';

  it('changes no option', async () => {
    const [route] = served().app.get(CorsService).routes();
    expect(Object.keys(route?.policy ?? {})).toEqual([
      'origin',
      'allowedHeaders',
      'credentials',
      'optionsSuccessStatus',
      'enforce',
    ]);
    const { headers } = await served().get('/cats', { Origin: APP });
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(Object.hasOwn(headers, 'access-control-allow-credentials')).toBe(false);
    expect(Object.hasOwn(headers, 'access-control-expose-headers')).toBe(false);
    const preflight = await served().preflight('/cats', { origin: APP, method: 'GET' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toBe('GET,HEAD');
    expect(Object.hasOwn(preflight.headers, 'access-control-max-age')).toBe(false);
    const refused = await served().get('/cats', { Origin: 'null' });
    expect(refused.status).toBe(200);
    expect(Object.hasOwn(refused.headers, 'access-control-allow-origin')).toBe(false);
  });

  it('grants no access', async () => {
    await expect(
      create(setting, rootModule({ origin: 'http://app.example.com', credentials: true })).then(app =>
        app.init(),
      ),
    ).rejects.toThrow(/allowInsecureOrigins/);
  });
});
