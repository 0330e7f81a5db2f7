import { Controller, Get, Module, type Type } from '@nestjs/common';
import {
  CorsConfigurationError,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
  type OriginRule,
} from 'nestjs-cors-policy';
import { SETTINGS, type Setting, create } from '../e2e/support/applications.js';
import { APP, PARTNER } from '../paths/support/behind-paths.js';
import { LogRecorder } from '../support/log-recorder.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';

const [IO, WS] = SOCKET_ADAPTERS;
if (IO === undefined || WS === undefined) throw new TypeError('An adapter is missing.');

interface Application {
  readonly options?: CorsModuleOptions;
  readonly gateways?: readonly Type<object>[];
  readonly controllers?: readonly Type<object>[];
  readonly sockets?: typeof IO;
}

interface Started {
  readonly problems: CorsConfigurationError['problems'];
  readonly warnings: readonly string[];
}

/** Starts an application, and gives what it says. */
async function start(setting: Setting, application: Application): Promise<Started> {
  const { options = {}, gateways = [], controllers = [], sockets = IO } = application;
  @Module({
    imports: [CorsModule.forRoot(options)],
    providers: [...gateways],
    controllers: [...controllers],
  })
  class RootModule {}
  const log = new LogRecorder();
  const app = await create(setting, RootModule, {
    configure: each => {
      log.use(each);
      sockets?.use(each);
    },
  });
  let problems: CorsConfigurationError['problems'] = [];
  try {
    await app.init();
    expect(app.get(CorsService).routes()).toBeDefined();
  } catch (error) {
    if (!(error instanceof CorsConfigurationError)) throw error;
    ({ problems } = error);
  } finally {
    await app.close();
  }
  const warnings = log.warnings.filter(({ context }) => context === 'CorsModule').map(({ text }) => text);
  return { problems, warnings };
}

const containing = (text: string): unknown => expect.stringContaining(text);
const chat = (options = {}, ...decorators: ClassDecorator[]) => gateway('ChatGateway', options, decorators);
const ANY = {
  field: 'origin',
  value: '*',
  reason: "with '*', a page of any site can open a WebSocket to the gateway with the user's cookies",
  suggestion:
    'list the origins that you trust, or permit any page with dangerously: { allowAnyHandshake: true }, or leave handshakes unchecked with handshakes: false',
};
const GATEWAY = 'GET /socket.io (ChatGateway)';
const CHAT = 'GET /chat (ChatGateway)';

const ERRORS: readonly [string, Application, readonly object[]][] = [
  [
    'any origin',
    { gateways: [chat({}, CorsPolicy({ origin: '*' }))] },
    [{ ...ANY, level: 'gateway', place: '@CorsPolicy() on ChatGateway', routes: [GATEWAY] }],
  ],
  [
    'any origin, inherited from the defaults',
    { options: { defaults: { origin: '*' } }, gateways: [chat()] },
    [{ ...ANY, level: 'defaults', place: 'defaults in CorsModule.forRoot()', routes: [GATEWAY] }],
  ],
  [
    'any origin, inherited from the defaults, reported only',
    {
      options: { defaults: { origin: '*' } },
      gateways: [chat({}, CorsPolicy({ handshakes: 'report' }))],
    },
    [{ ...ANY, level: 'defaults' }],
  ],
  [
    'any origin, inherited from paths',
    { options: { paths: { '/socket.io/*': { origin: '*' } } }, gateways: [chat()] },
    [{ ...ANY, level: 'path', place: "paths['/socket.io/*'] in CorsModule.forRoot()" }],
  ],
  [
    'any origin of a named policy, with another permission',
    {
      options: { policies: { open: { origin: '*', dangerously: { allowNullOrigin: true } } } },
      gateways: [chat({}, CorsPolicy('open'))],
    },
    [{ ...ANY, place: 'policies.open in CorsModule.forRoot()' }],
  ],
  [
    'an origin without TLS',
    { gateways: [chat({}, CorsPolicy({ origin: 'http://app.example.com' }))] },
    [
      {
        field: 'origin',
        reason: containing('not encrypted'),
        suggestion: containing("'https://app.example.com'"),
      },
    ],
  ],
  [
    'a public suffix',
    { gateways: [chat({}, CorsPolicy({ origin: 'https://*.github.io' }))] },
    [{ field: 'origin', reason: containing('github.io is a public suffix') }],
  ],
  [
    'an expression that any domain matches',
    { gateways: [chat({}, CorsPolicy({ origin: /^https:\/\/[a-z]+\.com$/ }))] },
    [{ field: 'origin', level: 'gateway' }],
  ],
  [
    'different policies on one port and path',
    {
      gateways: [
        chat({}, CorsPolicy({ origin: APP })),
        gateway('RoomsGateway', { namespace: 'rooms' }, [CorsPolicy({ origin: PARTNER })]),
      ],
    },
    [
      {
        field: 'policy',
        value: 'RoomsGateway',
        level: 'gateway',
        place: '@CorsPolicy() on RoomsGateway',
        routes: ['GET /socket.io (RoomsGateway)'],
        reason:
          'a handshake at /socket.io does not name its gateway, and ChatGateway and RoomsGateway have different policies',
        suggestion:
          'write @CorsPolicy() on only one of the gateways, write the same policy on both, or give them different paths',
      },
    ],
  ],
  [
    'a decorator where the path is left to the application',
    {
      sockets: WS,
      options: { paths: { '/chat': 'unmanaged' } },
      gateways: [chat({ path: '/chat' }, CorsPolicy({ origin: APP })), gateway('Other', { path: '/chat' })],
    },
    [
      {
        field: 'paths',
        value: '/chat',
        place: "paths['/chat'] in CorsModule.forRoot()",
        routes: [CHAT],
        reason:
          "'unmanaged' leaves this path to the application, so @CorsPolicy() on the gateway would have no effect",
        suggestion: 'remove @CorsPolicy() from the gateway, or give the path a policy',
      },
    ],
  ],
  [
    'another value of handshakes',
    { gateways: [chat({}, CorsPolicy({ handshakes: 'reports' as 'report' }))] },
    [
      {
        field: 'handshakes',
        reason: "'reports' is neither true, false nor 'report'",
        suggestion: containing("'report'"),
      },
    ],
  ],
  [
    'a policy without a definition',
    { gateways: [chat({}, CorsPolicy('partners'))] },
    [{ place: '@CorsPolicy() on ChatGateway', routes: [GATEWAY] }],
  ],
  [
    'a written origin: undefined',
    { gateways: [chat({}, CorsPolicy({ origin: undefined as unknown as string }))] },
    [{ field: 'origin', reason: containing('environment variable') }],
  ],
];

@CorsPolicy({ handshakes: false })
@Controller()
class CatsController {
  @Get('cats')
  cats(): string[] {
    return [];
  }
}

const WARNINGS: readonly [string, Application, readonly unknown[]][] = [
  [
    "a gateway's cors option",
    { gateways: [chat({ cors: true }), gateway('RoomsGateway', { namespace: 'r', cors: { origin: '*' } })] },
    [
      'ChatGateway and RoomsGateway have a cors option. Browsers apply no CORS to WebSocket handshakes, so it does not protect them. ' +
        'Write its origins in @CorsPolicy() on the gateway, and remove cors: where a policy sets an origin, that policy alone decides.',
    ],
  ],
  ['cors: false', { gateways: [chat({ cors: false })] }, []],
  [
    'handshakes on a controller',
    { controllers: [CatsController] },
    [expect.stringContaining('no WebSocket handshake reaches a route of a controller')],
  ],
  [
    'a maximum age that no browser keeps',
    { gateways: [chat({}, CorsPolicy({ origin: APP, maxAge: 86_400 }))] },
    [expect.stringContaining('7200')],
  ],
  [
    'a named policy that only a gateway names is used',
    {
      options: { policies: { partners: { origin: PARTNER }, others: { origin: APP } } },
      gateways: [chat({}, CorsPolicy('partners'))],
    },
    ["The policy 'others' is defined, but no @CorsPolicy() and no path names it."],
  ],
  ['nothing', { options: { defaults: { origin: APP } }, gateways: [chat()] }, []],
];

describe.each(SETTINGS)('a start on $name', setting => {
  test.each(ERRORS)('fails with %s', async (_title, application, problems) => {
    expect((await start(setting, application)).problems).toMatchObject(problems);
  });

  test.each(WARNINGS)('warns of %s', async (_title, application, warnings) => {
    expect(await start(setting, application)).toEqual({ problems: [], warnings });
  });
});

describe('a suggestion that looks like code', () => {
  const [setting] = SETTINGS;
  if (setting === undefined) throw new TypeError('There is no setting.');

  test.each<[OriginRule, string]>([
    ['http://app.example.com', 'https://app.example.com'],
    ['http://app.example.com/', 'https://app.example.com'],
    ['https://app.example.com/', 'https://app.example.com'],
    ['app.example.com', 'https://app.example.com'],
    [/app\.example\.com/, 'https://app.example.com'],
    ['http://*.example.com/', 'https://*.example.com'],
  ])('for %s starts when it is pasted', async (origin, meant) => {
    const { problems } = await start(setting, { gateways: [chat({}, CorsPolicy({ origin }))] });
    const suggested = problems.flatMap(({ suggestion }) => suggestion.match(/'https?:[^']*'/g) ?? []);
    expect(suggested).toContain(`'${meant}'`);
    for (const each of suggested) {
      const pasted = each.slice(1, -1);
      const again = await start(setting, { gateways: [chat({}, CorsPolicy({ origin: pasted }))] });
      expect([pasted, again.problems]).toEqual([pasted, []]);
    }
  });
});

test('reload() checks gateways as the start does, and rejects without an effect', async () => {
  const [setting] = SETTINGS;
  if (setting === undefined) throw new TypeError('There is no setting.');
  @Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], providers: [chat()] })
  class RootModule {}
  const app = await create(setting, RootModule, {
    configure: each => {
      IO.use(each);
    },
  });
  await app.init();
  const service = app.get(CorsService);
  await expect(service.reload({ defaults: { origin: '*' } })).rejects.toThrow(
    /a page of any site can open a WebSocket/,
  );
  expect(service.routes()).toMatchObject([{ policy: { origin: { value: APP } } }]);
  await service.reload({ defaults: { origin: PARTNER }, paths: { '/socket.io': { handshakes: 'report' } } });
  expect(service.routes().find(({ kind }) => kind === 'gateway')).toMatchObject({
    policy: { origin: { value: PARTNER }, handshakes: { value: 'report', level: 'path' } },
  });
  await app.close();
});
