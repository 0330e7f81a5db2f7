import { Controller, Get, Module } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';
import { handshake } from './support/handshake.js';

@Controller()
class CatsController {
  @Get('cats')
  cats(): string[] {
    return ['Tom'];
  }
}

type Row = readonly [headers: Record<string, string | string[]>, status: number];

const HOST: readonly Row[] = [
  [{ Host: 'app.test', Origin: 'https://app.test' }, 101],
  [{ Host: 'app.test', Origin: 'http://app.test' }, 101],
  [{ Host: 'app.test:443', Origin: 'https://app.test' }, 101],
  [{ Host: 'app.test:80', Origin: 'http://app.test' }, 101],
  [{ Host: 'App.Test', Origin: 'https://app.test' }, 101],
  [{ Host: 'app.test:8443', Origin: 'https://app.test:8443' }, 101],
  [{ Host: '[::1]:3000', Origin: 'http://[::1]:3000' }, 101],
  [{ Host: 'app.test:8443', Origin: 'https://app.test' }, 403],
  [{ Host: 'app.test', Origin: 'https://app.test:8443' }, 403],
  [{ Host: 'app.test:80', Origin: 'https://app.test' }, 403],
  [{ Host: 'app.test:443', Origin: 'http://app.test' }, 403],
  [{ Host: 'app.test', Origin: 'https://app.test.evil.example' }, 403],
  [{ Host: 'app.test', Origin: 'https://evil.example' }, 403],
  [{ Host: 'app.test', Origin: 'https://user@app.test' }, 403],
  [{ Host: 'app.test', Origin: 'https://app.test/' }, 403],
  [{ Host: 'app.test', Origin: 'app.test' }, 403],
  [{ Host: 'app.test', Origin: 'ws://app.test' }, 403],
  [{ Host: 'app.test', Origin: 'capacitor://app.test' }, 403],
  [{ Host: 'app.test', Origin: 'null' }, 403],
  [{ Host: 'null', Origin: 'null' }, 403],
  [{ Host: 'app.test', Origin: '' }, 403],
  // Two lines of it match nothing.
  [{ Host: 'app.test', Origin: ['https://app.test', 'https://app.test'] }, 403],
  [{ Host: 'app.test', Origin: [APP, APP] }, 403],
  [{ Host: 'app.test', Origin: [APP, EVIL] }, 403],
  [{ 'Host': 'app.test', 'Origin': EVIL, 'X-Forwarded-Host': 'evil.example' }, 403],
  [{ 'Host': 'app.test', 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 101],
  [{ 'Host': 'app.test', 'Origin': EVIL, 'Sec-Fetch-Site': 'same-site' }, 403],
  [{ 'Host': 'app.test', 'Origin': EVIL, 'Sec-Fetch-Site': 'none' }, 403],
  [{ 'Host': 'app.test', 'Origin': EVIL, 'Sec-Fetch-Site': ['same-origin', 'cross-site'] }, 403],
  [{ 'Host': 'app.test', 'Origin': 'https://app.test', 'Sec-Fetch-Site': 'cross-site' }, 101],
  [{ Host: 'app.test', Origin: APP }, 101],
  [{ Host: 'app.test' }, 101],
];

const OWN_ORIGINS: readonly Row[] = [
  // Independent of the Host header.
  [{ Host: 'app.test', Origin: 'https://app.test' }, 101],
  [{ Host: '127.0.0.1:3000', Origin: 'https://app.test' }, 101],
  [{ Host: 'evil.example', Origin: 'https://app.test' }, 101],
  [{ Host: 'app.test', Origin: 'https://admin.test:8443' }, 101],
  // In place of the comparison with Host.
  [{ Host: 'evil.example', Origin: 'https://evil.example' }, 403],
  [{ Host: 'evil.example', Origin: 'http://evil.example' }, 403],
  [{ Host: 'app.test', Origin: 'http://app.test' }, 403],
  [{ Host: 'app.test:8443', Origin: 'https://app.test:8443' }, 403],
  [{ Host: 'app.test', Origin: 'https://APP.test' }, 403],
  [{ Host: 'app.test', Origin: 'null' }, 403],
  // Sec-Fetch-Site counts only for the hosts of the list, with any port.
  [{ 'Host': 'app.test', 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 101],
  [{ 'Host': 'App.test:3000', 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 101],
  [{ 'Host': 'evil.example', 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 403],
  // A foreign host without an own origin is no reason to refuse a handshake, as it is for enforce.
  [{ Host: 'evil.example' }, 101],
  [{ Host: 'evil.example', Origin: APP }, 101],
  [{ Host: 'app.test', Origin: APP }, 101],
];

describe.each(EVERY_PLATFORM)('on $name', ({ setting, adapter, interceptor }) => {
  const start = (options: CorsModuleOptions, use = SOCKET_ADAPTERS[1]) =>
    serve(
      setting,
      () => {
        @Module({
          imports: [
            CorsModule.forRoot({ interceptor, defaults: { origin: APP, enforce: true }, ...options }),
          ],
          providers: use === undefined ? [] : [gateway('ChatGateway', { path: '/chat' })],
          controllers: [CatsController],
        })
        class RootModule {}
        return RootModule;
      },
      {
        ...(adapter === undefined ? {} : { adapter: adapter() }),
        configure: app => {
          use?.use(app);
        },
      },
    );

  describe.each<[string, CorsModuleOptions, readonly Row[]]>([
    ['by its host', {}, HOST],
    ['by ownOrigins', { ownOrigins: ['https://app.test', 'https://admin.test:8443'] }, OWN_ORIGINS],
  ])('the same origin is told %s', (_title, options, rows) => {
    const served = start(options);

    test('of handshakes', async () => {
      const statuses = await Promise.all(
        rows.map(async ([headers]) => [headers, (await handshake(served().url, '/chat', headers)).status]),
      );
      expect(statuses).toEqual(rows);
    });
  });

  describe('other protocols', () => {
    const served = start({});

    test.each(['h2c', 'TLS/1.0', 'IRC/6.9'])('%s is not changed', async protocol => {
      // The server of the gateway has the socket then, and refuses it.
      const { status } = await handshake(served().url, '/chat', { Upgrade: protocol, Origin: EVIL });
      expect(status).not.toBe(403);
      expect(status).not.toBe(101);
    });

    test.each(['websocket', 'WebSocket', 'h2c, websocket', 'websocket, h2c'])(
      '%s is decided',
      async protocol => {
        const { status } = await handshake(served().url, '/chat', { Upgrade: protocol, Origin: EVIL });
        expect(status).toBe(403);
      },
    );
  });

  describe('a server without a listener for upgrades', () => {
    const options: CorsModuleOptions = { defaults: { origin: APP } };
    const served = serve(
      setting,
      () => {
        @Module({ imports: [CorsModule.forRoot({ interceptor, ...options })], controllers: [CatsController] })
        class RootModule {}
        return RootModule;
      },
      adapter === undefined ? {} : { adapter: adapter() },
    );

    test.each(['h2c', 'websocket'])('answers Upgrade: %s as an ordinary request', async protocol => {
      const { status, headers } = await handshake(served().url, '/cats', { Upgrade: protocol, Origin: APP });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, APP]);
      const foreign = await handshake(served().url, '/cats', { Upgrade: protocol, Origin: EVIL });
      expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    });
  });
});
