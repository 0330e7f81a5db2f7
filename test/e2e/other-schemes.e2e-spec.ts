import { Controller, Get, Module } from '@nestjs/common';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import { SETTINGS } from './support/applications.js';
import { serve } from './support/served.js';

const EXTENSION = 'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455';
const asked: string[] = [];

@Controller()
class PagesController {
  @CorsPolicy({ origin: ['app://', 'app://.', EXTENSION] })
  @Get('strings')
  strings(): string {
    return 'ok';
  }

  @CorsPolicy({ origin: [/^app:\/\/\.?$/, /^safari-web-extension:\/\/[0-9A-F-]{36}$/] })
  @Get('expressions')
  expressions(): string {
    return 'ok';
  }

  @CorsPolicy({
    origin: origin => {
      asked.push(origin);
      return true;
    },
  })
  @Get('predicate')
  predicate(): string {
    return 'ok';
  }

  @CorsPolicy({ origin: 'file://', dangerously: { allowFileOrigin: true } })
  @Get('files')
  files(): string {
    return 'ok';
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [PagesController] })
class AppModule {}

describe.each(SETTINGS)('an origin of another scheme than http and https: $name', setting => {
  const served = serve(setting, () => AppModule);
  let browser: CorsBrowser;

  beforeAll(() => {
    browser = new CorsBrowser(served().app);
  });

  afterAll(() => browser.close());

  const PAGES = ['app://', 'app://.', EXTENSION].flatMap(origin =>
    ['/strings', '/expressions', '/predicate'].map(path => [origin, path] as const),
  );

  it.each([...PAGES, ['file://', '/files'] as const])(
    'of %s reads %s, in a browser and as explain() tells it',
    async (origin, path) => {
      const result = await browser.open(origin).fetch(path);
      expect(result.outcome).toBe('readable');

      const explained = await served().app.get(CorsService).explain({ method: 'GET', url: path, origin });
      expect(explained.allowed).toBe(true);
    },
  );

  it('is passed to predicates, except file://', async () => {
    asked.length = 0;
    await browser.open('app://').fetch('/predicate');
    expect(asked).toEqual(['app://']);
    const { outcome } = await browser.open('file://').fetch('/predicate');
    expect(outcome).not.toBe('readable');
    expect(asked).toEqual(['app://']);
  });
});
