import { asCompared, isUnusual, pathReadings } from './path-readings.js';

test.each(['/', '/fonts/a.woff2', '/a.b/..c', '/a/...'])('%s has only itself as a reading', path => {
  expect(isUnusual(path)).toBe(false);
  expect([...new Set(pathReadings(path).map(reading => reading.path))]).toEqual([path]);
});

test.each<[path: string, readings: readonly string[]]>([
  ['/%66onts', ['/%66onts', '/fonts']],
  ['/a%2Fb', ['/a%2Fb', '/a/b']],
  // Decoded twice, not more.
  ['/%2566', ['/%2566', '/%66', '/f']],
  ['/%252566', ['/%252566', '/%2566', '/%66']],
  ['/a\\b', ['/a\\b', '/a/b']],
  ['/a%5Cb', ['/a%5Cb', '/a\\b', '/a/b']],
  // A semicolon ends the segment or the path.
  ['/a;b=c/d;e', ['/a;b=c/d;e', '/a', '/a/d']],
  ['/a//b', ['/a//b', '/a/b']],
  ['/a/../b', ['/a/../b', '/b']],
  ['/a/./b', ['/a/./b', '/a/b']],
  ['/../..', ['/../..', '/']],
  // A URL then ends with a slash, and a path of a file system does not.
  ['/a/b/..', ['/a/b/..', '/a/', '/a']],
  ['/a/.', ['/a/.', '/a/', '/a']],
  // With and without the text from the semicolon on.
  ['/a/..;/b', ['/a/..;/b', '/a/..', '/', '/a/../b', '/b']],
  ['/a/b;/../c', ['/a/b;/../c', '/a/b', '/a/b/../c', '/a/c']],
  // Invalid UTF-8 stays, and the other escapes are decoded.
  ['/%ff%66', ['/%ff%66', '/%fff']],
  ['/%zz;', ['/%zz;', '/%zz']],
])('the readings of %s', (path, readings) => {
  const found = pathReadings(path).map(reading => reading.path);
  expect(isUnusual(path)).toBe(true);
  expect(found[0]).toBe(path);
  expect(new Set(found)).toEqual(new Set(readings));
});

test('a reading is marked as decoded or as written', () => {
  expect(pathReadings('/a%20b')).toEqual([
    { path: '/a%20b', isDecoded: false },
    { path: '/a b', isDecoded: true },
  ]);
});

test.each([
  ['/Fonts/', false, false, '/Fonts/'],
  ['/Fonts/', true, false, '/fonts/'],
  ['/Fonts/', false, true, '/Fonts'],
  ['/', true, true, '/'],
])(
  '%s is compared (ignoring case %s, last slash %s) as %s',
  (path, ignoresCase, ignoresLastSlash, compared) => {
    expect(asCompared(path, { ignoresCase, ignoresLastSlash })).toBe(compared);
  },
);
