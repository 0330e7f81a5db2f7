import { All, Controller, Get, type INestApplication, Module } from '@nestjs/common';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { both, named, policiesOf } from './support/named-policies.js';

@CorsPolicy(named('x-nest'))
@Controller()
class Everything {
  @Get('plugin/nest') nest() {
    return 'nest';
  }
  @All('*') all() {
    return 'all';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: named('x-defaults') })], controllers: [Everything] })
class App {}

const plugin: FastifyPluginCallback = (instance, _options, done) => {
  instance.get('/', () => 'plugin');
  instance.get('/:id', () => 'plugin');
  instance.post('/only', { prefixTrailingSlash: 'no-slash' }, () => 'plugin');
  done();
};

const noSlash: FastifyPluginCallback = (instance, _options, done) => {
  instance.get('/', { prefixTrailingSlash: 'no-slash' }, () => 'plugin');
  done();
};

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS.filter(({ platform }) => platform === 'fastify'))('$name', setting => {
  describe.each(['before', 'after'])('routes of an encapsulated plugin, registered %s init()', when => {
    beforeEach(async () => {
      const configure = async (created: INestApplication): Promise<void> => {
        const instance = created.getHttpAdapter().getInstance() as unknown as FastifyInstance;
        if (when === 'after') await created.init();
        void instance.register(plugin, { prefix: '/plugin' });
        void instance.register(noSlash, { prefix: '/no-slash' });
      };
      ({ app, url } = await listen(setting, App, { configure }));
    });

    test.each<[request: string, body: string, policy: string]>([
      ['GET /plugin', 'plugin', 'x-defaults'],
      ['GET /plugin/', 'plugin', 'x-defaults'],
      ['GET /plugin/1', 'plugin', 'x-defaults'],
      ['GET /plugin/nest', 'nest', 'x-nest'],
      ['PUT /plugin/1', 'all', 'x-nest'],
      ['POST /plugin/only', 'plugin', 'x-defaults'],
      ['GET /no-slash', 'plugin', 'x-defaults'],
      ['GET /no-slash/', 'all', 'x-nest'],
      ['GET /other', 'all', 'x-nest'],
    ])('%s is answered by %s, with the policy %s', async (request, body, policy) => {
      const [method = '', path = ''] = request.split(' ');
      expect((await send(url, method, path)).body).toBe(body);
      expect(await policiesOf(url, request)).toEqual(both(policy));
    });

    test.each([
      ['HEAD /plugin', 'x-defaults'],
      ['HEAD /plugin/', 'x-defaults'],
      ['HEAD /plugin/nest', 'x-nest'],
    ])('%s has the policy %s', async (request, policy) => {
      expect(await policiesOf(url, request)).toEqual(both(policy));
    });
  });
});
