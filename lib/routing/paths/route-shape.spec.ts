import { type Overlap, keyShape, overlapOf, routeShape } from './route-shape.js';

const EXACT = { ignoresCase: false, ignoresLastSlash: false };

test.each<[route: string, key: string, overlap: Overlap]>([
  ['/a', '/a', 'all'],
  ['/a', '/b', 'none'],
  ['/a', '/a/*', 'none'],
  ['/a/b', '/a', 'none'],
  ['/a/b', '/a/*', 'all'],
  ['/a/b', '/a/b/c', 'none'],
  ['/a/:id', '/a/*', 'all'],
  ['/a/:id', '/a/1', 'some'],
  ['/:any', '/a', 'some'],
  ['/:any', '/a/*', 'none'],
  ['/:any/b', '/a/*', 'some'],
  ['/', '/', 'all'],
  ['/', '/*', 'none'],
  ['/a', '/*', 'all'],
  ['/a/', '/a/*', 'none'],
  ['/a/*rest', '/a/*', 'some'],
  ['/a/{*rest}', '/a/b/c', 'some'],
  ['/a/b{/:id}', '/a/*', 'some'],
  ['/a/b/{/:id}', '/a/*', 'all'],
  ['/a/b/{/:id}', '/a/b', 'some'],
  ['/*', '/a/*', 'some'],
  ['/a.json', '/a.json', 'all'],
  ['/caf\u00e9', '/caf%C3%A9', 'all'],
  ['/caf%c3%a9/x', '/caf%C3%A9/*', 'all'],
])('the paths of %s at %s: %s', (route, key, overlap) => {
  expect(overlapOf(routeShape(route), keyShape(key), EXACT)).toBe(overlap);
});

test("case is compared by the platform's rules", () => {
  const matching = { ignoresCase: true, ignoresLastSlash: false };
  expect(overlapOf(routeShape('/A/b'), keyShape('/a/*'), matching)).toBe('all');
  expect(overlapOf(routeShape('/A/b'), keyShape('/a/*'), EXACT)).toBe('none');
});
