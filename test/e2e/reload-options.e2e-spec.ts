import { Controller, Get, Module } from '@nestjs/common';
import { CorsConfigurationError, CorsModule, type CorsModuleOptions, CorsService } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS, create } from './support/applications.js';
import { serve } from './support/served.js';

const OLD = 'https://old.example';
const NEW = 'https://new.example';

@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return '';
  }
}

/** As from a file, whose names no compiler has seen. */
const parsed = (options: object) => JSON.parse(JSON.stringify(options)) as CorsModuleOptions;

describe.each(SETTINGS_AND_PATHS)('The options of reload: $name', setting => {
  const { interceptor } = setting;

  @Module({
    imports: [CorsModule.forRoot({ defaults: { origin: OLD }, debug: true, interceptor })],
    controllers: [CatsController],
  })
  class RootModule {}

  const served = serve(setting, () => RootModule);
  const allowed = async (origin: string) =>
    (await served().get('/cats', { Origin: origin })).headers['access-control-allow-origin'];

  it.each<[string, object, RegExp]>([
    ['a name that is misspelt', { default: { origin: NEW } }, /no module option 'default'[^]*write defaults/],
    ['a name beside right ones', { defaults: { origin: NEW }, policy: {} }, /policy[^]*write policies/],
    ['a policy that is no object', { policies: { partners: NEW } }, /partners/],
    [
      'another debug',
      { defaults: { origin: NEW }, debug: false },
      /only defaults, policies and paths can change[^]*leave debug out[^]*forRoot\(\)/,
    ],
    [
      'another interceptor',
      { defaults: { origin: NEW }, interceptor: interceptor === 'auto' ? 'always' : 'auto' },
      /interceptor[^]*forRoot\(\)/,
    ],
    [
      'another originTimeout',
      { defaults: { origin: NEW }, originTimeout: 1_000 },
      /originTimeout[^]*forRoot\(\)/,
    ],
  ])('are rejected without an effect: %s', async (_title, options, message) => {
    const reload = served().app.get(CorsService).reload(parsed(options));

    await expect(reload).rejects.toBeInstanceOf(CorsConfigurationError);
    await expect(reload).rejects.toThrow(message);
    expect(await allowed(OLD)).toBe(OLD);
    expect(await allowed(NEW)).toBeUndefined();
  });

  it.each([null, undefined, 'https://new.example', [], () => undefined, Promise.resolve({})])(
    'are an object: not %p',
    async options => {
      const reload = served()
        .app.get(CorsService)
        .reload(options as unknown as CorsModuleOptions);

      await expect(reload).rejects.toBeInstanceOf(CorsConfigurationError);
      await expect(reload).rejects.toThrow(/is not a plain object with module options/);
      expect(await allowed(OLD)).toBe(OLD);
    },
  );

  it('may be those of forRoot(), with other defaults', async () => {
    const app = await create(setting, RootModule);
    await app.init();
    await app
      .get(CorsService)
      .reload(parsed({ defaults: { origin: NEW }, debug: true, interceptor, originTimeout: 5_000 }));
    const [route] = app.get(CorsService).routes();
    await app.close();

    expect(route?.policy.origin).toEqual({ value: NEW, level: 'defaults' });
  });

  it('keep the application from starting where they are wrong and it has not started', async () => {
    const app = await create(setting, RootModule);
    await app.get(CorsService).reload({ defaults: { origin: `${NEW}/` } });

    await expect(app.init()).rejects.toBeInstanceOf(CorsConfigurationError);
    await app.close();
  });
});
