import { hostOf, isLoopbackHost, isOwnHost, portOf } from './explorer-host.js';

describe('The host of a request', () => {
  it.each([
    [{ host: 'localhost:3000' }, 'localhost:3000', '3000'],
    [{ host: '[::1]' }, '[::1]', ''],
    [{ host: '[::1]:80' }, '[::1]:80', '80'],
    // HTTP/2 has no Host.
    [{ ':authority': 'localhost:3000' }, 'localhost:3000', '3000'],
    [{ ':authority': 'evil.example', 'host': 'localhost' }, 'evil.example', ''],
    [{}, '', ''],
  ])('of %j is %j', (headers, host, port) => {
    expect(hostOf(headers)).toBe(host);
    expect(portOf(host)).toBe(port);
  });

  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'app.localhost:3000',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]:3000',
    '[::1]',
  ])('%s is of this machine', host => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  // A name of another owner that resolves to 127.0.0.1.
  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'notlocalhost',
    '0.0.0.0:3000',
    '10.0.0.1',
    '[::]:3000',
    '',
    'localhost:3000, evil.example',
    'evil.example@localhost',
  ])('%j is not', host => {
    expect(isLoopbackHost(host)).toBe(false);
  });

  it.each<[object, string, string[], boolean]>([
    [{}, 'api.example.com', ['api.example.com'], true],
    [{}, 'API.example.com:8443', ['api.example.com'], true],
    [{}, '[::1]:3000', ['[::1]'], true],
    [{}, 'evil.example', ['api.example.com'], false],
    [{}, 'x.api.example.com', ['api.example.com'], false],
    [{}, '', ['api.example.com'], false],
    [{}, 'api.example.com', [], false],
    // The platform goes by X-Forwarded-Host where it trusts the proxy.
    [{ hostname: 'api.example.com' }, 'upstream', ['api.example.com'], true],
    [{ hostname: 'evil.example' }, 'api.example.com', ['api.example.com'], false],
    [{ hostname: '::1' }, '[::1]', ['[::1]'], true],
    [{ hostname: undefined }, 'api.example.com', ['api.example.com'], true],
  ])('%j with Host %j is one of %j: %s', (request, host, hosts, expected) => {
    expect(isOwnHost(request, { host }, hosts)).toBe(expected);
  });
});
