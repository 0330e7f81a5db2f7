import { Controller, Delete, Get, type INestApplication, Module, Post } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, isFastify, listen } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { withParameters } from './differential/declared-parameters.js';
import { both, named, policiesOf, shared } from './support/named-policies.js';

@CorsPolicy(named('x-cats'))
@Controller('cats')
class Cats {
  @Get(':id') one() {
    return 'nest';
  }
  @Post(':id') create() {
    return 'nest';
  }
  @CorsPolicy(false) @Delete(':id') remove() {
    return 'nest';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: named('x-defaults') })], controllers: [Cats] })
class App {}

type Response = Record<'send', (body: string) => unknown>;
type Answer = (request: unknown, response: Response, next?: () => void) => unknown;
type Instance = Record<'get' | 'all', (path: string, answer: Answer) => unknown>;

const answer: Answer = (_request, response) => response.send('own');

function instanceOf(app: INestApplication): Instance {
  return app.getHttpAdapter().getInstance() as Instance;
}

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS)('routes of the platform itself: $name', setting => {
  async function start(
    before: (app: INestApplication) => unknown,
    after?: (app: INestApplication) => void,
  ): Promise<void> {
    const configure = async (created: INestApplication): Promise<void> => {
      before(created);
      if (after === undefined) return;
      await created.init();
      after(created);
    };
    ({ app, url } = await listen(setting, App, { configure }));
  }

  test('have the module defaults, registered before Nest its own', async () => {
    await start(created => instanceOf(created).get('/own', answer));

    expect((await send(url, 'GET', '/own')).body).toBe('own');
    expect(await policiesOf(url, 'GET /own')).toEqual(both('x-defaults'));
    expect(await policiesOf(url, 'HEAD /own')).toEqual(both('x-defaults'));
    expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
  });

  test('have the module defaults, registered after init()', async () => {
    const nothing = () => undefined;
    await start(nothing, created => instanceOf(created).get('/own', answer));

    expect(await policiesOf(url, 'GET /own')).toEqual(both('x-defaults'));
  });

  test('have the module defaults, registered through the HTTP adapter', async () => {
    await start(created =>
      created.getHttpAdapter().get('/own/:id', (_request, response: Response) => response.send('own')),
    );

    expect((await send(url, 'GET', '/own/1')).body).toBe('own');
    expect(await policiesOf(url, 'GET /own/1')).toEqual(both('x-defaults'));
  });

  test('have the module defaults where they take requests from a route of Nest', async () => {
    await start(created => instanceOf(created).get('/cats/own', answer));
    // A route of Express may pass the request on to Nest's, which a preflight does not tell.
    const expected = setting.platform === 'express' ? shared('x-defaults') : both('x-defaults');

    expect((await send(url, 'GET', '/cats/own')).body).toBe('own');
    expect(await policiesOf(url, 'GET /cats/own')).toEqual(expected);
    expect(await policiesOf(url, 'HEAD /cats/own')).toEqual(expected);
    expect(await policiesOf(url, 'POST /cats/own')).toEqual(both('x-cats'));
    expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
  });

  test('leave to Nest what they do not serve', async () => {
    const nothing = () => undefined;
    await start(nothing, created => {
      if (isFastify(created)) instanceOf(created).get('/cats/:id/own', answer);
      else instanceOf(created).all('/cats/:id', answer);
    });

    expect((await send(url, 'GET', '/cats/1')).body).toBe('nest');
    expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
  });
});

describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('on Express: $name', setting => {
  test('a route that passes the request on leaves the answer to the route behind it', async () => {
    const configure = (created: INestApplication) =>
      instanceOf(created).all('/{*path}', (_request, _response, next) => next?.());
    ({ app, url } = await listen(setting, App, { configure: created => void configure(created) }));

    expect(await policiesOf(url, 'GET /cats/1')).toEqual(shared('x-cats'));
    expect(await policiesOf(url, 'GET /dogs/1')).toEqual(both('x-defaults'));
    expect(await policiesOf(url, 'DELETE /cats/1')).toEqual({ actual: '', preflight: '' });
  });

  test.each([0, 2, 3] as const)(
    'a route that answers has the module defaults, and its preflight also needs the policy of the route after it: %d parameters',
    async parameters => {
      const handler = withParameters<unknown, Response>(answer, parameters);
      const configure = (created: INestApplication) => instanceOf(created).all('/cats/:id', handler);
      ({ app, url } = await listen(setting, App, { configure: created => void configure(created) }));

      expect((await send(url, 'GET', '/cats/1')).body).toBe('own');
      expect(await policiesOf(url, 'GET /cats/1')).toEqual(shared('x-defaults'));
      expect(await policiesOf(url, 'PUT /cats/1')).toEqual(both('x-defaults'));
      expect(await policiesOf(url, 'DELETE /cats/1')).toEqual({ actual: 'x-defaults', preflight: '' });
    },
  );

  test('several methods, paths and handlers of one route', async () => {
    const pass: Answer = (_request, _response, next) => next?.();
    const configure = (created: INestApplication): void => {
      const instance = created.getHttpAdapter().getInstance() as {
        route(path: string | readonly string[]): Record<'get' | 'post', (...answers: Answer[]) => unknown>;
      };
      const route = instance.route(['/cats/own', '/cats/too']);
      route.get(pass, answer);
      route.post(pass);
    };
    ({ app, url } = await listen(setting, App, { configure }));

    expect(await policiesOf(url, 'GET /cats/own')).toEqual(shared('x-defaults'));
    expect(await policiesOf(url, 'GET /cats/too')).toEqual(shared('x-defaults'));
    expect(await policiesOf(url, 'POST /cats/own')).toEqual(shared('x-cats'));
    expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
  });
});

describe.each(SETTINGS.filter(({ platform }) => platform === 'fastify'))('on Fastify: $name', setting => {
  test("a route for HEAD of the application's own beside one of Nest for GET", async () => {
    const configure = (created: INestApplication): void => {
      const instance = created.getHttpAdapter().getInstance() as {
        head(path: string, answer: Answer): unknown;
      };
      instance.head('/cats/:id', answer);
    };
    ({ app, url } = await listen(setting, App, { configure }));

    expect(await policiesOf(url, 'HEAD /cats/1')).toEqual(both('x-defaults'));
    expect(await policiesOf(url, 'GET /cats/1')).toEqual(both('x-cats'));
  });

  test.each(['auto', 'always'] as const)(
    'a route for GET does not answer a preflight for HEAD where Fastify was told so, interceptor: %s',
    async interceptor => {
      @Module({
        imports: [CorsModule.forRoot({ defaults: named('x-defaults'), interceptor })],
        controllers: [Cats],
      })
      class AppWithInterceptor {}
      const adapter = new FastifyAdapter({ exposeHeadRoutes: false });
      ({ app, url } = await listen(setting, AppWithInterceptor, { adapter }));

      expect((await send(url, 'HEAD', '/cats/1')).status).toBe(404);
      expect((await policiesOf(url, 'HEAD /cats/1')).preflight).toEqual(both('x-defaults').preflight);
      expect((await policiesOf(url, 'GET /cats/1')).preflight).toEqual(both('x-cats').preflight);
    },
  );
});
