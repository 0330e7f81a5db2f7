import fc from '../../test/support/fast-check.js';
import { pathToRegexp } from 'path-to-regexp';
import { OrderedRouteIndex } from './ordered-route-index.js';

function candidates(routePaths: readonly string[], requestPath: string, caseSensitive = false): string[] {
  const index = new OrderedRouteIndex<string>(caseSensitive);
  for (const path of routePaths) index.add(path, path);
  return index.candidates(requestPath);
}

test('returns the routes that can match, in the order in which they were added', () => {
  const routes = ['/{*rest}', '/cats/:id', '/dogs', '/cats/me', '/cats', '/:any/:id', '/cats/:id/toys'];

  expect(candidates(routes, '/cats/me')).toEqual(['/{*rest}', '/cats/:id', '/cats/me', '/:any/:id']);
});

test.each<[title: string, routes: string[], request: string, found: string[]]>([
  ['literal segments that differ', ['/cats', '/dogs'], '/dogs', ['/dogs']],
  ['paths that are longer', ['/cats/me'], '/cats', []],
  ['paths that are shorter', ['/cats'], '/cats/me', []],
  ['what nothing begins like', ['/cats/:id'], '/dogs/me/too', []],
])('leaves out %s', (_title, routes, request, found) => {
  expect(candidates(routes, request)).toEqual(found);
});

test.each<[title: string, route: string, request: string]>([
  ['a slash at the end of either', '/cats/', '/cats'],
  ['slashes at the end of the other', '/cats', '/cats//'],
  ['syntax that it does not read', '/cats/:name.json', '/cats/tom.json'],
  ['an optional part', '/cats{/:id}', '/cats'],
  ['an optional beginning', '{/cats}', '/'],
  ['letters beyond ASCII', '/caf\u00e9', '/CAF\u00c9'],
  ['nothing between two slashes', '/cats//:id', '/cats//1'],
  ['wildcards that match slashes only', '/cats/*rest', '/cats///'],
])('leaves %s to the regular expressions', (_title, route, request) => {
  expect(candidates([route], request)).toEqual([route]);
});

test.each([
  [true, []],
  [false, ['/Cats']],
])('if case counts (%p), literal segments in another case are excluded', (caseSensitive, found) => {
  expect(candidates(['/Cats'], '/cATS', caseSensitive)).toEqual(found);
});

describe('for any routes and any request', () => {
  const segment = fc.constantFrom(
    '',
    'a',
    'B',
    'cats',
    ':id',
    ':name.json',
    '*rest',
    'a%20b',
    '\u00e9',
    'x-:y',
    '{a}',
    '{/:b}c',
  );
  const routePath = fc.array(segment, { maxLength: 4 }).map(segments => `/${segments.join('/')}`);
  const requestSegment = fc.constantFrom('', 'a', 'A', 'b', 'CATS', 'x-1', 'n.json', 'a%20b', '\u00c9', '1');
  const requestPath = fc.array(requestSegment, { maxLength: 5 }).map(segments => `/${segments.join('/')}`);

  test.each([true, false])(
    'no route that matches is left out, and the order stands (case counts: %p)',
    sensitive => {
      fc.assert(
        fc.property(fc.array(routePath, { maxLength: 8 }), requestPath, (routes, request) => {
          const matching = routes.filter(path => pathToRegexp(path, { sensitive }).regexp.test(request));
          const found = candidates(routes, request, sensitive);
          expect(found.filter(path => matching.includes(path))).toEqual(matching);
        }),
        { numRuns: 500 },
      );
    },
  );
});
