import {
  All,
  type ArgumentsHost,
  Catch,
  Controller,
  ForbiddenException,
  type INestApplication,
  Module,
  Next,
  Post,
  type Type,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { CorsPolicy } from 'nestjs-cors-policy';
import type { StartOptions } from '../e2e/support/applications.js';
import { APP, EVIL, observe, runs } from './support/observe.js';
import { type Rule, askedOrigins, ordersOf, wideModule } from './support/orders.js';
import { EXPRESS, PLATFORMS } from './support/settings.js';
import { whileServed } from './support/while-served.js';

type NextFunction = (error?: unknown) => void;

const RULES: readonly Rule[] = [
  'enforced, by a list',
  'enforced, by a predicate',
  'enforced, by a predicate that takes its time',
];

@Controller()
class PassesOn {
  @All('{*path}') pass(@Next() next: NextFunction) {
    next();
  }
}

@Controller()
class Open {
  @Post('open') open() {
    return runs('open');
  }
}

/**
 * Its predicted route is a different one, so the origin is checked when the route of the orders is
 * entered.
 */
function behindAnother(rule: Rule): Type<unknown> {
  return wideModule([PassesOn, ordersOf(rule)]);
}

function using(middleware: (request: IncomingMessage) => void): StartOptions {
  return {
    configure: app => {
      app.use((request: IncomingMessage, _response: unknown, next: NextFunction) => {
        middleware(request);
        next();
      });
    },
  };
}

function swallowing(change: (request: IncomingMessage) => void = () => undefined): StartOptions {
  return {
    configure: (app: INestApplication) => {
      app.use((_error: unknown, request: IncomingMessage, _response: unknown, next: NextFunction) => {
        change(request);
        next();
      });
    },
  };
}

const REFUSED = { status: 403, cors: { vary: 'origin' }, ran: [] };

describe.each(EXPRESS)('an error middleware that passes a refusal on without it: $name', setting => {
  test.each(RULES)('the handler does not run, %s', async rule => {
    await whileServed(setting, wideModule([ordersOf(rule)]), swallowing(), async served => {
      askedOrigins();
      const { status, cors, ran } = await observe(served, 'POST /orders', { origin: EVIL });
      expect({ status, cors, ran }).toEqual(REFUSED);
      expect(askedOrigins().length).toBeLessThanOrEqual(1);
      expect((await observe(served, 'POST /orders', { origin: APP })).status).toBe(201);
    });
  });

  test.each(RULES)('nor one that it rewrites the URL to, %s', async rule => {
    const toOpen = swallowing(request => {
      request.url = '/open';
    });
    await whileServed(setting, wideModule([ordersOf(rule), Open]), toOpen, async served => {
      const { status, cors, ran } = await observe(served, 'POST /orders', { origin: EVIL });
      expect({ status, ran }).toEqual({ status: 403, ran: [] });
      expect(cors).not.toHaveProperty('access-control-allow-origin');
      expect((await observe(served, 'POST /open', { origin: EVIL })).status).toBe(201);
    });
  });

  test('one that answers by itself gives no access', async () => {
    const configure = (app: INestApplication): void => {
      app.use(
        (
          error: unknown,
          _request: unknown,
          response: { status(code: number): { send(body: string): void } },
          next: NextFunction,
        ) => {
          if (error === undefined) next();
          else response.status(200).send('swallowed');
        },
      );
    };
    const root = wideModule([ordersOf('enforced, by a list')]);
    await whileServed(setting, root, { configure }, async served => {
      const { cors, ran } = await observe(served, 'POST /orders', { origin: EVIL });
      expect({ cors, ran }).toEqual({ cors: { vary: 'origin' }, ran: [] });
    });
  });
});

let filtered: unknown[] = [];

@Catch()
class NotingFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    filtered.push(exception);
    super.catch(exception, host);
  }
}

describe.each(EXPRESS)('a refusal when the route is entered: $name', setting => {
  test.each(RULES)("is a ForbiddenException in Nest's exception layer, %s", async rule => {
    @Module({
      imports: [behindAnother(rule)],
      providers: [{ provide: APP_FILTER, useClass: NotingFilter }],
    })
    class WithFilter {}
    await whileServed(setting, WithFilter, {}, async served => {
      filtered = [];
      expect((await observe(served, 'POST /orders', { origin: EVIL })).status).toBe(403);
      expect(filtered).toEqual([expect.any(ForbiddenException)]);
    });
  });
});

describe.each(EXPRESS)("a middleware that changes the request's origin: $name", setting => {
  const secondCheck = behindAnother('enforced, by a list');

  test.each<[what: string, origin: string, change: (request: IncomingMessage) => void]>([
    [
      "sets Host to the attacker's",
      'http://evil.example',
      ({ headers }) => {
        headers.host = 'evil.example';
      },
    ],
    [
      'sets Sec-Fetch-Site',
      EVIL,
      ({ headers }) => {
        headers['sec-fetch-site'] = 'same-origin';
      },
    ],
    [
      'sets Origin to an allowed one',
      EVIL,
      ({ headers }) => {
        headers.origin = APP;
      },
    ],
    [
      'takes Origin away',
      EVIL,
      ({ headers }) => {
        delete headers.origin;
      },
    ],
  ])('%s: it is refused as it arrived', async (_what, origin, change) => {
    await whileServed(setting, secondCheck, using(change), async served => {
      const { status, cors, ran } = await observe(served, 'POST /orders', { origin });
      expect({ status, cors, ran }).toEqual(REFUSED);
    });
  });

  test.each<[what: string, change: (request: IncomingMessage) => void]>([
    [
      'sets Host to another name',
      ({ headers }) => {
        headers.host = 'internal.example';
      },
    ],
    ['leaves it', () => undefined],
  ])('%s: a request of the same origin is not refused', async (_what, change) => {
    await whileServed(setting, secondCheck, using(change), async served => {
      for (const question of [
        { origin: served.url },
        { origin: 'http://api.example', headers: { Host: 'api.example' } },
        { origin: EVIL, headers: { 'Sec-Fetch-Site': 'same-origin' } },
      ]) {
        const { status, cors, ran } = await observe(served, 'POST /orders', question);
        expect({ status, cors, ran }).toEqual({
          status: 201,
          cors: { vary: 'origin' },
          ran: ['guard', 'create'],
        });
      }
    });
  });
});

describe.each(PLATFORMS)('a host-bound route that a middleware leads to: $name', setting => {
  const root = wideModule([ordersOf('enforced, by a list', { host: 'evil.example' })]);
  const toEvil = using(({ headers }) => {
    headers.host = 'evil.example';
  });

  test("is not of the same origin because of the middleware's Host", async () => {
    await whileServed(setting, root, toEvil, async served => {
      const { status, cors, ran } = await observe(served, 'POST /orders', { origin: 'http://evil.example' });
      expect({ status, cors, ran }).toEqual(REFUSED);
    });
  });

  test('does not refuse a request of the same origin as it arrived', async () => {
    await whileServed(setting, root, toEvil, async served => {
      const { status, cors, ran } = await observe(served, 'POST /orders', { origin: served.url });
      expect({ status, cors, ran }).toEqual({
        status: 201,
        cors: { vary: 'origin' },
        ran: ['guard', 'create'],
      });
    });
  });
});

describe.each(EXPRESS)('a predicate that two routes share: $name', setting => {
  test('is asked once, though both routes are entered', async () => {
    const asked: string[] = [];
    const origin = (from: string): boolean => {
      asked.push(from);
      return from === APP;
    };
    await whileServed(setting, sharing(origin), {}, async served => {
      for (const from of [APP, EVIL]) {
        asked.length = 0;
        expect((await observe(served, 'POST /orders', { origin: from })).status).toBe(
          from === APP ? 201 : 403,
        );
        expect(asked).toEqual([from]);
      }
    });
  });
});

/** Two policies, which have the predicate and differ in what they expose. */
function sharing(origin: (from: string) => boolean): Type<unknown> {
  @CorsPolicy({ origin, enforce: true })
  @Controller('orders')
  class Shared {
    @CorsPolicy({ exposedHeaders: ['X-First'] }) @Post() first(@Next() next: NextFunction) {
      next();
    }
    @CorsPolicy({ exposedHeaders: ['X-Second'] }) @Post() second() {
      return runs('second');
    }
  }
  return wideModule([Shared]);
}

describe.each(EXPRESS)('two routes with a predicate each: $name', setting => {
  test('each predicate is asked once, and the one of the entered route decides', async () => {
    const asked: string[] = [];
    const answering = (name: string, allowed: readonly string[]) => async (from: string) => {
      asked.push(`${name} about ${from}`);
      await new Promise(resolve => setImmediate(resolve));
      return allowed.includes(from);
    };
    @Controller('orders')
    class Two {
      @CorsPolicy({ origin: answering('first', [APP, EVIL]), enforce: true })
      @Post()
      first(@Next() next: NextFunction) {
        next();
      }
      @CorsPolicy({ origin: answering('second', [APP]), enforce: true }) @Post() second() {
        return runs('second');
      }
    }
    await whileServed(setting, wideModule([Two]), {}, async served => {
      for (const [from, status] of [
        [APP, 201],
        [EVIL, 403],
      ] as const) {
        asked.length = 0;
        expect((await observe(served, 'POST /orders', { origin: from })).status).toBe(status);
        expect(asked).toEqual([`first about ${from}`, `second about ${from}`]);
      }
    });
  });
});
