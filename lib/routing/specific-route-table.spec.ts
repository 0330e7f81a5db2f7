import { jest } from '@jest/globals';
import FindMyWay from 'find-my-way';
import { hostFilter } from './host-filter.js';
import type { RequestTarget } from './route-table.js';
import type { SpecificTableRoute } from './specific-route-group.js';
import { SpecificRouteTable, type SpecificRouteTableOptions } from './specific-route-table.js';

/** A route such as `GET /cats`, and its other requirements. */
type Line = readonly [route: string, more?: Partial<Omit<SpecificTableRoute<string>, 'payload'>>];

const OPTIONS: SpecificRouteTableOptions = {
  createRouter: FindMyWay,
  allMethods: ['GET', 'PUT'],
  headRoutes: false,
  caseSensitive: true,
  ignoreTrailingSlash: false,
  ignoreDuplicateSlashes: false,
  useSemicolonDelimiter: false,
  maxParamLength: 100,
};

function tableOf(
  lines: readonly Line[],
  options: Partial<SpecificRouteTableOptions> = {},
): SpecificRouteTable<string> {
  const routes = lines.map(([line, more], index) => {
    const [method = '', path = ''] = line.split(' ');
    return {
      methods: [method],
      path,
      servesHost: undefined,
      versions: undefined,
      ...more,
      payload: `${index}`,
    };
  });
  return new SpecificRouteTable(routes, { ...OPTIONS, ...options });
}

function find(
  table: SpecificRouteTable<string>,
  request: string,
  more: Partial<RequestTarget<string>> = {},
): string {
  const [method = '', url = ''] = request.split(' ');
  return table
    .at({ url, hostname: 'a.example', ...more })
    .find(method)
    .join();
}

describe('the most specific path wins', () => {
  const table = tableOf([
    ['GET /*'],
    ['GET /cats/:id'],
    ['GET /cats/me'],
    ['ALL /cats/:id/toys'],
    ['GET /at/:h(^\\d+$)'],
  ]);

  test.each([
    ['GET /cats/me', '2'],
    ['GET /cats/me?name=tom', '2'],
    ['GET http://host.example/cats/me', '2'],
    ['GET /cats/1', '1'],
    ['GET /at/12', '4'],
    ['GET /at/noon', '0'],
    ['GET /cats/1/toys', '3'],
    ['PUT /cats/1/toys', '3'],
    ['POST /cats/1/toys', ''],
    ['PUT /cats/me', ''],
    ['HEAD /cats/me', ''],
    ['FOO /cats/me', ''],
    ['GET *cats/me', ''],
    ['GET /cats/%zz', ''],
  ])('%s: %p', (request, found) => {
    expect(find(table, request)).toBe(found);
  });

  test('knows the methods of its routes, including those of a route for all methods', () => {
    expect([...table.methods]).toEqual(['GET', 'PUT']);
  });
});

describe('the settings of the router', () => {
  const lines: Line[] = [['GET /Cats'], ['GET /dogs/:id']];

  test.each<[options: Partial<SpecificRouteTableOptions>, request: string, found: string]>([
    [{}, 'GET /cats', ''],
    [{ caseSensitive: false }, 'GET /cats', '0'],
    [{}, 'GET /Cats/', ''],
    [{ ignoreTrailingSlash: true }, 'GET /Cats/', '0'],
    [{}, 'GET //Cats', ''],
    [{ ignoreDuplicateSlashes: true }, 'GET //Cats', '0'],
    [{}, 'GET /Cats;a=1', ''],
    [{ useSemicolonDelimiter: true }, 'GET /Cats;a=1', '0'],
    [{ maxParamLength: 3 }, 'GET /dogs/abc', '1'],
    [{ maxParamLength: 3 }, 'GET /dogs/abcd', ''],
  ])('with %p, %s: %p', (options, request, found) => {
    expect(find(tableOf(lines, options), request)).toBe(found);
  });
});

describe('HEAD', () => {
  test('is served by GET routes if the platform does so, after routes that name HEAD', () => {
    const table = tableOf([['GET /cats'], ['HEAD /cats'], ['GET /dogs']], { headRoutes: true });

    expect(find(table, 'HEAD /cats')).toBe('1');
    expect(find(table, 'HEAD /dogs')).toBe('2');
    expect(table.methods).toContain('HEAD');
  });

  test('is served only by GET routes if no route names it', () => {
    expect(find(tableOf([['GET /cats']], { headRoutes: true }), 'HEAD /cats')).toBe('0');
  });

  test.each([
    ['just the routes of GET', ['GET,HEAD /cats c', 'GET,HEAD /dogs d'], 2, 'c', 'd'],
    ['fewer routes', ['GET,HEAD /cats c', 'GET /dogs d'], 2, 'c', ''],
    ['more routes', ['GET,HEAD /cats c', 'HEAD /dogs d'], 2, 'c', 'd'],
    ['other routes', ['GET /cats c', 'HEAD /cats own', 'GET,HEAD /dogs d'], 3, 'own', 'd'],
    ['no route', ['GET /cats c'], 1, '', ''],
  ])('has %s, in a separate tree if they differ', (_which, lines, registered, cats, dogs) => {
    const routes = lines.map(line => {
      const [methods = '', path = '', payload = ''] = line.split(' ');
      return { methods: methods.split(','), path, payload, servesHost: undefined, versions: undefined };
    });
    const routers: { readonly routes: unknown[] }[] = [];
    const createRouter = ((options: object) => {
      const router = FindMyWay(options);
      routers.push(router as unknown as { routes: unknown[] });
      return router;
    }) as unknown as SpecificRouteTableOptions['createRouter'];
    const table = new SpecificRouteTable(routes, { ...OPTIONS, createRouter });

    expect(find(table, 'GET /cats')).toBe('c');
    expect(find(table, 'HEAD /cats')).toBe(cats);
    expect(find(table, 'HEAD /dogs')).toBe(dogs);
    expect(routers.flatMap(router => router.routes)).toHaveLength(registered);
  });
});

test('a route for GET and HEAD serves both, beside a less specific one that serves GET alone', () => {
  const table = tableOf([
    ['GET /cats/:id', { methods: ['GET', 'HEAD'] }],
    ['GET /:kind/:id', {}],
  ]);

  expect(find(table, 'HEAD /cats/1')).toBe('0');
  expect(find(table, 'GET /cats/1')).toBe('0');
  expect(find(table, 'GET /dogs/1')).toBe('1');
  expect(find(table, 'HEAD /dogs/1')).toBe('');
});

test('the first of two identical routes serves: the platform ignores a second one that it derives', () => {
  const table = tableOf([['HEAD /cats'], ['HEAD /cats/']], { ignoreTrailingSlash: true });

  expect(find(table, 'HEAD /cats')).toBe('0');
});

test('a route with other hosts answers 404 itself', () => {
  const table = tableOf([['GET /*'], ['GET /cats', { servesHost: hostFilter(['b.example']) }]]);

  expect(find(table, 'GET /cats')).toBe('');
  expect(find(table, 'GET /cats', { hostname: 'b.example' })).toBe('1');
});

test('a chosen route may pass the request to the not-found handler', () => {
  const accepts = (url: string, { id }: Readonly<Record<string, string | undefined>>) =>
    url !== '/cats/2' && id !== '';
  const table = tableOf([['GET /*'], ['GET /cats/:id', { accepts }]]);

  expect(['GET /cats/1', 'GET /cats/2', 'GET /cats/'].map(request => find(table, request))).toEqual([
    '1',
    '',
    '',
  ]);
});

test('the platform may know routes that the table does not', () => {
  const confirms = jest.fn((method: string, url: string) => method === 'GET' && url !== '/cats/own');
  const table = tableOf([['GET /cats/:id']], { confirms });

  expect(find(table, 'GET /cats/1', { host: 'a.example:80' })).toBe('0');
  expect(find(table, 'GET /cats/own')).toBe('');
  expect(confirms.mock.calls[0]).toEqual([
    'GET',
    '/cats/1',
    { host: 'a.example:80' },
    expect.objectContaining({ id: '1' }),
  ]);
});

test('the platform is asked about HEAD separately', () => {
  const confirms = jest.fn((method: string) => method === 'GET');
  const shared = { accepts: undefined, payload: 'c' };
  const routes = ['GET', 'HEAD'].map(method => ({
    methods: [method],
    path: '/cats',
    servesHost: undefined,
    versions: undefined,
    ...shared,
  }));
  const table = new SpecificRouteTable(routes, { ...OPTIONS, confirms });

  expect(['GET /cats', 'HEAD /cats'].map(request => find(table, request))).toEqual(['c', '']);
});

describe('constraints', () => {
  const NEUTRAL = Symbol('neutral');
  const table = tableOf([
    ['GET /cats', { versions: ['1'] }],
    ['GET /cats', { versions: ['2', NEUTRAL] }],
    ['GET /cats'],
    ['GET /cats/:id', { versions: ['1'] }],
    ['GET /:any/me', { versions: ['2'] }],
  ]);

  test('by version, which a preflight does not carry: every route that some version reaches', () => {
    expect(find(table, 'GET /cats')).toBe('2,0,1');
    expect(find(table, 'GET /cats/me')).toBe('3,4');
  });

  test.each([
    ['0', '0'],
    ['1', '1'],
    ['none', '2'],
  ])('by version, if only %s serves it: %s', (served, found) => {
    expect(find(table, 'GET /cats', { servesVersion: payload => payload === served })).toBe(found);
  });

  test('by the host in the header', () => {
    const hosts = tableOf([['GET /cats', { constraints: { host: 'a.example:8080' } }], ['GET /cats']]);

    expect(find(hosts, 'GET /cats', { host: 'a.example:8080' })).toBe('0');
    expect(find(hosts, 'GET /cats', { host: 'a.example' })).toBe('1');
    expect(find(hosts, 'GET /cats')).toBe('1');
  });

  test("of the application's own, which a preflight does not tell either", () => {
    const tenants = tableOf([
      ['GET /cats', { constraints: { tenant: 'x' } }],
      ['GET /cats', { constraints: { tenant: 'y', version: '1' }, versions: ['1'] }],
    ]);

    expect(find(tenants, 'GET /cats')).toBe('0,1');
  });
});
