import { All, Controller, Get, type INestApplication, Module, Scope } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, listen, portOf } from '../e2e/support/applications.js';
import { both, named, policiesOf } from './support/named-policies.js';

@Controller()
class Routes {
  @CorsPolicy(named('x-any')) @Get('cats/:id') any() {
    return 'any';
  }
  @CorsPolicy(named('x-me')) @Get('cats/me') me() {
    return 'me';
  }
  @CorsPolicy(named('x-all')) @All('dogs/:id/toys') toys() {
    return 'toys';
  }
  @CorsPolicy(named('x-files')) @Get('files/*') files() {
    return 'files';
  }
}

@Controller({ path: 'bound', scope: Scope.REQUEST })
class Bound {
  constructor() {
    this.list = this.list.bind(this);
  }
  @CorsPolicy(named('x-bound')) @Get() list() {
    return 'bound';
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: named('x-defaults'), interceptor: 'always' })],
  controllers: [Routes, Bound],
})
class App {}

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS)("the portable path (interceptor: 'always') on $name", setting => {
  beforeEach(async () => {
    ({ app, url } = await listen(setting, App));
  });

  test.each([
    ['GET /cats/1', 'x-any'],
    // Express serves what comes first, and Fastify what is more specific.
    ['GET /cats/me', setting.platform === 'express' ? 'x-any' : 'x-me'],
    ['PROPFIND /dogs/1/toys', 'x-all'],
    ['GET /files/a/b', 'x-files'],
    ['GET /bound', 'x-bound'],
  ])('%s and its preflight have the policy %s', async (request, policy) => {
    expect(await policiesOf(url, request)).toEqual(both(policy));
  });

  test('a preflight for a parameter that is empty, which no handler answers, has the module defaults', async () => {
    expect((await policiesOf(url, 'GET /cats/')).preflight).toBe('x-defaults');
  });
});

test.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])(
  'the portable path on %s follows the order of specificity, where the application asks for it',
  async (_name, make) => {
    const options = { logger: false as const, routeResolutionStrategy: 'specificity' as const };
    app = await NestFactory.create(App, make(), options);
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${portOf(app)}`;

    expect(await policiesOf(url, 'GET /cats/me')).toEqual(both('x-me'));
  },
);
