import { isListeningServer, serverPlace } from './server-url.js';

const server = (address: unknown, more: object = {}) => ({
  listening: true,
  address: () => address,
  once: () => undefined,
  ...more,
});
const TLS = { setSecureContext: () => undefined };

describe('Where a server listens', () => {
  it.each<[object, object, string]>([
    [{ address: '127.0.0.1', port: 3000 }, {}, 'http://127.0.0.1:3000'],
    [{ address: '127.0.0.2', port: 3000 }, {}, 'http://127.0.0.2:3000'],
    [{ address: '::ffff:127.0.0.1', port: 3000 }, {}, 'http://127.0.0.1:3000'],
    [{ address: '::1', port: 3000 }, {}, 'http://[::1]:3000'],
    [{ address: '::', port: 3000 }, TLS, 'https://localhost:3000'],
    [{ address: '0.0.0.0', port: 80 }, {}, 'http://localhost:80'],
  ])('%j is a loopback name', (address, more, url) => {
    expect(serverPlace(server(address, more))).toEqual({ kind: 'loopback', url });
  });

  it.each<[object, object, string]>([
    [{ address: '10.0.0.5', port: 443 }, TLS, 'https://10.0.0.5:443'],
    [{ address: '::ffff:10.0.0.5', port: 80 }, {}, 'http://10.0.0.5:80'],
    [{ address: 'fd00::5', port: 3000 }, {}, 'http://[fd00::5]:3000'],
  ])('%j is another name', (address, more, url) => {
    expect(serverPlace(server(address, more))).toEqual({ kind: 'other', url });
  });

  it('a Unix socket has a path', () => {
    expect(serverPlace(server('/run/app.sock'))).toEqual({ kind: 'socket', path: '/run/app.sock' });
  });

  it.each([null, {}, { address: '::' }])('is not known from %j', address => {
    expect(serverPlace(server(address))).toBeUndefined();
  });

  it.each([undefined, {}, { listening: true }, { listening: true, address: () => null }])(
    'is asked of servers alone, not of %j',
    other => {
      expect(isListeningServer(other)).toBe(false);
    },
  );
});
