import { Controller, Get, Module } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { serve } from '../e2e/support/served.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';
import { handshake, pollingPath } from './support/handshake.js';

const APP = 'https://app.example';
const PARTNER = 'https://partner.example';
const EVIL = 'https://evil.example';

@Controller()
class CatsController {
  @Get('cats')
  cats(): string[] {
    return ['Tom'];
  }
}

function root(options: CorsModuleOptions, providers: readonly ReturnType<typeof gateway>[]) {
  @Module({
    imports: [CorsModule.forRoot(options)],
    controllers: [CatsController],
    providers: [...providers],
  })
  class RootModule {}
  return RootModule;
}

describe.each(EVERY_PLATFORM)('on $name', ({ setting, adapter, interceptor }) => {
  const start = (
    options: CorsModuleOptions,
    gateways: () => readonly ReturnType<typeof gateway>[],
    use: (typeof SOCKET_ADAPTERS)[number],
  ) =>
    serve(setting, () => root({ interceptor, ...options }, gateways()), {
      ...(adapter === undefined ? {} : { adapter: adapter() }),
      configure: app => {
        use.use(app);
      },
    });

  describe.each(SOCKET_ADAPTERS)('with $name', sockets => {
    const served = start(
      { defaults: { origin: APP } },
      () => [
        gateway('ChatGateway', {}, [CorsPolicy({ origin: PARTNER })]),
        gateway('NewsGateway', { path: '/news' }),
      ],
      sockets,
    );
    const status = async (path: string | undefined, headers: Record<string, string>): Promise<number> =>
      (await handshake(served().url, sockets.target(path), headers)).status;

    test('the policy of the gateway decides', async () => {
      expect(await status(undefined, { Origin: PARTNER })).toBe(101);
      expect(await status(undefined, { Origin: APP })).toBe(403);
      expect(await status(undefined, { Origin: EVIL })).toBe(403);
      expect(await status(undefined, { Origin: 'null' })).toBe(403);
    });

    test('without a decorator, that of the module defaults does', async () => {
      expect(await status('/news', { Origin: APP })).toBe(101);
      expect(await status('/news', { Origin: PARTNER })).toBe(403);
    });

    test('without Origin, and from the same origin, a handshake is let through', async () => {
      const { host } = new URL(served().url);
      expect(await status(undefined, {})).toBe(101);
      expect(await status(undefined, { Origin: `http://${host}` })).toBe(101);
      expect(await status(undefined, { Origin: `https://${host}` })).toBe(101);
      expect(await status(undefined, { 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' })).toBe(101);
    });

    test('routes() lists the gateways', () => {
      const rows = served()
        .app.get(CorsService)
        .routes()
        .filter(({ kind }) => kind === 'gateway');
      expect(rows).toMatchObject([
        {
          method: 'GET',
          path: sockets.name === 'IoAdapter' ? '/news' : '/',
          handler: sockets.name === 'IoAdapter' ? 'NewsGateway' : 'ChatGateway',
        },
        {},
      ]);
    });

    if (sockets.name === 'IoAdapter') {
      test('a request that polls gets the headers of the gateway', async () => {
        const { status: code, headers } = await served().get(pollingPath(), { Origin: PARTNER });
        expect([code, headers['access-control-allow-origin'], headers.vary]).toEqual([
          200,
          PARTNER,
          'Origin',
        ]);
        const refused = await served().get(pollingPath(), { Origin: APP });
        expect(refused.headers['access-control-allow-origin']).toBeUndefined();
        const preflight = await served().preflight(pollingPath(), { origin: PARTNER, method: 'POST' });
        expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
          204,
          'GET,POST',
        ]);
      });
    }
  });
});
