import { Controller, Delete, Get, Module, Post, type Type } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway } from '@nestjs/websockets';
import {
  CORS_DECISION_CHANNEL,
  CorsConfigurationError,
  type CorsDecision,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Served } from '../e2e/support/served.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { handshake } from '../sockets/support/handshake.js';
import { LogRecorder } from '../support/log-recorder.js';

const APP = 'https://app.example';
const PARTNER = 'https://partner.example';
const EVIL = 'https://evil.example';
const ORIGINS = [APP, PARTNER, EVIL, 'null', undefined];

@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'cats';
  }

  @CorsPolicy({ allowedHeaders: ['X-Cat'] })
  @Post()
  create(): string {
    return 'created';
  }

  @CorsPolicy('partners')
  @Delete(':id')
  remove(): string {
    return 'removed';
  }

  @CorsPolicy(false)
  @Get('closed')
  closed(): string {
    return 'closed';
  }
}

@WebSocketGateway({ path: '/chat' })
class ChatGateway {}

@CorsPolicy('partners')
@WebSocketGateway({ path: '/partners' })
class PartnersGateway {}

const isApp = (origin: string): boolean => origin === APP;

const CURRENT: CorsModuleOptions = {
  defaults: { origin: [APP, EVIL] },
  policies: { partners: { origin: PARTNER } },
  paths: { '/files/*': { origin: EVIL } },
};
const CANDIDATE: CorsModuleOptions = {
  defaults: { origin: APP, allowedHeaders: ['X-Other'] },
  policies: { partners: { origin: [APP, 'https://*.partner.example'], methods: ['GET'] } },
  paths: { '/files/*': { origin: PARTNER } },
};

function root(options: CorsModuleOptions): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot(options)],
    controllers: [CatsController],
    providers: [ChatGateway, PartnersGateway],
  })
  class RootModule {}
  return RootModule;
}

interface Visit {
  readonly of: NonNullable<CorsDecision['of']>;
  readonly method: string;
  readonly path: string;
  readonly origin: string | undefined;
  readonly headers?: string;
}

const PATHS = ['/cats', '/cats/1', '/cats/closed', '/files/a', '/nowhere'];
const TRAFFIC: readonly Visit[] = ORIGINS.flatMap(origin => [
  ...PATHS.flatMap(path =>
    ['GET', 'DELETE'].flatMap((method): Visit[] => [
      { of: 'actual', method, path, origin },
      { of: 'preflight', method, path, origin },
      { of: 'preflight', method, path, origin, headers: 'x-cat' },
    ]),
  ),
  ...['/chat', '/partners', '/nowhere'].map((path): Visit => ({
    of: 'handshake',
    method: 'GET',
    path,
    origin,
  })),
]);

interface Answer {
  readonly isAllowed: boolean;
  /** All parts of a response that a client could compare, except the date. */
  readonly seen: string;
}

async function visit(served: Served, { of, method, path, origin, headers }: Visit): Promise<Answer> {
  const sender = origin === undefined ? {} : { Origin: origin };
  if (of === 'handshake') {
    const { status } = await handshake(served.url, path, sender);
    return { isAllowed: status !== 403, seen: String(status) };
  }
  const answer =
    of === 'preflight'
      ? await served.send('OPTIONS', path, {
          ...sender,
          'Access-Control-Request-Method': method,
          ...(headers === undefined ? {} : { 'Access-Control-Request-Headers': headers }),
        })
      : await served.send(method, path, sender);
  const rest = { ...answer.headers, date: undefined };
  return {
    isAllowed: answer.headers['access-control-allow-origin'] !== undefined,
    seen: JSON.stringify([answer.status, rest, answer.body]),
  };
}

async function visitAll(served: Served): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const each of TRAFFIC) answers.push(await visit(served, each));
  return answers;
}

describe.each(EVERY_PLATFORM)('rehearse() on $name', ({ setting, adapter, interceptor }) => {
  const log = new LogRecorder();
  let published: CorsDecision[] = [];
  let current: Served;
  let candidate: Served;
  const receive = (message: unknown): void => {
    const decision = message as CorsDecision;
    if (decision.kind === 'rehearsal') published.push(decision);
  };

  const start = (options: CorsModuleOptions): Promise<Served> =>
    Served.start(setting, root({ interceptor, ...options }), {
      ...(adapter === undefined ? {} : { adapter: adapter() }),
      configure: app => {
        log.use(app);
        app.useWebSocketAdapter(new WsAdapter(app));
      },
    });

  beforeAll(async () => {
    current = await start(CURRENT);
    candidate = await start(CANDIDATE);
  });
  afterAll(async () => {
    await current.close();
    await candidate.close();
  });
  beforeEach(() => {
    published = [];
    log.entries.length = 0;
    subscribe(CORS_DECISION_CHANNEL, receive);
  });
  afterEach(async () => {
    unsubscribe(CORS_DECISION_CHANNEL, receive);
    await current.app.get(CorsService).rehearse(undefined);
  });

  const rehearsals = (): string[] => log.lines.filter(line => line.startsWith('The rehearsed policies'));

  test('no answer differs, and the events are the differences', async () => {
    const before = await visitAll(current);
    const wanted = await visitAll(candidate);
    await current.app.get(CorsService).rehearse(CANDIDATE);
    published = [];
    const after = await visitAll(current);

    expect(after.map(({ seen }) => seen)).toEqual(before.map(({ seen }) => seen));
    const expected = TRAFFIC.flatMap(({ of, method, path, origin }, index) => {
      const allowed = before[index]?.isAllowed;
      const wouldAllow = wanted[index]?.isAllowed;
      return origin === undefined || allowed === wouldAllow
        ? []
        : [{ of, method, url: path, origin, allowed, wouldAllow }];
    });
    expect(expected.length).toBeGreaterThan(15);
    expect(
      published.map(({ of, method, url, origin, allowed, wouldAllow }) => ({
        of,
        method,
        url,
        origin,
        allowed,
        wouldAllow,
      })),
    ).toEqual(expected);
    expect(published.every(({ reason }) => reason !== undefined)).toBe(true);
    expect(rehearsals().length).toBeGreaterThan(2);
    expect(rehearsals()[0]).toMatch(/^The rehearsed policies would (refuse|allow) .*(allowed|refused) now/);
  });

  test('undefined ends it', async () => {
    await current.app.get(CorsService).rehearse(CANDIDATE);
    await current.app.get(CorsService).rehearse(undefined);
    await visitAll(current);
    expect(published).toEqual([]);
    expect(rehearsals()).toEqual([]);
  });

  test('it is checked like reload(), and the rehearsal under way goes on', async () => {
    const cors = current.app.get(CorsService);
    await cors.rehearse({ ...CURRENT, defaults: { origin: PARTNER } });
    await expect(cors.rehearse({ defaults: { origin: '*', credentials: true } })).rejects.toThrow(
      CorsConfigurationError,
    );
    await expect(cors.rehearse({ policies: {} })).rejects.toThrow("'partners'");
    await expect(cors.rehearse(null as unknown as undefined)).rejects.toThrow(CorsConfigurationError);
    await expect(cors.rehearse(CURRENT, { askPredicate: true } as object)).rejects.toThrow(
      'write askPredicates',
    );
    await current.get('/cats', { Origin: PARTNER });
    expect(published).toMatchObject([{ of: 'actual', allowed: false, wouldAllow: true, reason: 'origin' }]);
  });

  test('predicates are asked only if it says so', async () => {
    const asked: string[] = [];
    const defaults = {
      origin: async (origin: string) => {
        asked.push(origin);
        return Promise.resolve(isApp(origin));
      },
    };
    const options = { ...CURRENT, defaults };
    await current.app.get(CorsService).rehearse(options);
    await current.get('/cats', { Origin: EVIL });
    expect([asked, published]).toEqual([[], []]);

    await current.app.get(CorsService).rehearse(options, { askPredicates: true });
    await current.get('/cats', { Origin: EVIL });
    await current.get('/cats', { Origin: APP });
    await new Promise(resolve => setImmediate(resolve));
    expect(asked).toEqual([EVIL, APP]);
    expect(published).toMatchObject([{ origin: EVIL, allowed: true, wouldAllow: false }]);
  });
});
