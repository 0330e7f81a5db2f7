import { isListeningServer, serverUrl } from './server-url.js';

const server = (address: unknown, more: object = {}) => ({
  listening: true,
  address: () => address,
  once: () => undefined,
  ...more,
});

describe('Where a server listens', () => {
  it.each<[object, object, string]>([
    [{ address: '127.0.0.1', port: 3000 }, {}, 'http://127.0.0.1:3000'],
    [{ address: '::1', port: 3000 }, {}, 'http://[::1]:3000'],
    [{ address: '::', port: 3000 }, {}, 'http://localhost:3000'],
    [{ address: '0.0.0.0', port: 80 }, {}, 'http://localhost:80'],
    [{ address: '10.0.0.5', port: 443 }, { setSecureContext: () => undefined }, 'https://10.0.0.5:443'],
  ])('%j', (address, more, url) => {
    expect(serverUrl(server(address, more))).toBe(url);
  });

  it.each(['/run/app.sock', null, {}])('is no address of a browser: %j', address => {
    expect(serverUrl(server(address))).toBeUndefined();
  });

  it.each([undefined, {}, { listening: true }, { listening: true, address: () => null }])(
    'is asked of servers alone, not of %j',
    other => {
      expect(isListeningServer(other)).toBe(false);
    },
  );
});
