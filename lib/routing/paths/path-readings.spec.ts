import { asCompared, pathReadings } from './path-readings.js';

test.each<[path: string, readings: readonly string[]]>([
  ['/', ['/']],
  ['/fonts/a.woff2', ['/fonts/a.woff2']],
  ['/a.b/..c', ['/a.b/..c']],
  ['/%66onts', ['/%66onts', '/fonts']],
  ['/a%2Fb', ['/a%2Fb', '/a/b']],
  // Once: what is encoded twice stays encoded.
  ['/%2566', ['/%2566', '/%66']],
  ['/a\\b', ['/a\\b', '/a/b']],
  ['/a%5Cb', ['/a%5Cb', '/a\\b', '/a/b']],
  ['/a;b=c/d;e', ['/a;b=c/d;e', '/a/d']],
  ['/a//b', ['/a//b', '/a/b']],
  ['/a/../b', ['/a/../b', '/b']],
  ['/a/./b', ['/a/./b', '/a/b']],
  ['/../..', ['/../..', '/']],
  ['/a/b/..', ['/a/b/..', '/a/']],
  ['/a/.', ['/a/.', '/a/']],
  ['/a/..;/b', ['/a/..;/b', '/a/../b', '/b']],
  ['/a/%2e%2e%5c/b', ['/a/%2e%2e%5c/b', '/a/..\\/b', '/a/..//b', '/a/../b', '/b']],
  // What is no UTF-8 stays, and the rest of it is decoded.
  ['/%ff%66', ['/%ff%66', '/%fff']],
  ['/%zz;', ['/%zz;', '/%zz']],
])('the readings of %s', (path, readings) => {
  const { all, last } = pathReadings(path);
  expect([...new Set(all)]).toEqual(readings);
  expect(last).toBe(readings.at(-1));
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
