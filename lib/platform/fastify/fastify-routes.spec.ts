import { discoveredRoute } from '../../../test/routing/support/routes.js';
import type { DiscoveredRoute } from '../../routing/index.js';
import type { FastifyRouteOptions } from './fastify-instance.js';
import { FastifyRoutes, ROUTE_SLOT } from './fastify-routes.js';

const NOTHING_ELSE = { hasRoute: () => false };

/** Records routes, pairs them, and tells each with the method name of the route of Nest that it is. */
function paired(
  recorded: readonly FastifyRouteOptions[],
  discovered: readonly DiscoveredRoute[],
  adapter: ConstructorParameters<typeof FastifyRoutes>[1] = {},
  instance: ConstructorParameters<typeof FastifyRoutes>[0] = NOTHING_ELSE,
) {
  const routes = new FastifyRoutes(instance, adapter);
  for (const options of recorded) routes.record(options);
  routes.pair(discovered);
  return {
    routes,
    told: routes
      .tableRoutes()
      .flatMap(({ methods, path, payload }) => methods.map(method => [method, path, payload?.methodName])),
  };
}

describe('the slot of a route', () => {
  const OWN_CONFIG = 'a configuration of its own';
  const CONSTRAINTS = { version: '1' };

  test.each([
    [OWN_CONFIG, { method: 'GET', url: '/cats', config: { own: true } }, {}, false],
    ['constraints', { method: 'GET', url: '/cats', constraints: CONSTRAINTS }, {}, false],
    ['routes beside those that are recorded', { method: 'GET', url: '/cats' }, {}, true],
  ])('is in its config where it has %s', (which, options: FastifyRouteOptions, adapter, hasOthers) => {
    const routes = new FastifyRoutes(NOTHING_ELSE, adapter, hasOthers);
    routes.record(options);

    expect(options.config).toMatchObject({ [ROUTE_SLOT]: { path: '/cats' } });
    expect(routes.slotOf({ url: '/dogs', method: 'PUT', ...options.config })?.path).toBe('/cats');
    expect(routes.slotOf({ url: '/cats', method: 'GET' }) === undefined).toBe(which !== OWN_CONFIG);
  });

  test('stays beside what is there', () => {
    const options: FastifyRouteOptions = { method: 'GET', url: '/cats', config: { own: true } };
    paired([options], []);

    expect(options.config).toMatchObject({ own: true });
  });

  test('is found by the URL and the method that Fastify tells of it, and leaves the options as they are', () => {
    const handler = () => undefined;
    const recorded: FastifyRouteOptions[] = [
      { method: 'GET', url: '/cats', handler },
      { method: 'HEAD', url: '/cats', handler },
      { method: ['PUT', 'POST'], url: '/cats', constraints: {} },
      { method: 'GET', url: '/dogs', constraints: CONSTRAINTS },
      { method: 'GET', url: '/dogs' },
    ];
    const { routes } = paired(recorded, []);
    const methodsAt = (url: string, method: string | string[]) => routes.slotOf({ url, method })?.methods;

    expect(recorded.map(({ config }) => config !== undefined)).toEqual([false, false, false, true, false]);
    expect(methodsAt('/cats', 'GET')).toEqual(['GET', 'HEAD']);
    expect(methodsAt('/cats', 'HEAD')).toEqual(['GET', 'HEAD']);
    expect(methodsAt('/cats', ['PUT', 'POST'])).toEqual(['PUT', 'POST']);
    expect(methodsAt('/cats', 'DELETE')).toBeUndefined();
    expect(routes.slotOf({ url: '/dogs', method: 'GET' })?.constraints).toBeUndefined();
    expect(routes.slotOf({})).toBeUndefined();
  });
});

test("routes are paired by method and path; the application's own have none", () => {
  const { told } = paired(
    [
      { method: 'GET', url: '/cats' },
      { method: ['GET', 'PUT'], url: '/dogs' },
      { method: ['GET', 'PUT'], url: '/birds' },
      { method: 'PUT', url: '/cats' },
    ],
    [
      discoveredRoute('GET', '/cats', { methodName: 'cats' }),
      discoveredRoute('GET', '/dogs', { methodName: 'getDogs' }),
      discoveredRoute('ALL', '/dogs', { methodName: 'dogs' }),
    ],
  );

  expect(told).toEqual([
    ['GET', '/cats', 'cats'],
    ['PUT', '/cats', undefined],
    ['GET', '/dogs', 'dogs'],
    ['PUT', '/dogs', 'dogs'],
    ['GET', '/birds', undefined],
    ['PUT', '/birds', undefined],
  ]);
});

test('a route for HEAD is the one for GET that Fastify made it of, by their handler', () => {
  const handler = () => undefined;
  const { told, routes } = paired(
    [
      { method: 'HEAD', url: '/own', handler: () => undefined },
      { method: 'GET', url: '/own', handler },
      { method: 'GET', url: '/cats', handler },
      { method: 'HEAD', url: '/cats', handler },
    ],
    [
      discoveredRoute('GET', '/cats', { methodName: 'cats' }),
      discoveredRoute('GET', '/own', { methodName: 'own' }),
    ],
  );

  expect(told).toEqual([
    ['HEAD', '/own', undefined],
    ['GET', '/own', 'own'],
    ['GET', '/cats', 'cats'],
    ['HEAD', '/cats', 'cats'],
  ]);
  expect(routes.size).toBe(4);
});

describe('routes that only constraints tell apart', () => {
  const constrained = (
    methodName: string,
    constraints: object | undefined,
    versions?: readonly string[],
  ): DiscoveredRoute => {
    const handler = () => undefined;
    if (constraints !== undefined)
      Reflect.defineMetadata('__fastify_route_constraints__', constraints, handler);
    return discoveredRoute('GET', '/cats', { methodName, handler, requestVersions: versions });
  };
  const host = /a\.example/;

  test('are paired by them', () => {
    const { told, routes } = paired(
      [
        { method: 'GET', url: '/cats', constraints: { version: ['1', '2'] } },
        { method: 'GET', url: '/cats', constraints: { version: '1' } },
        { method: 'GET', url: '/cats', constraints: { host } },
        { method: 'GET', url: '/cats', constraints: { host: 'b.example', version: '1' } },
        { method: 'GET', url: '/cats' },
        { method: 'GET', url: '/cats', constraints: { host: 'other.example' } },
      ],
      [
        constrained('plain', undefined),
        constrained('one', undefined, ['1']),
        constrained('both', undefined, ['2', '1']),
        constrained('host', { host }),
        constrained('hostAndVersion', { host: 'b.example', version: 'not asked' }, ['1']),
      ],
    );

    expect(told.map(([, , name]) => name)).toEqual([
      'both',
      'one',
      'host',
      'hostAndVersion',
      'plain',
      undefined,
    ]);
    expect(routes.tableRoutes().map(({ versions }) => versions)).toEqual([
      ['1', '2'],
      ['1'],
      undefined,
      ['1'],
      undefined,
      undefined,
    ]);
  });
});

test('a host-bound controller keeps its filter', () => {
  const { routes } = paired(
    [{ method: 'GET', url: '/cats' }],
    [discoveredRoute('GET', '/cats', { hosts: ['a.example'] })],
  );
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
  const recorded: FastifyRouteOptions[] = ['/cats/:id', '/cats', '/own/:id'].map(url => ({
    method: 'GET',
    url,
  }));
  const discovered = [discoveredRoute('GET', '/cats/:id'), discoveredRoute('GET', '/cats')];

  test('is asked for routes of Nest with parameters', () => {
    const [parameter, ...others] = paired(recorded, discovered, adapter).routes.tableRoutes();

    expect(['', '1'].map(id => parameter?.accepts?.(`/cats/${id}`, { id }))).toEqual([false, true]);
    expect(others.map(({ accepts }) => accepts)).toEqual([undefined, undefined]);
  });

  test('is asked for each of several routes at one URL, and so is the host', () => {
    const methods = ['GET', 'PUT', 'DELETE'];
    const { routes } = paired(
      methods.map(method => ({ method, url: '/cats/:id' })),
      methods.map(method => discoveredRoute(method, '/cats/:id', { hosts: [`${method}.example`] })),
      adapter,
    );

    for (const { methods: own, accepts, servesHost } of routes.tableRoutes()) {
      expect(['', '1'].map(id => accepts?.(`/cats/${id}`, { id }))).toEqual([false, true]);
      expect(methods.filter(each => servesHost?.(`${each}.example`))).toEqual(own);
    }
  });

  test('is not there in older versions', () => {
    const routes = paired(recorded, discovered).routes.tableRoutes();

    expect(routes.map(({ accepts }) => accepts)).toEqual([undefined, undefined, undefined]);
  });
});

test('the root of a plugin that is mounted at a prefix is served with a slash too, if Fastify says so', () => {
  const recorded: FastifyRouteOptions[] = [
    { method: 'GET', url: '/both', prefix: '/both', routePath: '' },
    { method: ['GET', 'PUT'], url: '/one', prefix: '/one', routePath: '' },
    { method: 'GET', url: '/both/inner', prefix: '/both', routePath: '/inner' },
    { method: [], url: '/none', prefix: '/none', routePath: '' },
  ];
  const hasRoute = ({ method, url }: { method: string; url: string }) => method === 'GET' && url === '/both/';

  expect(paired(recorded, [], {}, { hasRoute }).told).toEqual([
    ['GET', '/both', undefined],
    ['GET', '/one', undefined],
    ['PUT', '/one', undefined],
    ['GET', '/both/inner', undefined],
    ['GET', '/both/', undefined],
  ]);
});
