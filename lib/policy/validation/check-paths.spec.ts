import { checkModuleOptions } from './check-module-options.js';
import { checkPathKey } from './check-paths.js';

test.each([
  '/',
  '/*',
  '/graphql',
  '/fonts/*',
  '/fonts/',
  '/docs-json',
  '/a.b/~c/d_e!$&()+,=@',
  '/caf%C3%A9',
  '/a%20b',
  '/a%2Fb',
  '/.well-known/*',
  '/a:b',
])('%s is a key', key => {
  expect(checkPathKey(key)).toBeUndefined();
});

test.each([
  ['fonts/*', /must begin with a slash/, "write '/fonts/*'"],
  ['', /must begin with a slash/, "write '/'"],
  ['*', /must begin with a slash/, "write '/*'"],
  ['/a?b=c', /query/, "write '/a'"],
  ['/a#b', /fragment/, "write '/a'"],
  ['/users/:id', /do not support parameters/, "write '/users/*'"],
  ['/:tenant/x', /do not support parameters/, "write '/*'"],
  ['/a*', /can only be the last segment/, "write '/*'"],
  ['/a/*/b', /can only be the last segment/, "write '/a/*'"],
  ['/a/**', /can only be the last segment/, "write '/a/*'"],
  ['/a/../b', /dot segment/, /^write an exact path/],
  ['/a/%2E/b', /dot segment/, /^write an exact path/],
  ['/a//b', /an empty segment/, "write '/a/b'"],
  ['//*', /an empty segment/, "write '/*'"],
  ['/café', /'é' is percent-encoded/, "write '/caf%C3%A9'"],
  ['/a b', /' ' is percent-encoded/, "write '/a%20b'"],
  ['/{id}', /'\{' is percent-encoded/, "write '/%7Bid%7D'"],
  ['/%', /two hexadecimal digits/, 'write %25 for %'],
  ['/%zz', /two hexadecimal digits/, 'write %25 for %'],
  ['/%66onts', /%66 is not needed: clients send 'f'/, "write '/fonts'"],
  ['/%66a%20b', /%66 is not needed/, "write '/fa%20b'"],
  ['/a%3Ab', /%3A is not needed/, "write '/a:b'"],
  // The corrected text would not be a valid key.
  ['/a/:b?c', /query/, /^write an exact path/],
])('%p is no key', (key, reason, suggestion) => {
  const finding = checkPathKey(key);
  expect(finding?.reason).toMatch(reason);
  if (typeof suggestion === 'string') expect(finding?.suggestion).toBe(suggestion);
  else expect(finding?.suggestion).toMatch(suggestion);
});

test.each<[unknown]>([['open'], [false], [{}], [{ origin: '*' }], [['open', { maxAge: 1 }]], ['unmanaged']])(
  '%p is a policy of a path',
  value => {
    expect(checkModuleOptions({ paths: { '/a': value } })).toEqual([]);
  },
);

test.each<[value: unknown, reason: RegExp]>([
  [undefined, /undefined is not a policy. Perhaps an environment variable/],
  [null, /null is not a policy/],
  [true, /true is not a policy/],
  [1, /1 is not a policy/],
  [[], /a list must contain the name/],
  [['open'], /a list must contain the name/],
  [[{}, {}], /a list must contain the name/],
  [['open', 1], /a list must contain the name/],
  [['open', {}, {}], /a list must contain the name/],
  [['unmanaged', {}], /it takes no options/],
])('%p is no policy of a path', (value, reason) => {
  const [problem, ...more] = checkModuleOptions({ paths: { '/a': value } });
  expect([problem?.field, more]).toEqual(["paths['/a']", []]);
  expect(problem?.reason).toMatch(reason);
});

test.each([['a'], [['/a']], [() => undefined]])('%p is no paths', value => {
  expect(checkModuleOptions({ paths: value })[0]?.reason).toMatch(
    /not a plain object that maps paths to policies/,
  );
});

test("no policy can be called 'unmanaged'", () => {
  const [problem] = checkModuleOptions({ policies: { unmanaged: { origin: '*' } } });
  expect(problem).toMatchObject({ field: 'policies', suggestion: 'give the policy another name' });
});
