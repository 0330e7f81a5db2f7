import { discoveredRoute } from '../../test/routing/support/routes.js';
import { type RecordedRouting, recordedRouteTable } from './recorded-route-table.js';
import { Registration } from './registered-routes.js';

/** `GET /cats` is registered by Nest, `own GET /cats` by the application. */
type Line = string;

const EXACT: RecordedRouting = { bySpecificity: false, isKnown: false, caseSensitive: true, strict: true };

function recorded(line: Line): Registration {
  const isOwn = line.startsWith('own ');
  const [method = '', path = ''] = line.replace('own ', '').split(' ');
  const registration = new Registration(method, path, !isOwn, false);
  if (!isOwn) registration.route = discoveredRoute(method, path, { methodName: line });
  return registration;
}

function find(lines: readonly Line[], request: string, routing: Partial<RecordedRouting> = {}): string[] {
  const [method = '', url = ''] = request.split(' ');
  const table = recordedRouteTable(lines.map(recorded), { ...EXACT, ...routing });
  return table
    .at({ url, hostname: 'localhost' })
    .find(method)
    .map(route => route?.methodName ?? 'own');
}

describe('in the order of registration', () => {
  const LINES = ['GET /cats/:id', 'GET /cats/me', 'own GET /cats/own', 'ALL /dogs', 'GET /dogs'];

  test.each([
    ['GET /cats/me', ['GET /cats/:id']],
    ['GET /CATS/me', []],
    ['PUT /dogs', ['ALL /dogs']],
    ['GET /dogs', ['ALL /dogs']],
  ])('%s: %p', (request, found) => {
    expect(find(LINES, request)).toEqual(found);
  });

  test("a route of the application's own may pass the request on", () => {
    expect(find(['own GET /cats/own', 'GET /cats/:id'], 'GET /cats/own')).toEqual(['own', 'GET /cats/:id']);
  });

  test('a route that Nest dropped is absent', () => {
    const dropped = recorded('GET /cats');
    dropped.route = undefined;
    const table = recordedRouteTable([dropped], EXACT);

    expect(table.at({ url: '/cats', hostname: '' }).find('GET')).toEqual([]);
  });

  test('the methods of its routes are known', () => {
    expect([...recordedRouteTable(LINES.map(recorded), EXACT).methods]).toEqual(['GET']);
  });
});

describe('a path that the adapter may read differently', () => {
  const LINES = ['GET /files/*path', 'GET /files/public', 'GET /*rest', 'GET /birds{/:id}', 'PUT /colou?r'];

  test.each([
    ['GET /files/public', ['GET /files/*path', 'GET /files/public']],
    ['GET /files/private', ['GET /files/*path', 'GET /*rest']],
    ['GET /birds', ['GET /*rest', 'GET /birds{/:id}']],
    ['GET /cats', ['GET /*rest']],
    ['PUT /colour', ['PUT /colou?r']],
    ['PUT /dogs', ['PUT /colou?r']],
  ])('may match every path with the same literal start: %s', (request, found) => {
    expect(find(LINES, request)).toEqual(found);
  });

  test('is certain if the adapter reads it as Express does', () => {
    const lines = LINES.slice(0, 4);

    expect(find(lines, 'GET /files/public', { isKnown: true })).toEqual(['GET /files/*path']);
    expect(find(lines, 'GET /cats', { isKnown: true })).toEqual(['GET /*rest']);
  });
});

describe('by specificity', () => {
  const LINES = [
    'GET /{*rest}',
    'GET /cats/:id',
    'GET /cats/v:id',
    'GET /cats/:id/toys',
    'GET /cats/me',
    'ALL /cats/:name',
    'PUT /cats/me',
    'GET /cats/:other',
  ];
  const KNOWN = { bySpecificity: true, isKnown: true };

  test.each([
    ['GET /cats/me', ['GET /cats/me']],
    ['GET /cats/v2', ['GET /cats/v:id']],
    ['GET /cats/1', ['GET /cats/:id']],
    ['GET /cats/1/toys', ['GET /cats/:id/toys']],
    ['GET /dogs', ['GET /{*rest}']],
    ['DELETE /cats/1', ['ALL /cats/:name']],
    ['DELETE /dogs', []],
  ])('%s: %p', (request, found) => {
    expect(find(LINES, request, KNOWN)).toEqual(found);
  });

  test('between a route for the method and one for all methods, the first registration answers', () => {
    expect(find(LINES, 'PUT /cats/me', KNOWN)).toEqual(['ALL /cats/:name']);
  });

  test('either may answer if the adapter does not report its order', () => {
    expect(find(LINES, 'PUT /cats/me', { bySpecificity: true })).toEqual(['PUT /cats/me', 'ALL /cats/:name']);
  });

  test("a route of the application's own counts in its place", () => {
    const lines = ['own GET /cats/me', 'GET /cats/:id', 'own ALL /cats/me'];

    expect(find(lines, 'GET /cats/me', KNOWN)).toEqual(['own', 'GET /cats/:id']);
  });
});

describe('a path with escapes, on an adapter that may decode it', () => {
  const LINES = ['GET /cats/me', 'GET /cats/:id', 'GET /dogs'];

  test.each([
    ['GET /cats/%6De', ['GET /cats/:id', 'GET /cats/me']],
    ['GET /cats/caf%C3%A9', ['GET /cats/:id']],
    ['GET /cats/%2F', ['GET /cats/:id']],
    ['GET /dogs%zz', []],
    // The adapter may find no route.
    ['GET /d%6Fgs', ['own', 'GET /dogs']],
    ['GET /d%6Fg', []],
  ])('%s: %p', (request, found) => {
    expect(find(LINES, request)).toEqual(found);
  });

  test('on a known adapter, only the path as it arrived counts', () => {
    expect(find(LINES, 'GET /d%6Fgs', { isKnown: true })).toEqual([]);
  });
});
