import { type PathKey, PathIndex } from './path-index.js';

const EXACT = { ignoresCase: false, ignoresLastSlash: false };
const LOOSE = { ignoresCase: true, ignoresLastSlash: true };

function keysAt(keys: readonly string[], path: string, matching = EXACT): readonly (string | undefined)[] {
  const index = new PathIndex<PathKey>(
    keys.map(key => ({ key, isUnmanaged: false })),
    matching,
  );
  return index.at(path).map(key => key?.key);
}

test.each<[keys: readonly string[], path: string, found: readonly (string | undefined)[]]>([
  [[], '/a', [undefined]],
  [['/a'], '/a', ['/a']],
  [['/a'], '/a/b', [undefined]],
  [['/a/*'], '/a', [undefined]],
  [['/a/*'], '/a/', [undefined]],
  [['/a/*'], '/a/b/c', ['/a/*']],
  [['/a/*'], '/ab', [undefined]],
  [['/a/*', '/a/b/*'], '/a/b/c', ['/a/b/*']],
  [['/a/*', '/a/b'], '/a/b', ['/a/b']],
  [['/'], '/', ['/']],
  [['/'], '/a', [undefined]],
  [['/*'], '/', [undefined]],
  [['/*'], '/a', ['/*']],
  [['/*', '/a/*'], '/a/b', ['/a/*']],
  [['/a/'], '/a', [undefined]],
  // A target that is not a path has no key.
  [['/*'], '*', [undefined]],
  // Two readings have different keys.
  [['/a/*'], '/b/../a/c', [undefined, '/a/*']],
  [['/a/*', '/b/*'], '/b/../a/c', ['/b/*', '/a/*']],
  [['/a/*'], '/a//c', ['/a/*']],
  // A key with escapes matches every spelling of the request.
  [['/a%20b/*'], '/a%20b/c', ['/a%20b/*']],
  [['/a%20b/*'], '/a%20%62/c', [undefined, '/a%20b/*']],
  [['/a%20b/*'], '/a%252520b/c', [undefined]],
  [['/a%2Fb', '/a/b'], '/a%2Fb', ['/a%2Fb', '/a/b']],
  [['/a/b', '/a%2Fb'], '/a/b', ['/a/b']],
])('of %p, %s has %p', (keys, path, found) => {
  expect(keysAt(keys, path)).toEqual(found);
});

test.each<[keys: readonly string[], path: string, found: readonly (string | undefined)[]]>([
  [['/Fonts/*'], '/Fonts/a', ['/Fonts/*']],
  [['/fonts/*'], '/Fonts/a', [undefined, '/fonts/*']],
  [['/Fonts/*'], '/fonts/a', [undefined, '/Fonts/*']],
  [['/a'], '/a/', [undefined, '/a']],
  [['/a/'], '/a', [undefined, '/a/']],
  [['/a'], '/a', ['/a']],
  [['/a'], '/b/../A/', [undefined, '/a']],
])('if case and the last slash are ignored, of %p, %s has %p', (keys, path, found) => {
  expect(keysAt(keys, path, LOOSE)).toEqual(found);
});

test('if software disagrees about where the path begins, both readings count', () => {
  const keys = ['/a/*', '/b/*'].map(key => ({ key, isUnmanaged: false }));
  const index = new PathIndex(keys, EXACT);
  expect(index.at('/a/x', '/b/x').map(key => key?.key)).toEqual(['/a/*', '/b/*']);
});

test('a very long path with many readings has every key', () => {
  const part = '/%2e%2e;\\a//b/..';
  expect(keysAt(['/a/*', '/x/c/d/*'], part.repeat(900), LOOSE)).toEqual([undefined, '/a/*', '/x/c/d/*']);
  expect(keysAt(['/a/*', '/x/c/d/*'], part.repeat(100), LOOSE)).not.toContain('/x/c/d/*');
});

/** The shortest of several runs, in milliseconds: what a busy machine adds is not in it. */
function fastest(path: string): number {
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    keysAt(['/a/*', '/b/c/d/*'], path, LOOSE);
    return performance.now() - started;
  });
  return Math.min(...times);
}

test.each(['/a', '/%2e%2e;\\a//b/..'])(
  'the time grows with the length of the path, not with its square: %s',
  part => {
    fastest(part.repeat(500));
    const ratio = fastest(part.repeat(8_000)) / fastest(part.repeat(500));
    // Sixteen times the length. Its square would be 256 times.
    expect(ratio).toBeLessThan(64);
  },
);
