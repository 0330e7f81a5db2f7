import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from './methods.js';

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
