import { Module, type Type } from '@nestjs/common';
import {
  CorsModule,
  type CorsModuleOptions,
  type CorsOriginResolver,
  CorsPolicy,
  type CorsPolicyOptions,
} from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';
import { handshake, pollingPath, socketIoPath } from './support/handshake.js';

const [IO, WS] = SOCKET_ADAPTERS;
if (IO === undefined || WS === undefined) throw new TypeError('An adapter is missing.');
const OTHER = 'https://other.example';
const ORIGINS = [APP, PARTNER, OTHER, EVIL, 'null', 'not an origin', ''];
const partner = CorsPolicy({ origin: PARTNER });

class TenantOrigins implements CorsOriginResolver {
  isAllowed(origin: string): Promise<boolean> {
    return Promise.resolve(origin === OTHER);
  }
}

interface Case {
  readonly title: string;
  readonly sockets: typeof IO;
  readonly options: CorsModuleOptions;
  readonly gateways: () => readonly Type<object>[];
  /** The request target of a handshake. */
  readonly target: string;
  /** The origins that are let through. */
  readonly allowed: readonly string[];
}

const defaults = { origin: APP };

const CASES: readonly Case[] = [
  // Field by field: the gateway, paths, defaults.
  {
    title: 'the gateway comes before paths and defaults',
    sockets: WS,
    options: { defaults, paths: { '/chat': { origin: OTHER } } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [partner])],
    target: '/chat',
    allowed: [PARTNER],
  },
  {
    title: 'what the gateway leaves open, its path decides',
    sockets: WS,
    options: { defaults, paths: { '/chat': { origin: OTHER } } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ maxAge: 1 })])],
    target: '/chat',
    allowed: [OTHER],
  },
  {
    title: 'a named policy on the gateway',
    sockets: WS,
    options: { defaults, policies: { partners: { origin: [PARTNER, OTHER] } } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [CorsPolicy('partners')])],
    target: '/chat',
    allowed: [PARTNER, OTHER],
  },
  {
    title: '@CorsPolicy(false) on the gateway closes it',
    sockets: WS,
    options: { defaults },
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [CorsPolicy(false)])],
    target: '/chat',
    allowed: [],
  },
  {
    title: 'false in paths closes it',
    sockets: IO,
    options: { defaults, paths: { '/socket.io/*': false } },
    gateways: () => [gateway('ChatGateway')],
    target: socketIoPath(),
    allowed: [],
  },
  ...([true, false, 'report'] as const).map((enforce): Case => ({
    title: `enforce: ${enforce} plays no part`,
    sockets: IO,
    options: { defaults: { origin: APP, enforce } },
    gateways: () => [gateway('ChatGateway')],
    target: socketIoPath(),
    allowed: [APP],
  })),
  // Keys of a gateway of Socket.IO with a path.
  {
    title: 'the key /rt',
    sockets: IO,
    options: { defaults, paths: { '/rt': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: '/rt' })],
    target: socketIoPath('/rt'),
    allowed: [PARTNER],
  },
  {
    title: 'the key /rt/*',
    sockets: IO,
    options: { defaults, paths: { '/rt/*': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: '/rt' })],
    target: socketIoPath('/rt'),
    allowed: [PARTNER],
  },
  {
    title: 'the key /rt before /rt/*',
    sockets: IO,
    options: { defaults, paths: { '/rt/*': { origin: PARTNER }, '/rt': { origin: OTHER } } },
    gateways: () => [gateway('ChatGateway', { path: '/rt' })],
    target: socketIoPath('/rt'),
    allowed: [OTHER],
  },
  {
    title: 'the longest key above the path',
    sockets: IO,
    options: { defaults, paths: { '/*': { origin: PARTNER }, '/live/*': { origin: OTHER } } },
    gateways: () => [gateway('ChatGateway', { path: '/live/rt' })],
    target: socketIoPath('/live/rt'),
    allowed: [OTHER],
  },
  {
    title: 'the key /* for Socket.IO without a path',
    sockets: IO,
    options: { defaults, paths: { '/*': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway')],
    target: socketIoPath(),
    allowed: [PARTNER],
  },
  {
    title: 'the key / for Socket.IO at the root',
    sockets: IO,
    options: { defaults, paths: { '/': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: '/' })],
    target: '/?EIO=4&transport=websocket',
    allowed: [PARTNER],
  },
  {
    title: 'the key /* for Socket.IO at the root',
    sockets: IO,
    options: { defaults, paths: { '/*': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: '/' })],
    target: '/?EIO=4&transport=websocket',
    allowed: [PARTNER],
  },
  {
    title: 'the key /chat/* is not for a gateway of ws at /chat',
    sockets: WS,
    options: { defaults, paths: { '/chat/*': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' })],
    target: '/chat',
    allowed: [APP],
  },
  {
    title: 'a path without a slash at its beginning is the same path',
    sockets: WS,
    options: { defaults, paths: { '/chat': { origin: PARTNER } } },
    gateways: () => [gateway('ChatGateway', { path: 'chat' })],
    target: '/chat',
    allowed: [PARTNER],
  },
  // An undecorated gateway takes the policy of a decorated one on the same port and path.
  ...[0, 1].map((first): Case => ({
    title: `an undecorated gateway, ${first === 0 ? 'first' : 'last'}`,
    sockets: WS,
    options: { defaults },
    gateways: () => {
      const both = [
        gateway('PlainGateway', { path: '/chat' }),
        gateway('ChatGateway', { path: '/chat' }, [partner]),
      ];
      return first === 0 ? both : both.toReversed();
    },
    target: '/chat',
    allowed: [PARTNER],
  })),
  {
    title: 'a decorated namespace beside an undecorated gateway and another namespace',
    sockets: IO,
    options: { defaults },
    gateways: () => [
      gateway('ChatGateway'),
      gateway('RoomsGateway', { namespace: 'rooms' }, [partner]),
      gateway('NewsGateway', { namespace: /^\/news/ as unknown as string }),
    ],
    target: socketIoPath(),
    allowed: [PARTNER],
  },
  {
    title: 'the same policy on two gateways',
    sockets: IO,
    options: { defaults },
    gateways: () => [
      gateway('ChatGateway', {}, [partner]),
      gateway('RoomsGateway', { namespace: 'rooms' }, [CorsPolicy({ origin: [PARTNER] })]),
    ],
    target: socketIoPath(),
    allowed: [PARTNER],
  },
  {
    title: 'two spellings of one path are one path',
    sockets: WS,
    options: { defaults },
    gateways: () => [
      gateway('PlainGateway', { path: 'chat' }),
      gateway('ChatGateway', { path: '/chat' }, [partner]),
    ],
    target: '/chat',
    allowed: [PARTNER],
  },
  {
    title: 'no path and the path / are one path',
    sockets: WS,
    options: { defaults },
    gateways: () => [gateway('PlainGateway'), gateway('ChatGateway', { path: '/' }, [partner])],
    target: '/',
    allowed: [PARTNER],
  },
  // handshakes
  {
    title: 'without an origin from any level, nothing is refused',
    sockets: WS,
    options: { defaults: { credentials: true } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' })],
    target: '/chat',
    allowed: ORIGINS,
  },
  {
    title: 'handshakes: true without an origin refuses all',
    sockets: WS,
    options: {},
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ handshakes: true })])],
    target: '/chat',
    allowed: [],
  },
  ...([false, 'report'] as const).flatMap((handshakes): Case[] => [
    {
      title: `handshakes: ${handshakes} on the gateway refuses nothing`,
      sockets: WS,
      options: { defaults },
      gateways: () => [gateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ handshakes })])],
      target: '/chat',
      allowed: ORIGINS,
    },
    {
      title: `handshakes: ${handshakes} of a path refuses nothing`,
      sockets: IO,
      options: { defaults, paths: { '/socket.io': { handshakes } } },
      gateways: () => [gateway('ChatGateway')],
      target: socketIoPath(),
      allowed: ORIGINS,
    },
    {
      title: `handshakes: ${handshakes} of the defaults refuses nothing`,
      sockets: IO,
      options: { defaults: { origin: APP, handshakes } },
      gateways: () => [gateway('ChatGateway', {}, [partner])],
      target: socketIoPath(),
      allowed: ORIGINS,
    },
  ]),
  {
    title: "handshakes: false permits origin: '*'",
    sockets: WS,
    options: { defaults },
    gateways: () => [gateway('ChatGateway', {}, [CorsPolicy({ origin: '*', handshakes: false })])],
    target: '/',
    allowed: ORIGINS,
  },
  {
    title: "dangerously.allowAnyHandshake permits origin: '*'",
    sockets: IO,
    options: { defaults },
    gateways: () => [
      gateway('ChatGateway', {}, [CorsPolicy({ origin: '*', dangerously: { allowAnyHandshake: true } })]),
    ],
    target: socketIoPath(),
    allowed: ORIGINS,
  },
  {
    title: "an upgrade without a gateway may have origin: '*'",
    sockets: WS,
    options: { defaults: { origin: '*', credentials: false } },
    gateways: () => [gateway('ChatGateway', { path: '/chat' }, [partner])],
    target: '/chat',
    allowed: [PARTNER],
  },
  {
    title: 'the opaque origin needs to be allowed',
    sockets: WS,
    options: { defaults },
    gateways: () => [
      gateway('ChatGateway', {}, [
        CorsPolicy({ origin: [PARTNER, 'null'], dangerously: { allowNullOrigin: true } }),
      ]),
    ],
    target: '/',
    allowed: [PARTNER, 'null'],
  },
  // Rules of every kind.
  {
    title: 'predicates, resolver classes, patterns and expressions decide',
    sockets: IO,
    options: { defaults },
    gateways: () => [
      gateway('ChatGateway', {}, [
        CorsPolicy({
          origin: [
            'https://*.partner.example',
            /^https:\/\/app\.example$/,
            TenantOrigins,
            origin => Promise.resolve(origin === PARTNER),
            () => {
              throw new Error('out of order');
            },
          ],
        }),
      ]),
    ],
    target: socketIoPath(),
    allowed: [APP, PARTNER, OTHER],
  },
  // Left to the application.
  ...['/rt', '/rt/*', '/*'].map((key): Case => ({
    title: `'unmanaged' for ${key} leaves upgrades alone`,
    sockets: IO,
    options: { defaults, paths: { [key]: 'unmanaged' } },
    gateways: () => [gateway('ChatGateway', { path: '/rt' })],
    target: socketIoPath('/rt'),
    allowed: ORIGINS,
  })),
];

describe.each(SETTINGS)('on $name', setting => {
  describe.each(CASES)('$title', ({ sockets, options, gateways, target, allowed }) => {
    const served = serve(
      setting,
      () => {
        @Module({ imports: [CorsModule.forRoot(options)], providers: [...gateways(), TenantOrigins] })
        class RootModule {}
        return RootModule;
      },
      {
        configure: app => {
          sockets.use(app);
        },
      },
    );

    test('decides handshakes', async () => {
      const answers = await Promise.all(
        [...ORIGINS, undefined].map(async origin => {
          const headers = origin === undefined ? {} : { Origin: origin };
          return [origin, (await handshake(served().url, target, headers)).status] as const;
        }),
      );
      expect(answers).toEqual([
        ...ORIGINS.map(origin => [origin, allowed.includes(origin) ? 101 : 403]),
        [undefined, 101],
      ]);
    });
  });

  describe("'unmanaged'", () => {
    const served = serve(
      setting,
      () => {
        @Module({
          imports: [CorsModule.forRoot({ defaults, paths: { '/rt/*': 'unmanaged' } })],
          providers: [gateway('ChatGateway', { path: '/rt', cors: { origin: OTHER, credentials: true } })],
        })
        class RootModule {}
        return RootModule;
      },
      {
        configure: app => {
          IO.use(app);
        },
      },
    );

    test("leaves polling and its preflights to the gateway's own cors option", async () => {
      const polled = await served().get(pollingPath('/rt'), { Origin: EVIL });
      expect([polled.status, polled.headers['access-control-allow-origin']]).toEqual([200, OTHER]);
      const asked = await served().preflight(pollingPath('/rt'), { origin: EVIL, method: 'POST' });
      expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, OTHER]);
    });
  });

  describe('polling', () => {
    const policy: CorsPolicyOptions = {
      origin: [PARTNER, () => Promise.resolve(false)],
      credentials: true,
      allowedHeaders: 'X-Token',
      exposedHeaders: 'X-Room',
      maxAge: 60,
      resourcePolicy: 'same-site',
    };
    const served = serve(
      setting,
      () => {
        @Module({
          imports: [CorsModule.forRoot({ defaults })],
          providers: [
            gateway('ChatGateway', { cors: { origin: EVIL, credentials: true } }, [CorsPolicy(policy)]),
          ],
        })
        class RootModule {}
        return RootModule;
      },
      {
        configure: app => {
          IO.use(app);
        },
      },
    );

    test("has the policy's headers in place of those of the cors option", async () => {
      const { headers } = await served().get(pollingPath(), { Origin: PARTNER });
      expect(headers).toMatchObject({
        'access-control-allow-origin': PARTNER,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'X-Room',
        'vary': 'Origin',
        'cross-origin-resource-policy': 'same-site',
      });
      for (const origin of [APP, EVIL, 'null']) {
        const refused = await served().get(pollingPath(), { Origin: origin });
        expect(Object.keys(refused.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
      }
    });

    test('its preflights have the whole policy', async () => {
      const { status, headers } = await served().preflight(pollingPath(), {
        origin: PARTNER,
        method: 'POST',
        headers: 'x-token',
      });
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': PARTNER,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'X-Token',
        'access-control-max-age': '60',
      });
      expect((await served().preflight(pollingPath(), { origin: EVIL, method: 'POST' })).status).toBe(403);
      const other = await served().preflight(pollingPath(), {
        origin: PARTNER,
        method: 'POST',
        headers: 'x-other',
      });
      expect(other.headers['access-control-allow-headers']).toBeUndefined();
    });
  });
});
