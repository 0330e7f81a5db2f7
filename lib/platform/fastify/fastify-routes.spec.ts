import { discoveredRoute } from '../../../test/routing/support/routes.js';
import { type DiscoveredRoute, Registration } from '../../routing/index.js';
import type { FastifyRequest, FastifyRouteOptions } from './fastify-instance.js';
import { FastifyRoutes } from './fastify-routes.js';

type Recorded = readonly [options: FastifyRouteOptions, route?: DiscoveredRoute];

/**
 * Records routes and marks Nest's registrations. Returns the method names of the identified routes.
 */
function recorded(
  routes: readonly Recorded[],
  adapter: ConstructorParameters<typeof FastifyRoutes>[1] = {},
  instance: ConstructorParameters<typeof FastifyRoutes>[0] = { hasRoute: () => false },
) {
  const fastify = new FastifyRoutes(instance, adapter);
  for (const [options, route] of routes) {
    if (route === undefined) fastify.record(options);
    else {
      fastify.during(registrationOf(route), () => {
        fastify.record(options);
      });
    }
  }
  return {
    routes: fastify,
    told: fastify
      .tableRoutes()
      .flatMap(({ methods, path, payload }) => methods.map(method => [method, path, payload?.methodName])),
  };
}

function registrationOf(route: DiscoveredRoute): Registration {
  const registration = new Registration(route.method, route.path, true, false);
  registration.route = route;
  return registration;
}

/** A request for which Fastify has chosen a route with this config. */
function requestWith(config: object | undefined, more: Partial<FastifyRequest> = {}): FastifyRequest {
  return {
    raw: { url: '/cats' },
    is404: false,
    hostname: 'localhost',
    params: {},
    routeOptions: { config },
    ...more,
  } as unknown as FastifyRequest;
}

const CATS = discoveredRoute('GET', '/cats', { methodName: 'cats' });

describe('the Nest route that Fastify chose', () => {
  test('is identified by the config that Fastify passes on, with any constraints', () => {
    const options: FastifyRouteOptions = { method: 'GET', url: '/cats', config: { own: true } };
    const { routes } = recorded([
      [options, CATS],
      [{ method: 'GET', url: '/cats', constraints: { host: 'a' } }],
    ]);

    expect(options.config).toMatchObject({ own: true });
    expect(routes.chosenFor(requestWith(options.config))).toEqual([CATS]);
  });

  test('is absent if the application has registered a route at the same URL itself', () => {
    const own: FastifyRouteOptions = { method: 'GET', url: '/cats', constraints: { host: 'a' } };
    const { routes } = recorded([[{ method: 'GET', url: '/cats' }, CATS], [own]]);

    expect(routes.chosenFor(requestWith({ ...own.config, url: '/cats', method: 'GET' }))).toEqual([]);
  });

  test.each([
    ['GET', 'GET'],
    ['HEAD', 'GET'],
    [['GET', 'PUT'], 'ALL'],
    ['HEAD', 'ALL'],
  ])(
    'is any route with the same URL and method if a hook has replaced the config: %s',
    (method, registered) => {
      const route = discoveredRoute(registered, '/cats');
      const { routes } = recorded([[{ method, url: '/cats' }, route]]);

      expect(routes.chosenFor(requestWith({ url: '/cats', method }))).toEqual([route]);
      expect(routes.chosenFor(requestWith({ url: '/dogs', method }))).toEqual([]);
    },
  );

  test('is absent for another method, an unknown path or another host', () => {
    const bound = { ...CATS, hosts: ['a.example'] };
    const options: FastifyRouteOptions = { method: 'GET', url: '/cats' };
    const routes = new FastifyRoutes({ hasRoute: () => false }, {});
    const registration = registrationOf(bound);
    registration.servesHost = hostname => hostname === 'a.example';
    routes.during(registration, () => {
      routes.record(options);
    });

    expect(routes.chosenFor(requestWith({ url: '/cats', method: 'PUT' }))).toEqual([]);
    expect(routes.chosenFor(requestWith(undefined))).toEqual([]);
    expect(routes.chosenFor(requestWith(options.config, { is404: true }))).toEqual([]);
    expect(routes.chosenFor(requestWith(options.config, { hostname: 'b.example' }))).toEqual([]);
    expect(routes.chosenFor(requestWith(options.config, { hostname: 'a.example' }))).toEqual([bound]);
  });

  test('is not a route that another hook registers at the same time', () => {
    const added: FastifyRouteOptions = { method: 'OPTIONS', url: '/cats' };
    const elsewhere: FastifyRouteOptions = { method: 'GET', url: '/elsewhere' };
    const routes = new FastifyRoutes({ hasRoute: () => false }, {});
    routes.during(registrationOf(CATS), () => {
      routes.record(added);
      routes.record(elsewhere);
    });

    expect(routes.tableRoutes().map(({ payload }) => payload)).toEqual([undefined, undefined]);
  });
});

test('routes have the methods and paths that Fastify reports, and routes of the application have no Nest route', () => {
  const { told, routes } = recorded([
    [{ method: 'GET', url: '/cats' }, CATS],
    [{ method: ['GET', 'PUT'], url: '/dogs' }, discoveredRoute('ALL', '/dogs', { methodName: 'dogs' })],
    [{ method: ['GET', 'PUT'], url: '/birds' }],
  ]);

  expect(told).toEqual([
    ['GET', '/cats', 'cats'],
    ['GET', '/dogs', 'dogs'],
    ['PUT', '/dogs', 'dogs'],
    ['GET', '/birds', undefined],
    ['PUT', '/birds', undefined],
  ]);
  expect(routes.size).toBe(3);
});

test('a HEAD route belongs to the GET route with the same handler', () => {
  const handler = () => undefined;
  const own = discoveredRoute('GET', '/own', { methodName: 'own' });
  const { told } = recorded([
    [{ method: 'HEAD', url: '/own', handler: () => undefined }],
    [{ method: 'GET', url: '/own', handler }, own],
    [{ method: 'GET', url: '/cats', handler }, CATS],
    [{ method: 'HEAD', url: '/cats', handler }, CATS],
  ]);

  expect(told).toEqual([
    ['HEAD', '/own', undefined],
    ['GET', '/own', 'own'],
    ['GET', '/cats', 'cats'],
    ['HEAD', '/cats', 'cats'],
  ]);
});

test('constraints are read after every hook has run', () => {
  const options: { -readonly [Key in keyof FastifyRouteOptions]: FastifyRouteOptions[Key] } = {
    method: 'GET',
    url: '/cats',
  };
  const { routes } = recorded([[options, CATS]]);
  options.constraints = { version: ['1', '2'], host: 'a.example' };
  const [route] = routes.tableRoutes();

  expect(route?.versions).toEqual(['1', '2']);
  expect(route?.constraints).toEqual({ version: ['1', '2'], host: 'a.example' });
});

test('a host-bound controller keeps its filter', () => {
  const { routes } = recorded([
    [
      { method: 'GET', url: '/cats' },
      { ...CATS, hosts: ['a.example'] },
    ],
  ]);
  const [route] = routes.tableRoutes();

  expect(['a.example', 'b.example'].map(hostname => route?.servesHost?.(hostname))).toEqual([true, false]);
});

describe("Nest's filter of empty parameters", () => {
  const adapter: ConstructorParameters<typeof FastifyRoutes>[1] = {
    requireNonEmptyParams: (_url, handler) => (request, reply) => {
      if (Reflect.get(request.params, 'id') !== '') return handler();
      reply.callNotFound();
      return undefined;
    },
  };
  const options: FastifyRouteOptions = { method: 'GET', url: '/cats/:id' };
  const routes: readonly Recorded[] = [
    [options, discoveredRoute('GET', '/cats/:id')],
    [{ method: 'GET', url: '/cats' }, CATS],
    [{ method: 'GET', url: '/own/:id' }],
  ];

  test('is asked for routes of Nest with parameters', () => {
    const [parameter, ...others] = recorded(routes, adapter).routes.tableRoutes();

    expect(['', '1'].map(id => parameter?.accepts?.(`/cats/${id}`, { id }))).toEqual([false, true]);
    expect(others.map(({ accepts }) => accepts)).toEqual([undefined, undefined]);
  });

  test('leaves no route for an empty parameter', () => {
    const { routes: fastify } = recorded(routes, adapter);
    const chosen = ['', '1'].map(
      id => fastify.chosenFor(requestWith(options.config, { params: { id } })).length,
    );

    expect(chosen).toEqual([0, 1]);
  });

  test('is absent in older versions', () => {
    const told = recorded(routes).routes.tableRoutes();

    expect(told.map(({ accepts }) => accepts)).toEqual([undefined, undefined, undefined]);
  });
});

test('the root of a plugin with a prefix is also served with a trailing slash, if Fastify has that route', () => {
  const routes: readonly Recorded[] = [
    [{ method: 'GET', url: '/both', prefix: '/both', routePath: '' }],
    [{ method: ['GET', 'PUT'], url: '/one', prefix: '/one', routePath: '' }],
    [{ method: 'GET', url: '/both/inner', prefix: '/both', routePath: '/inner' }],
    [{ method: [], url: '/none', prefix: '/none', routePath: '' }],
  ];
  const hasRoute = ({ method, url }: { method: string; url: string }) => method === 'GET' && url === '/both/';

  expect(recorded(routes, {}, { hasRoute }).told).toEqual([
    ['GET', '/both', undefined],
    ['GET', '/one', undefined],
    ['PUT', '/one', undefined],
    ['GET', '/both/inner', undefined],
    ['GET', '/both/', undefined],
  ]);
});
