import type { ServerResponse } from 'node:http';
import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { SETTINGS, create, isFastify } from '../support/applications.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from './support/own-policy.js';

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cat')
  @Get(':id')
  find(): string {
    return 'cat';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [CatsController] })
class RootModule {}

const FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

describe.each(FASTIFY)('app.inject(): $name', setting => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await create(setting, RootModule, {
      configure: created => {
        created.use('/ended', (_request: unknown, response: ServerResponse) => {
          response.setHeader('Vary', 'X-Tea');
          response.end('a teapot');
        });
      },
    });
    await app.init();
  });
  afterAll(() => app.close());

  async function inject(method: 'GET' | 'OPTIONS', url: string, headers: Record<string, string>) {
    if (!isFastify(app)) throw new TypeError('Only Fastify has inject().');
    const response = await app.inject({ method, url, headers });
    const cors = Object.entries(response.headers).filter(
      ([name]) => name.startsWith('access-control-') || name === 'vary',
    );
    return { status: response.statusCode, ...Object.fromEntries(cors) };
  }

  test.each([
    ['/cats/1', 200, 'X-Cat', 'Origin'],
    ['/nowhere', 404, undefined, 'Origin'],
    ['/ended', 200, undefined, 'X-Tea, Origin'],
  ])('%s carries the headers of its policy', async (url, status, policy, vary) => {
    const { allowedOrigin, refusedOrigin, headers } = expectedPolicy(policy);
    expect(await inject('GET', url, { origin: allowedOrigin })).toEqual({ status, ...headers, vary });
    expect(await inject('GET', url, { origin: refusedOrigin })).toEqual({ status, vary });
    expect(await inject('GET', url, {})).toEqual({ status, vary });
  });

  test('a preflight is answered', async () => {
    const method = { 'access-control-request-method': 'GET' };
    expect(await inject('OPTIONS', '/cats/1', { origin: ROUTE_ORIGIN, ...method })).toMatchObject({
      'status': 204,
      'access-control-allow-origin': ROUTE_ORIGIN,
    });
    expect(await inject('OPTIONS', '/cats/1', { origin: DEFAULTS_ORIGIN, ...method })).toMatchObject({
      status: 403,
    });
  });

  test('a malformed URL reaches neither the server nor a hook, and has no CORS headers', async () => {
    expect(await inject('GET', '/cats/%ZZ', { origin: DEFAULTS_ORIGIN })).toEqual({ status: 400 });
  });
});
