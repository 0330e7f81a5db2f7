import { isForbiddenRequestHeader } from './forbidden-request-header.js';
import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from './method.js';

describe('Methods', () => {
  it.each(['delete', 'Get', 'hEAD', 'options', 'post', 'puT'])('%s is normalised', method => {
    expect(normalizeMethod(method)).toBe(method.toUpperCase());
  });

  it.each(['patch', 'Patch', 'purge', 'query'])('%s is not', method => {
    expect(normalizeMethod(method)).toBe(method);
  });

  it.each(['CONNECT', 'trace', 'Track'])('%s is forbidden', method => {
    expect(isForbiddenMethod(method)).toBe(true);
  });

  it.each([
    ['GET', true],
    ['HEAD', true],
    ['POST', true],
    ['get', false],
    ['PUT', false],
    ['OPTIONS', false],
  ])('%s is CORS-safelisted: %s', (method, expected) => {
    expect(isCorsSafelistedMethod(method)).toBe(expected);
  });
});

describe('Forbidden request-headers', () => {
  it.each([
    ['Cookie', 'a=1'],
    ['ORIGIN', 'https://example.com'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['proxy-x', '1'],
    ['Access-Control-Request-Method', 'PUT'],
    ['X-HTTP-Method-Override', 'PUT, trace'],
  ])('%s: %s', (name, value) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(true);
  });

  it.each([
    ['X-Sec-Fetch', '1'],
    ['Authorization', 'Bearer x'],
    ['X-HTTP-Method-Override', 'PUT'],
    ['User-Agent', 'x'],
  ])('not %s: %s', (name, value) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(false);
  });
});
