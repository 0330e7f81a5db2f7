import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { portOf } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { ORIGIN, both, named, policiesOf } from '../routing/support/named-policies.js';
import { serveOuter } from '../surroundings/support/outer-server.js';
import { ADAPTERS } from './index.js';
import { ServerlessAdapter } from './serverless-adapter.js';

function rootModule(interceptor: 'auto' | 'always'): Type<unknown> {
  @Controller('cats')
  class Cats {
    @CorsPolicy(named('x-list')) @Get() list() {
      return 'list';
    }
    @CorsPolicy(named('x-one')) @Get(':id') one() {
      return 'one';
    }
    @CorsPolicy(false) @Get('closed/cat') closed() {
      return 'closed';
    }
  }
  @Module({
    imports: [CorsModule.forRoot({ defaults: named('x-defaults'), interceptor })],
    controllers: [Cats],
  })
  class App {}
  return App;
}

async function checkPortable(url: string): Promise<void> {
  expect(await policiesOf(url, 'GET /cats')).toEqual(both('x-list'));
  expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-one'));
  expect((await preflight(url, '/cats/closed/cat', { origin: ORIGIN, method: 'GET' })).status).toBe(403);
  const closed = await send(url, 'GET', '/cats/closed/cat', { Origin: ORIGIN });
  expect([closed.body, closed.headers['access-control-allow-origin']]).toEqual(['closed', undefined]);
}

let app: INestApplication;
afterEach(() => app.close());

// Where a path is text and parameters alone, there is no OPTIONS route for every path.
describe.each(ADAPTERS.filter(({ wildcards }) => wildcards))(
  "the portable path alone (interceptor: 'always') on an adapter $name",
  ({ create }) => {
    test('answers both halves', async () => {
      const options = { logger: false as const, abortOnError: false };
      app = await NestFactory.create(rootModule('always'), create(), options);
      await app.listen(0, '127.0.0.1');
      await checkPortable(`http://127.0.0.1:${portOf(app)}`);
    });
  },
);

test('an adapter without a server has the portable path', async () => {
  const adapter = new ServerlessAdapter();
  app = await NestFactory.create(rootModule('auto'), adapter, { logger: false, abortOnError: false });
  await app.init();
  const outer = await serveOuter(adapter.listener);
  try {
    await checkPortable(outer.url);
  } finally {
    await outer.close();
  }
});
