import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Module } from '@nestjs/common';
import {
  CORS_DECISION_CHANNEL,
  type CorsDecision,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { WebSocket } from 'ws';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { LogRecorder } from '../support/log-recorder.js';
import { SOCKET_ADAPTERS, gateway } from './support/gateways.js';
import { handshake } from './support/handshake.js';
import { HeldPredicate } from './support/held-predicate.js';

const [, WS] = SOCKET_ADAPTERS;
if (WS === undefined) throw new TypeError('An adapter is missing.');

const decisions: CorsDecision[] = [];
const collect = (decision: unknown): void => {
  decisions.push(decision as CorsDecision);
};

beforeAll(() => {
  subscribe(CORS_DECISION_CHANNEL, collect);
});
afterAll(() => {
  unsubscribe(CORS_DECISION_CHANNEL, collect);
});
beforeEach(() => {
  decisions.length = 0;
});

let asked = 0;
const held = new HeldPredicate();

describe.each(EVERY_PLATFORM)('on $name', ({ setting, adapter, interceptor }) => {
  const log = new LogRecorder();
  const start = (options: CorsModuleOptions, gateways: () => readonly ReturnType<typeof gateway>[]) =>
    serve(
      setting,
      () => {
        @Module({ imports: [CorsModule.forRoot({ interceptor, ...options })], providers: [...gateways()] })
        class RootModule {}
        return RootModule;
      },
      {
        ...(adapter === undefined ? {} : { adapter: adapter() }),
        configure: app => {
          log.use(app);
          WS.use(app);
        },
      },
    );
  const refusals = () =>
    log.warnings.filter(({ context }) => context === 'CorsRefusals').map(({ text }) => text);

  beforeEach(() => {
    log.entries.length = 0;
  });

  describe('decisions', () => {
    const served = start(
      {
        defaults: { origin: APP },
        paths: { '/reported': { handshakes: 'report' }, '/off': { handshakes: false }, '/left': 'unmanaged' },
        originTimeout: 400,
      },
      () => [
        gateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ origin: PARTNER })]),
        gateway('NewsGateway', { path: '/chat' }),
        gateway('ReportedGateway', { path: '/reported' }),
        gateway('OffGateway', { path: '/off' }),
        gateway('LeftGateway', { path: '/left' }),
        gateway('SlowGateway', { path: '/slow' }, [
          CorsPolicy({
            origin: [
              PARTNER,
              function neverSettles() {
                asked += 1;
                return new Promise<boolean>(() => undefined);
              },
            ],
          }),
        ]),
        gateway('OpenableGateway', { path: '/openable' }, [CorsPolicy({ origin: held.predicate })]),
      ],
    );
    const meet = async (path: string, headers: Record<string, string>) =>
      (await handshake(served().url, path, headers)).status;

    test('a refused handshake has an event, and one log line', async () => {
      expect(await meet('/chat?token=secret', { Origin: EVIL })).toBe(403);
      expect(await meet('/chat?token=secret', { Origin: EVIL })).toBe(403);
      const event = {
        kind: 'handshake',
        allowed: false,
        reason: 'origin',
        refusable: true,
        enforced: true,
        origin: EVIL,
        method: 'GET',
        url: '/chat?token=secret',
        status: 403,
        handlers: ['ChatGateway', 'NewsGateway'],
        policies: [expect.objectContaining({ origin: { value: PARTNER, level: 'gateway' } })],
      };
      expect(decisions).toEqual([event, event]);
      const { host } = new URL(served().url);
      expect(refusals()).toEqual([
        `Refused the WebSocket handshake 'GET' '/chat' from '${EVIL}' (answered with 403): origin of @CorsPolicy() on ChatGateway ` +
          `does not have '${EVIL}'. If it should have access, add it there. Its Host '${host}' is not that of the page. If the page ` +
          `is this application's own, and a proxy in between changes Host, add '${EVIL}' to ownOrigins in CorsModule.forRoot(). ` +
          'Further ones are counted.',
      ]);
    });

    test('an allowed one has an event, also from the same origin, and no line', async () => {
      const { origin: own } = new URL(served().url);
      expect(await meet('/chat', { Origin: PARTNER })).toBe(101);
      expect(await meet('/chat', { Origin: own })).toBe(101);
      expect(await meet('/chat', {})).toBe(101);
      const event = { kind: 'handshake', allowed: true, refusable: false, enforced: false, status: 101 };
      expect(decisions).toMatchObject([
        { ...event, origin: PARTNER },
        { ...event, origin: own },
      ]);
      expect(decisions.map(({ reason }) => reason)).toEqual([undefined, undefined]);
      expect(refusals()).toEqual([]);
    });

    test("handshakes: 'report' refuses no handshake, and reports those that true would refuse", async () => {
      expect(await meet('/reported', { Origin: EVIL })).toBe(101);
      expect(await meet('/reported', { Origin: APP })).toBe(101);
      expect(decisions).toMatchObject([
        {
          kind: 'handshake',
          allowed: false,
          reason: 'origin',
          refusable: true,
          enforced: false,
          status: 101,
          handlers: ['ReportedGateway'],
        },
        { allowed: true, refusable: false },
      ]);
      expect(refusals()).toEqual([
        expect.stringMatching(
          /^handshakes: true would refuse the WebSocket handshake 'GET' '\/reported' from 'https:\/\/evil\.example' \(it was passed on\): /,
        ),
      ]);
    });

    test('handshakes: false and a path left to the application cause no report', async () => {
      expect(await meet('/off', { Origin: EVIL })).toBe(101);
      expect(await meet('/left', { Origin: EVIL })).toBe(101);
      expect([decisions, refusals()]).toEqual([[], []]);
    });

    test('without a gateway, the defaults decide and no handler is named', async () => {
      expect(await meet('/elsewhere', { Origin: EVIL })).toBe(403);
      expect(decisions).toMatchObject([{ kind: 'handshake', handlers: [], enforced: true }]);
      expect(refusals()).toEqual([expect.stringContaining('origin of defaults in CorsModule.forRoot()')]);
    });

    test('a predicate has originTimeout, is asked once, and a rule before it is not asked', async () => {
      asked = 0;
      const before = performance.now();
      expect(await meet('/slow', { Origin: EVIL })).toBe(403);
      expect(performance.now() - before).toBeGreaterThan(350);
      expect(asked).toBe(1);
      expect(log.warnings.concat(log.entries).map(({ text }) => text)).toContainEqual(
        expect.stringMatching(/neverSettles.*400 ms/),
      );
      expect(await meet('/slow', { Origin: PARTNER })).toBe(101);
      expect(await meet('/slow', { Origin: new URL(served().url).origin })).toBe(101);
      expect(await meet('/slow', { Origin: 'null' })).toBe(403);
      expect(asked).toBe(1);
    });

    test('an opaque origin is not told to be an own one', async () => {
      expect(await meet('/chat', { Origin: 'null' })).toBe(403);
      expect(refusals().join()).not.toContain('ownOrigins');
      expect(refusals()).toEqual([expect.stringContaining('an opaque origin')]);
    });

    test('an origin that could not be added is not suggested', async () => {
      expect(await meet('/chat', { Origin: 'http://insecure.example' })).toBe(403);
      expect(refusals()).toEqual([expect.stringContaining('it cannot be added: http: is not encrypted')]);
    });

    test('a message of a long origin is bounded', async () => {
      expect(await meet('/chat', { Origin: `https://${'a'.repeat(8_000)}.example` })).toBe(403);
      const [line = ''] = refusals();
      expect(line.length).toBeLessThan(800);
    });

    test('an answer that comes in time opens the socket', async () => {
      const { asked: isAsked } = held;
      const opening = meet('/openable', { Origin: EVIL });
      await isAsked;
      held.answer(true);
      expect(await opening).toBe(101);
    });

    test('routes() lists gateways with their policies', () => {
      const rows = served()
        .app.get(CorsService)
        .routes()
        .filter(({ kind }) => kind === 'gateway');
      expect(
        rows.map(({ method, path, handler, policy }) => [method, path, handler, policy.origin?.level]),
      ).toEqual([
        ['GET', '/chat', 'ChatGateway', 'gateway'],
        ['GET', '/chat', 'NewsGateway', 'gateway'],
        ['GET', '/left', 'LeftGateway', undefined],
        ['GET', '/off', 'OffGateway', 'defaults'],
        ['GET', '/openable', 'OpenableGateway', 'gateway'],
        ['GET', '/reported', 'ReportedGateway', 'defaults'],
        ['GET', '/slow', 'SlowGateway', 'gateway'],
      ]);
      expect(rows.every(row => !('port' in row))).toBe(true);
    });
  });

  describe('reload()', () => {
    const served = start({ defaults: { origin: APP } }, () => [gateway('ChatGateway', { path: '/chat' })]);

    test('decides new handshakes, and closes no open socket', async () => {
      const open = new WebSocket(`${served().url.replace('http', 'ws')}/chat`, { origin: APP });
      await new Promise((resolve, reject) => {
        open.on('open', resolve);
        open.on('error', reject);
      });
      const status = async (origin: string) =>
        (await handshake(served().url, '/chat', { Origin: origin })).status;
      const service = served().app.get(CorsService);

      await service.reload({ defaults: { origin: APP }, paths: { '/chat': { origin: PARTNER } } });
      expect([await status(PARTNER), await status(APP)]).toEqual([101, 403]);
      await service.reload({ defaults: { origin: EVIL } });
      expect([await status(EVIL), await status(APP), await status(PARTNER)]).toEqual([101, 403, 403]);

      const answer = new Promise<string>(resolve => {
        open.on('message', data => {
          resolve((data as Buffer).toString());
        });
      });
      open.send(JSON.stringify({ event: 'ping', data: null }));
      expect(await answer).toBe('"pong"');
      open.terminate();
    });

    test('a handshake ends with the policy that it began with', async () => {
      const service = served().app.get(CorsService);
      await service.reload({ defaults: { origin: held.predicate } });
      const { asked: isAsked } = held;
      const opening = handshake(served().url, '/chat', { Origin: PARTNER });
      await isAsked;
      await service.reload({ defaults: { origin: PARTNER } });
      held.answer(false);
      expect((await opening).status).toBe(403);
      expect((await handshake(served().url, '/chat', { Origin: PARTNER })).status).toBe(101);
    });
  });
});
