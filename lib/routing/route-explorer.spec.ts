import {
  All,
  Controller,
  Get,
  Head,
  type INestApplicationContext,
  Module,
  Post,
  RequestMethod,
  Scope,
  type Type,
  VERSION_NEUTRAL,
  Version,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import { ApplicationConfig, ModulesContainer, NestFactory, RouterModule } from '@nestjs/core';
import { pathToRegexp } from 'path-to-regexp';
import type { DiscoveredRoute } from './discovered-route.js';
import { RouteExplorer } from './route-explorer.js';

let context: INestApplicationContext | undefined;

afterEach(() => context?.close());

async function explore(root: Type<unknown>, config = new ApplicationConfig()): Promise<DiscoveredRoute[]> {
  context = await NestFactory.createApplicationContext(root, { logger: false });
  return new RouteExplorer(context.get(ModulesContainer), config).explore();
}

function inModule(...controllers: Type<unknown>[]): Type<unknown> {
  @Module({ controllers })
  class Root {}
  return Root;
}

const versioned = (options: VersioningOptions): ApplicationConfig => {
  const config = new ApplicationConfig();
  config.enableVersioning(options);
  return config;
};

const named = (routes: readonly DiscoveredRoute[]): string[] =>
  routes.map(({ method, path }) => `${method} ${path}`);

test('routes are found in the order in which Nest registers them: controllers, their paths, methods, their paths', async () => {
  @Controller(['cats', '/kittens'])
  class Cats {
    @Get() list() {
      return 'ok';
    }
    @Get([':id', 'by-name/:name']) one() {
      return 'ok';
    }
    @All('{/*rest}') rest() {
      return 'ok';
    }
    helper() {
      return 'ok';
    }
  }
  @Controller()
  class Other {
    @Head('/') head() {
      return 'ok';
    }
  }

  const routes = await explore(inModule(Cats, Other));

  expect(named(routes)).toEqual([
    'GET /cats',
    'GET /cats/:id',
    'GET /cats/by-name/:name',
    'ALL /cats{/*rest}',
    'GET /kittens',
    'GET /kittens/:id',
    'GET /kittens/by-name/:name',
    'ALL /kittens{/*rest}',
    'HEAD /',
  ]);
  expect(routes[1]).toMatchObject({
    controller: Cats,
    methodName: 'one',
    handler: Reflect.get(Cats.prototype, 'one'),
  });
});

test('inherited methods are routes of each controller, after its own methods', async () => {
  class Base {
    @Get('shared') shared() {
      return 'ok';
    }
    @Get('replaced') replaced() {
      return 'ok';
    }
  }
  @Controller('cats')
  class Cats extends Base {
    @Get('own') own() {
      return 'ok';
    }
    override replaced() {
      return 'ok';
    }
  }

  expect(named(await explore(inModule(Cats)))).toEqual(['GET /cats/own', 'GET /cats/shared']);
});

test('paths have the global prefix, except where it is excluded, and the paths of RouterModule', async () => {
  @Controller('cats')
  class Cats {
    @Get('health') health() {
      return 'ok';
    }
    @Post('health') post() {
      return 'ok';
    }
  }
  @Module({ controllers: [Cats] })
  class CatsModule {}
  @Module({ imports: [CatsModule, RouterModule.register([{ path: 'pets', module: CatsModule }])] })
  class Root {}
  const config = new ApplicationConfig();
  config.setGlobalPrefix('api');
  const path = '/pets/cats/health';
  config.setGlobalPrefixOptions({
    exclude: [{ path, requestMethod: RequestMethod.GET, pathRegex: pathToRegexp(path).regexp }],
  });

  expect(named(await explore(Root, config))).toEqual(['GET /pets/cats/health', 'POST /api/pets/cats/health']);
});

test("a module's path holds without an application of its own too", async () => {
  @Controller('cats')
  class Cats {
    @Get() list() {
      return 'ok';
    }
  }
  const root = inModule(Cats);
  Reflect.defineMetadata('__module_path__', '/pets', root);

  expect(named(await explore(root))).toEqual(['GET /pets/cats']);
});

test.each<[host: string | RegExp | (string | RegExp)[], hosts: unknown]>([
  ['a.example', ['a.example']],
  [
    [/a/, 'b.example'],
    [/a/, 'b.example'],
  ],
  ['', undefined],
])('a controller with the host %p has the hosts %p', async (host, hosts) => {
  @Controller({ path: 'cats', host })
  class Cats {
    @Get() list() {
      return 'ok';
    }
  }

  expect(await explore(inModule(Cats))).toMatchObject([{ path: '/cats', hosts }]);
});

describe('versions', () => {
  @Controller({ path: 'cats', version: '1' })
  class Cats {
    @Get() list() {
      return 'ok';
    }
    @Version(['2', VERSION_NEUTRAL]) @Post() create() {
      return 'ok';
    }
    @Version(VERSION_NEUTRAL) @Get('any') any() {
      return 'ok';
    }
  }
  @Controller('dogs')
  class Dogs {
    @Get() list() {
      return 'ok';
    }
  }

  test('in the path create one route each', async () => {
    const config = versioned({ type: VersioningType.URI, defaultVersion: '3' });

    expect(await explore(inModule(Cats, Dogs), config)).toMatchObject([
      { method: 'GET', path: '/v1/cats', versions: ['1'], requestVersions: undefined },
      { method: 'POST', path: '/v2/cats', versions: ['2', VERSION_NEUTRAL], requestVersions: undefined },
      { method: 'POST', path: '/cats', versions: ['2', VERSION_NEUTRAL], requestVersions: undefined },
      { method: 'GET', path: '/cats/any', versions: [VERSION_NEUTRAL], requestVersions: undefined },
      { method: 'GET', path: '/v3/dogs', versions: ['3'], requestVersions: undefined },
    ]);
  });

  test('outside the path must be in the request, unless the route serves every version', async () => {
    const config = versioned({ type: VersioningType.HEADER, header: 'X-Version' });

    expect(await explore(inModule(Cats, Dogs), config)).toMatchObject([
      { path: '/cats', versions: ['1'], requestVersions: ['1'] },
      { path: '/cats', versions: ['2', VERSION_NEUTRAL], requestVersions: ['2', VERSION_NEUTRAL] },
      { path: '/cats/any', versions: [VERSION_NEUTRAL], requestVersions: undefined },
      { path: '/dogs', versions: undefined, requestVersions: undefined },
    ]);
  });

  test('are ignored if versioning is not enabled', async () => {
    const routes = await explore(inModule(Cats));

    expect(routes.map(({ path, versions }) => [path, versions])).toEqual([
      ['/cats', undefined],
      ['/cats', undefined],
      ['/cats/any', undefined],
    ]);
  });
});

test('a method that the constructor binds is a route, with the declared method and the bound one', async () => {
  @Controller('cats')
  class Cats {
    constructor() {
      this.list = this.list.bind(this);
    }
    @Get() list() {
      return 'ok';
    }
  }

  const [route] = await explore(inModule(Cats));

  expect(route?.handler).toBe(Reflect.get(Cats.prototype, 'list'));
  expect(route?.callback.name).toBe('bound list');
});

test('a request-scoped controller has its routes like any other', async () => {
  @Controller({ path: 'cats', scope: Scope.REQUEST })
  class Cats {
    @Get() list() {
      return 'ok';
    }
  }

  const [route] = await explore(inModule(Cats));

  expect(route?.path).toBe('/cats');
  expect(route?.callback).toBe(route?.handler);
});
