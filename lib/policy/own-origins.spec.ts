import { compileOwnOrigins, isOwnHost } from './own-origins.js';

describe('the origins of the application itself', () => {
  it('are one or a list, with their host names', () => {
    expect(compileOwnOrigins('https://api.example.com')).toEqual({
      origins: new Set(['https://api.example.com']),
      hosts: new Set(['api.example.com']),
    });
    expect(
      compileOwnOrigins(['https://api.example.com:8443', 'http://[::1]:3000', 'http://10.0.0.7']),
    ).toEqual({
      origins: new Set(['https://api.example.com:8443', 'http://[::1]:3000', 'http://10.0.0.7']),
      hosts: new Set(['api.example.com', '[::1]', '10.0.0.7']),
    });
  });

  it.each([undefined, 'https://api.example.com/', [], ['*'], [1], false])(
    'are none where %j is written',
    value => {
      expect(compileOwnOrigins(value)).toBeUndefined();
    },
  );

  const own = { origins: new Set<string>(), hosts: new Set(['api.example.com', '[::1]', '10.0.0.7']) };

  it.each([
    'api.example.com',
    'api.example.com:8443',
    'API.Example.com',
    'api.example.com:',
    '[::1]',
    '[::1]:3000',
    '10.0.0.7:80',
  ])('have the host %s', host => {
    expect(isOwnHost(own, host)).toBe(true);
  });

  it.each([
    '',
    'evil.example',
    'api.example.com.evil.example',
    'x.api.example.com',
    'api.example.com.',
    'evil.example:api.example.com',
    'api.example.com:80:80',
    'localhost',
    '127.0.0.1',
    '[::2]',
    '::1',
    ' api.example.com',
    'api.example.com, evil.example',
  ])('do not have the host %j', host => {
    expect(isOwnHost(own, host)).toBe(false);
  });
});
