import { namesPath, pathOf, pathsOf } from './request-path.js';

test.each([
  ['/cats', '/cats'],
  ['/cats?name=/tom#x', '/cats'],
  ['/cats#x?y', '/cats'],
  ['/?', '/'],
  ['http://host.example/cats?q', '/cats'],
  ['HTTPS://host.example:8443/cats', '/cats'],
  ['http://host.example', '/'],
  ['http://host.example?q=/', '/'],
  ['ftp://host.example/cats', '/cats'],
  ['ftp:///cats?q', '/cats'],
  ['*', '*'],
  ['', ''],
])('the path of the request target %p is %p', (target, path) => {
  expect(pathOf(target)).toBe(path);
});

test.each([
  ['/cats', true],
  ['http://host.example/cats', true],
  ['http://host.example', true],
  ['*', false],
  ['*cats', false],
  ['ftp://host.example/cats', false],
  ['', false],
])('the request target %p contains a path: %p', (target, names) => {
  expect(namesPath(target)).toBe(names);
});

test.each([
  ['/cats', ['/cats']],
  ['*', ['*']],
  ['http://user@host.example:80/cats?q', ['/cats']],
  ['http://[::1]:80/cats', ['/cats']],
  ['http://host%2fcats/me', ['/me', '/%2fcats/me']],
  ['ftp://a@b@host;x?q', ['/', '/;x']],
])('the possible paths of the request target %p are %p', (target, paths) => {
  expect(pathsOf(target)).toEqual(paths);
});
