import { Module } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { portOf } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { freePort } from './support/free-port.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';
import { handshake } from './support/handshake.js';

/** Socket.IO otherwise lets what it does not take wait for a second. */
const SOON = { destroyUpgradeTimeout: 1 };
const STEPS = ['request', 'cross-origin', 'handshake-route', 'handshake-origin'];
const PLATFORMS = EVERY_PLATFORM.filter(({ setting }) => setting.start === 'NestFactory.create');
const OPTIONS: CorsModuleOptions = {
  defaults: { origin: APP },
  ownOrigins: ['https://own.test', 'http://127.0.0.1'],
  paths: {
    '/keyed': { origin: PARTNER },
    '/keyed/*': { origin: [PARTNER, APP] },
    '/reported': { handshakes: 'report' },
    '/off': { handshakes: false },
    '/off/*': { handshakes: false },
    '/left': 'unmanaged',
    '/left/*': 'unmanaged',
    '/rt/*': { origin: EVIL },
  },
};

const PATHS = [
  '',
  '/chat',
  '/keyed',
  '/reported',
  '/off',
  '/left',
  '/asking',
  '/rt',
  '/socket.io',
  '/nothing',
];
const SPELLINGS: readonly ((path: string) => string)[] = [
  path => path,
  path => `${path}/`,
  path => `${path}/?EIO=4&transport=websocket`,
  path => `${path}?room=1`,
  path => path.toUpperCase(),
  path => `/x/..${path}`,
  path => `/${path}`,
  path => `${path}/deeper`,
  path => `${path};v=1`,
  path => path.replace('c', '%63'),
  path => `${path}%2F`,
  path => `${path}/..%2f..`,
  path => path.replace('/', '\\'),
];
const ORIGINS = [APP, PARTNER, EVIL, 'null', 'https://own.test', 'http://127.0.0.1', 'https://asked.example'];

describe.each(PLATFORMS)('explain() of handshakes on $name', ({ setting, adapter, interceptor }) => {
  describe.each(SOCKET_ADAPTERS)('with $name', sockets => {
    let port = 0;
    beforeAll(async () => {
      port = await freePort();
    });
    const served = serve(
      setting,
      () => {
        const asking = CorsPolicy({
          origin: [PARTNER, origin => Promise.resolve(origin === 'https://asked.example')],
        });
        @Module({
          imports: [CorsModule.forRoot({ interceptor, ...OPTIONS })],
          providers: [
            gateway('ChatGateway', { path: '/chat', ...SOON }, [CorsPolicy({ origin: PARTNER })]),
            gateway('KeyedGateway', { path: '/keyed', ...SOON }),
            gateway('ReportedGateway', { path: '/reported', ...SOON }),
            gateway('OffGateway', { path: '/off', ...SOON }),
            gateway('LeftGateway', { path: '/left', ...SOON }),
            gateway('AskingGateway', { path: '/asking', ...SOON }, [asking]),
            gateway('RtGateway', { path: '/rt', ...SOON }),
            gateway('PortGateway', { ...SOON }, [CorsPolicy({ origin: PARTNER })], port),
          ],
        })
        class RootModule {}
        return RootModule;
      },
      {
        ...(adapter === undefined ? {} : { adapter: adapter() }),
        configure: app => {
          sockets.use(app);
        },
      },
    );
    test('agrees with what happens', async () => {
      const service = served().app.get(CorsService);
      const own = portOf(served().app);
      const urls = new Set(
        PATHS.flatMap(path => SPELLINGS.map(spell => new URL(`ws://127.0.0.1:${own}`).origin + spell(path))),
      );
      const onPort = sockets.name === 'IoAdapter' ? [sockets.target()] : ['/', '/chat', '/any/where'];
      for (const target of onPort) urls.add(`ws://127.0.0.1:${port}${target}`);
      const asked = [...urls]
        .filter(url => URL.canParse(url))
        .flatMap(url => ORIGINS.map(origin => ({ url: url as `ws:${string}`, origin })));
      const wrong: unknown[] = [];
      let compared = 0;
      const compare = async ({ url, origin }: (typeof asked)[number]): Promise<void> => {
        const { allowed, steps, preflighted } = await service.explain({ url, origin });
        const { href, pathname, search } = new URL(url);
        const { status } = await handshake(href.replace('ws', 'http'), pathname + search, { Origin: origin });
        const [last] = steps.slice(-1);
        // Paths that are left to the application are not known.
        const isLet = allowed || (last?.step === 'handshake-route' && !last.passed);
        compared += 1;
        const names = steps.map(({ step }) => step);
        const isOrdered = names.every((name, index) => name === STEPS[index]) && !preflighted;
        if (isLet !== (status !== 403) || !isOrdered) wrong.push({ url, origin, status, allowed, names });
      };
      for (let at = 0; at < asked.length; at += 100)
        await Promise.all(asked.slice(at, at + 100).map(compare));
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(700);
    });

    test('says why, and names the gateway', async () => {
      const service = served().app.get(CorsService);
      const refused = await service.explain({ url: 'wss://own.test/chat', origin: EVIL });
      if (sockets.name === 'WsAdapter') {
        expect(refused.route).toMatchObject({ kind: 'gateway', handler: 'ChatGateway', path: '/chat' });
        expect(refused.steps.map(({ step, passed }) => [step, passed])).toEqual(
          STEPS.map(step => [step, step !== 'handshake-origin']),
        );
        expect(refused.steps.at(-1)?.detail).toContain(
          `The server answers with 403, since origin of @CorsPolicy() on ChatGateway does not have '${EVIL}'`,
        );
      }
      // The browser itself says so, also of another port.
      const own = await service.explain({ url: 'wss://own.test:8443/chat', origin: 'https://own.test:8443' });
      expect(own).toMatchObject({ allowed: true, steps: [{ step: 'request' }, { step: 'cross-origin' }] });
      await expect(service.explain({ url: 'wss://own.test/chat', origin: 'nonsense' })).rejects.toThrow(
        TypeError,
      );
    });
  });
});
