import { hostFilter } from './host-filter.js';
import { OrderedRouteTable, type OrderedRouteTableOptions } from './ordered-route-table.js';
import { ALL_METHODS, type RequestTarget, type TableRoute } from './route-table.js';

/** A route such as `GET /cats`, and its other requirements. */
type Line = readonly [route: string, more?: Partial<Omit<TableRoute<string>, 'payload'>>];

const HOST = 'a.example';
const NEUTRAL = Symbol('neutral');

function tableOf(
  lines: readonly Line[],
  options: Partial<OrderedRouteTableOptions> = {},
): OrderedRouteTable<string> {
  const routes = lines.map(([line, more], index) => {
    const [method = '', path = ''] = line.split(' ');
    return { method, path, servesHost: undefined, versions: undefined, ...more, payload: `${index}` };
  });
  return new OrderedRouteTable(routes, { caseSensitive: false, strict: false, ...options });
}

function find(
  table: OrderedRouteTable<string>,
  request: string,
  more: Partial<RequestTarget<string>> = {},
): string {
  const [method = '', url = ''] = request.split(' ');
  return table
    .at({ url, hostname: HOST, ...more })
    .find(method)
    .join();
}

describe('the first registered route wins', () => {
  const table = tableOf([
    ['GET /cats/:id'],
    ['GET /cats/me'],
    ['ALL /cats/me'],
    ['GET /{*rest}'],
    ['HEAD /cats/you'],
  ]);

  test.each([
    ['GET /cats/me', '0'],
    ['GET /cats/me?name=tom', '0'],
    ['GET http://host.example/cats/me', '0'],
    ['PUT /cats/me', '2'],
    ['PROPFIND /cats/me', '2'],
    ['GET /cats', '3'],
    ['GET /', '3'],
    ['PUT /cats', ''],
  ])('%s: %p', (request, found) => {
    expect(find(table, request)).toBe(found);
  });

  test('HEAD is served by a GET route, even if a HEAD route comes later', () => {
    expect(find(table, 'HEAD /cats/you')).toBe('0');
    expect(find(tableOf([['HEAD /cats'], ['GET /cats']]), 'HEAD /cats')).toBe('0');
  });

  test('knows the methods of its routes', () => {
    expect([...table.methods]).toEqual(['GET', 'HEAD']);
    expect(ALL_METHODS).toBe('ALL');
  });
});

describe('the settings of the router', () => {
  const lines: Line[] = [['GET /Cats'], ['GET /dogs/'], ['GET /']];

  test.each<[options: Partial<OrderedRouteTableOptions>, request: string, found: string]>([
    [{}, 'GET /cats', '0'],
    [{ caseSensitive: true }, 'GET /cats', ''],
    [{ caseSensitive: true }, 'GET /Cats', '0'],
    [{}, 'GET /Cats/', '0'],
    [{}, 'GET /Cats//', ''],
    [{}, 'GET /dogs', '1'],
    [{ strict: true }, 'GET /Cats/', ''],
    [{ strict: true }, 'GET /dogs', ''],
    [{ strict: true }, 'GET /dogs/', '1'],
    [{}, 'GET /', '2'],
    [{ strict: true }, 'GET /', '2'],
  ])('with %p, %s: %p', (options, request, found) => {
    expect(find(tableOf(lines, options), request)).toBe(found);
  });
});

describe('a parameter that cannot be decoded', () => {
  test.each([
    ['GET /cats/%zz', ''],
    ['GET /cats/%E0%A4%A', ''],
    ['GET /cats/%C3%A9', '1'],
    ['GET /dogs/%zz', '2'],
    ['POST /cats/%zz', '0'],
  ])('ends the search if Express answers 400: %s: %p', (request, found) => {
    const table = tableOf([['POST /cats/%zz'], ['GET /cats/:id'], ['GET /dogs/%zz'], ['GET /cats/%zz']]);
    expect(find(table, request)).toBe(found);
  });

  test('counts only in the parameters of a route', () => {
    expect(find(tableOf([['GET /cats{/:id}']]), 'GET /cats')).toBe('0');
  });
});

test('a route with other hosts passes the request on', () => {
  const lines: Line[] = [['GET /cats', { servesHost: hostFilter(['b.example']) }], ['GET /cats']];

  expect(find(tableOf(lines), 'GET /cats')).toBe('1');
  expect(find(tableOf(lines), 'GET /cats', { hostname: 'b.example' })).toBe('0');
});

describe('versions that the path does not contain', () => {
  const table = tableOf([
    ['GET /cats', { versions: ['1'] }],
    ['GET /cats', { versions: ['1', '2'] }],
    ['GET /cats', { versions: ['2', '1'] }],
    ['GET /cats', { versions: [NEUTRAL, '1'] }],
    ['GET /cats'],
    ['GET /cats', { versions: ['3'] }],
    ['PUT /cats', { versions: ['1'] }],
  ]);

  test('are unknown on a preflight: every route that some version reaches, until one serves all', () => {
    expect(find(table, 'GET /cats')).toBe('0,1,3,4');
    expect(find(table, 'PUT /cats')).toBe('6');
  });

  test.each([
    ['1', '1'],
    ['5', '4'],
    ['none', '4'],
  ])('are known otherwise: if only %s serves, %s', (served, found) => {
    expect(find(table, 'GET /cats', { servesVersion: payload => payload === served })).toBe(found);
  });

  test('that no route serves reach no route', () => {
    expect(find(table, 'PUT /cats', { servesVersion: () => false })).toBe('');
  });
});

describe('a route that may pass requests on', () => {
  const table = tableOf([
    ['ALL /{*path}', { mayPassOn: true }],
    ['GET /cats', { versions: ['1'] }],
    ['GET /cats'],
    ['PUT /own', { mayPassOn: true }],
  ]);

  test('answers, or the next one does', () => {
    expect(find(table, 'GET /cats')).toBe('0,1,2');
    expect(find(table, 'GET /cats', { servesVersion: payload => payload === '1' })).toBe('0,1');
    expect(find(table, 'PUT /own')).toBe('0,3');
    expect(find(table, 'GET /dogs')).toBe('0');
  });

  test('counts once, even if the table has several of it', () => {
    const same = { mayPassOn: true, servesHost: undefined, versions: undefined, payload: 'own' } as const;
    const twice = new OrderedRouteTable(
      [
        { ...same, method: 'GET', path: '/cats' },
        { ...same, method: 'ALL', path: '/cats' },
      ],
      { caseSensitive: false, strict: false },
    );

    expect(find(twice, 'GET /cats')).toBe('own');
  });
});

describe('a path with a matcher', () => {
  const table = tableOf([
    ['GET', { path: { test: path => path.startsWith('/files/private') } }],
    ['GET /files/:name'],
  ]);

  test('is matched in the order of registration, even if it cannot be decoded', () => {
    expect(find(table, 'GET /files/private')).toBe('0');
    expect(find(table, 'GET /files/private/%zz')).toBe('0');
    expect(find(table, 'GET /files/public')).toBe('1');
  });
});
