import { jest } from '@jest/globals';
import { Controller, Get, type INestApplication, Logger, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { type StartOptions, SETTINGS_AND_PATHS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { Served } from '../support/served.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from './support/own-policy.js';

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cats')
  @Get()
  list(): string {
    return 'cats';
  }
}

function rootModule(interceptor: 'auto' | 'always') {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [CatsController],
  })
  class RootModule {}
  return RootModule;
}

const OTHER = 'https://other.example';

const WAYS: Readonly<Record<string, StartOptions>> = {
  'cors: true': { options: { cors: true } },
  'app.enableCors()': { configure: enable },
  'app.enableCors(), twice': {
    configure: app => {
      enable(app);
      enable(app);
    },
  },
  'both': { options: { cors: true }, configure: enable },
  'the adapter’s enableCors()': {
    configure: app => {
      app.getHttpAdapter().enableCors({ origin: true, credentials: true });
    },
  },
};

function enable(app: INestApplication): void {
  app.enableCors({ origin: true, credentials: true, exposedHeaders: ['X-Other'] });
}

describe.each(SETTINGS_AND_PATHS)('beside the module: $name', setting => {
  describe.each(Object.keys(WAYS))('%s', way => {
    const warned: string[] = [];
    let served: Served;
    beforeAll(async () => {
      const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(message => {
        warned.push(String(message));
      });
      served = await Served.start(setting, rootModule(setting.interceptor), WAYS[way]);
      warn.mockRestore();
    });
    afterAll(() => served.close());

    test('is warned about once', () => {
      expect(warned).toEqual([expect.stringMatching(/enableCors.*CorsModule/)]);
    });

    test('does not answer: the module does', async () => {
      expect(corsHeaders(await served.get('/cats', { Origin: ROUTE_ORIGIN }))).toEqual({
        ...expectedPolicy('X-Cats').headers,
        vary: 'Origin',
      });
      expect(corsHeaders(await served.get('/cats', { Origin: OTHER }))).toEqual({ vary: 'Origin' });
      const refused = await served.preflight('/cats', { origin: OTHER, method: 'GET' });
      expect({ status: refused.status, ...corsHeaders(refused) }).toEqual({
        status: 403,
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      });
      const elsewhere = await served.preflight('/nowhere', { origin: DEFAULTS_ORIGIN, method: 'DELETE' });
      expect(elsewhere.status).toBe(204);
      const plain = await served.send('OPTIONS', '/cats', { Origin: ROUTE_ORIGIN });
      expect(plain.status).toBe(404);
    });
  });
});
