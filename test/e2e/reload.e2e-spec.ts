import { Controller, Get, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { CorsConfigurationError, CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { Served, serve } from './support/served.js';

const OLD = 'https://old.example';
const NEW = 'https://new.example';

@Controller('cats')
class CatsController {
  @Get()
  byDefault(): string {
    return '';
  }

  @CorsPolicy('partners')
  @Get('named')
  named(): string {
    return '';
  }
}

describe.each(SETTINGS_AND_PATHS)('reload: $name', setting => {
  @Module({
    imports: [
      CorsModule.forRoot({
        interceptor: setting.interceptor,
        defaults: { origin: OLD, maxAge: 60 },
        policies: { partners: { origin: OLD } },
      }),
    ],
    controllers: [CatsController],
  })
  class RootModule {}

  const served = serve(setting, () => RootModule);

  async function allowed(path: string, origin: string): Promise<unknown> {
    return (await served().get(path, { Origin: origin })).headers['access-control-allow-origin'];
  }

  test('rejects invalid options without an effect', async () => {
    const service = served().app.get(CorsService);
    await expect(service.reload({ defaults: { origin: `${NEW}/` } })).rejects.toBeInstanceOf(
      CorsConfigurationError,
    );
    // A decorator names a policy that would be gone.
    await expect(service.reload({ defaults: { origin: NEW } })).rejects.toBeInstanceOf(
      CorsConfigurationError,
    );
    expect(await allowed('/cats', OLD)).toBe(OLD);
  });

  test('replaces defaults and named policies wholly', async () => {
    await served()
      .app.get(CorsService)
      .reload({ defaults: { origin: NEW }, policies: { partners: { credentials: true } } });
    expect(await allowed('/cats', OLD)).toBeUndefined();
    expect(await allowed('/cats', NEW)).toBe(NEW);
    expect(await allowed('/cats/named', NEW)).toBe(NEW);
    const preflight = await served().preflight('/cats/named', { origin: NEW, method: 'GET' });
    expect(preflight.headers['access-control-allow-credentials']).toBe('true');
    expect(preflight.headers).not.toHaveProperty('access-control-max-age');
  });

  test('may come from onModuleInit() of a provider', async () => {
    @Injectable()
    class Loader implements OnModuleInit {
      constructor(private readonly cors: CorsService) {}

      async onModuleInit(): Promise<void> {
        await Promise.resolve();
        await this.cors.reload({ defaults: { origin: NEW }, policies: { partners: {} } });
      }
    }
    @Module({ imports: [RootModule], providers: [Loader] })
    class LoadingModule {}

    const loading = await Served.start(setting, LoadingModule);
    const { headers } = await loading.get('/cats', { Origin: NEW });
    await loading.close();
    expect(headers['access-control-allow-origin']).toBe(NEW);
  });
});
