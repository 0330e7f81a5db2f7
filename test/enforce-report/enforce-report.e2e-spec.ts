import { jest } from '@jest/globals';
import { Controller, Get, Logger, Module, Post, type Type } from '@nestjs/common';
import {
  CORS_DECISION_CHANNEL,
  type CorsDecision,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ADAPTERS } from '../adapters/index.js';
import {
  type Setting,
  type StartOptions,
  SETTINGS,
  SETTINGS_AND_PATHS,
} from '../e2e/support/applications.js';
import type { HttpHeaders } from '../e2e/support/http.js';
import { serve } from '../e2e/support/served.js';

const APP = 'https://app.example';
const EVIL = 'https://evil.example';
const OWN = 'https://api.example.com';
const REBOUND = 'http://rebound.example';

let ran: string[] = [];

@CorsPolicy({ origin: APP, credentials: true, enforce: 'report' })
@Controller('orders')
class Orders {
  @Get() list() {
    return this.runs('list');
  }
  @CorsPolicy({ origin: async origin => Promise.resolve(origin === APP) })
  @Post('asked')
  asked() {
    return this.runs('asked');
  }
  @CorsPolicy({ enforce: true }) @Get('enforced') enforced() {
    return this.runs('enforced');
  }
  @CorsPolicy({ enforce: false }) @Get('lax') lax() {
    return this.runs('lax');
  }
  private runs(name: string): string {
    ran.push(name);
    return name;
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [Orders] })
  class RootModule {}
  return RootModule;
}

let warnings: string[] = [];
let published: CorsDecision[] = [];
const receive = (message: unknown): void => {
  published.push(message as CorsDecision);
};

beforeEach(() => {
  ran = [];
  warnings = [];
  published = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(line => {
    warnings.push(String(line));
  });
  subscribe(CORS_DECISION_CHANNEL, receive);
});

afterEach(() => {
  unsubscribe(CORS_DECISION_CHANNEL, receive);
  jest.restoreAllMocks();
});

async function nextDecision(isExpected: boolean): Promise<void> {
  // A decision may be published a moment after the client has the answer.
  for (let patience = 50; isExpected && published.length === 0 && patience > 0; patience--) {
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  await new Promise(resolve => setImmediate(resolve));
}

/** The meaning of an event in short: `reported host` is refusable, and not refused. */
function verdictOf({ allowed, refusable, enforced, reason }: CorsDecision): string {
  const verdict = enforced ? 'enforced' : refusable ? 'reported' : allowed ? 'allowed' : 'refused';
  return [
    verdict,
    ...(allowed && verdict === 'reported' ? ['allowed'] : []),
    ...(reason ? [reason] : []),
  ].join(' ');
}

type Row = [request: string, headers: HttpHeaders, verdict: string | undefined, line?: RegExp];

const ROWS: Row[] = [
  ['GET /orders', { Origin: APP }, 'allowed'],
  ['GET /orders', {}, undefined],
  ['GET /orders', { 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 'refused origin'],
  [
    'GET /orders',
    { Origin: EVIL },
    'reported origin',
    /^enforce: true would refuse 'GET' '\/orders' from 'https:\/\/evil\.example' \(answered with 200, which the browser withholds\): no Access-Control-Allow-Origin, since origin of @CorsPolicy\(\) on Orders does not have/,
  ],
  ['POST /orders/asked', { Origin: APP }, 'allowed'],
  [
    'POST /orders/asked',
    { Origin: EVIL },
    'reported origin',
    /^enforce: true would refuse 'POST' '\/orders\/asked' .*: none of its predicates answered true/,
  ],
  ['GET /orders/enforced', { Origin: EVIL }, 'enforced origin', /^Refused 'GET' '\/orders\/enforced'/],
  ['GET /orders/lax', { Origin: EVIL }, 'reported origin', /^Refused 'GET' '\/orders\/lax'/],
];

const OF_HOSTS: Row[] = [
  ['GET /orders', { Host: 'api.example.com' }, undefined],
  ['GET /orders', { Host: 'api.example.com:8443', Origin: APP }, 'allowed'],
  ['GET /orders', { Host: 'rebound.example', Origin: OWN }, 'refused origin'],
  [
    'GET /orders',
    { Host: 'rebound.example' },
    'reported host',
    /^enforce: true would refuse 'GET' '\/orders' from a client that sends no Origin \(answered with 200\): its host 'rebound\.example' is not one of ownOrigins/,
  ],
  [
    'GET /orders',
    { Host: 'rebound.example', Origin: REBOUND },
    'reported host',
    /^enforce: true would refuse 'GET' '\/orders' from 'http:\/\/rebound\.example' \(answered with 200\): its host/,
  ],
  // The policy allows the origin, and gives it its header.
  [
    'GET /orders',
    { Host: 'rebound.example', Origin: APP },
    'reported allowed host',
    /^enforce: true would refuse/,
  ],
  ['POST /orders/asked', { Host: 'rebound.example', Origin: APP }, 'reported allowed host', /^enforce: true/],
  [
    'GET /orders/enforced',
    { Host: 'rebound.example' },
    'enforced host',
    /^Refused 'GET' '\/orders\/enforced'/,
  ],
  ['GET /orders/lax', { Host: 'rebound.example' }, undefined],
];

function describeRows(
  setting: Setting,
  options: CorsModuleOptions,
  rows: readonly Row[],
  start?: StartOptions,
): void {
  const served = serve(setting, () => rootModule(options), start);

  test.each(rows)('%s with %j: %s', async (request, headers, verdict, ...lines) => {
    const [method = '', path = ''] = request.split(' ');
    const response = await served().send(method, path, headers);
    await nextDecision(verdict !== undefined);
    const isEnforced = verdict?.startsWith('enforced') === true;
    expect(response.status).toBe(isEnforced ? 403 : method === 'POST' ? 201 : 200);
    expect(ran).toEqual(isEnforced ? [] : [path.split('/')[2] ?? 'list']);
    const { origin } = headers as { origin?: string };
    const allowed = verdict?.includes('allowed') === true;
    expect(response.headers['access-control-allow-origin']).toBe(allowed ? (origin ?? APP) : undefined);
    expect(published.map(verdictOf)).toEqual(verdict === undefined ? [] : [verdict]);
    expect(warnings).toEqual(lines.map(line => line && (expect.stringMatching(line) as string)));
  });
}

describe.each(SETTINGS_AND_PATHS)("enforce: 'report': $name", ({ interceptor, ...setting }) => {
  describeRows(setting, { interceptor }, ROWS);
  describe('with ownOrigins', () => {
    describeRows(setting, { interceptor, ownOrigins: OWN }, OF_HOSTS);
  });
});

const [ON_EXPRESS] = SETTINGS;

describe.each(ADAPTERS)("enforce: 'report' on an adapter $name", ({ create }) => {
  if (ON_EXPRESS === undefined) return;
  describeRows(ON_EXPRESS, {}, ROWS, { adapter: create() });
  describe('with ownOrigins', () => {
    describeRows(ON_EXPRESS, { ownOrigins: OWN }, OF_HOSTS, { adapter: create() });
  });
});

describe.each(SETTINGS)("enforce: 'report' in the defaults: $name", setting => {
  const served = serve(setting, () => rootModule({ defaults: { origin: APP, enforce: 'report' } }));

  test('tells of paths without a route, each kind once', async () => {
    for (const path of ['/nowhere', '/nowhere/else']) {
      expect((await served().get(path, { Origin: EVIL })).status).toBe(404);
    }
    await nextDecision(true);
    expect(published.map(verdictOf)).toEqual(['reported origin', 'reported origin']);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^No route serves 'GET' '\/nowhere', and enforce: true would refuse 'https:\/\/evil\.example' there \(answered with 404, which the browser withholds\)\. If it should have access, check the path/,
      ),
    ]);
  });

  test('trusts() does not take the route for enforced', async () => {
    const cors = served().app.get(CorsService);
    const headers = { origin: APP, host: 'localhost' };
    expect(cors.trusts({ method: 'POST', url: '/orders/asked', originalUrl: '/orders/asked', headers })).toBe(
      false,
    );
    expect(warnings).toEqual([expect.stringContaining('Add enforce: true to the policy of the route')]);
    await Promise.resolve();
  });

  test('explain() says what true would do', async () => {
    const { steps, policy } = await served()
      .app.get(CorsService)
      .explain({ method: 'GET', url: '/orders', origin: EVIL });
    expect(policy.enforce).toEqual({ value: 'report', level: 'controller' });
    expect(steps.find(({ step }) => step === 'actual-enforce')).toMatchObject({
      passed: true,
      detail: expect.stringMatching(
        /^The handler runs all the same.*reports the request: enforce: true/,
      ) as string,
    });
  });
});

describe.each(SETTINGS)("enforce: 'report', explained with ownOrigins: $name", setting => {
  const served = serve(setting, () => rootModule({ ownOrigins: OWN }));

  test('a foreign host is let through', async () => {
    const url = `${REBOUND}/orders`;
    const { steps } = await served().app.get(CorsService).explain({ method: 'GET', url, origin: APP });
    expect(steps.find(({ step }) => step === 'actual-enforce')).toMatchObject({
      passed: true,
      detail: expect.stringMatching(
        /reports it, by enforce of .*: true would answer with 403, since its host/,
      ) as string,
    });
  });
});

/**
 * A rewritten URL: `true` would have refused at the first check, independent of the later route.
 */
describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))(
  "enforce: 'report' at both checks: $name",
  setting => {
    const served = serve(setting, () => rootModule({}), {
      configure: app => {
        app.use((request: { url: string }, _response: unknown, next: () => void) => {
          if (request.url === '/orders?as=lax') request.url = '/orders/lax';
          if (request.url === '/orders/lax?as=list') request.url = '/orders';
          next();
        });
      },
    });

    test.each([
      ['/orders?as=lax', 'lax', EVIL],
      ['/orders/lax?as=list', 'list', 'https://other.example'],
    ])('%s', async (path, handler, origin) => {
      expect((await served().get(path, { Origin: origin })).body).toBe(handler);
      await nextDecision(true);
      expect(published.map(verdictOf)).toEqual(['reported origin']);
      expect(published[0]?.handlers).toEqual(['Orders.list']);
      expect(warnings).toEqual([expect.stringContaining('enforce: true would refuse')]);
    });
  },
);

/** A path whose readings lead to different keys: rule A4. */
describe.each(SETTINGS)('where several policies apply to a path: $name', setting => {
  const options: CorsModuleOptions = {
    defaults: {
      origin: APP,
      enforce: 'report',
      resourcePolicy: 'cross-origin',
      dangerously: { allowCrossOriginResource: true },
    },
    paths: {
      '/true/*': { enforce: true, resourcePolicy: 'same-site' },
      '/false/*': { enforce: false, resourcePolicy: 'same-origin' },
      '/lax/*': { enforce: false },
    },
  };
  const served = serve(setting, () => rootModule(options));

  test.each([
    ['/other', 'reported origin', 'cross-origin'],
    ['/true/a', 'enforced origin', 'same-site'],
    ['/false/a', 'reported origin', 'same-origin'],
    // As it arrived, and with its dot segments resolved.
    ['/true/../other', 'enforced origin', 'same-site'],
    ['/other/../true/a', 'enforced origin', 'same-site'],
    ['/false/../true/a', 'enforced origin', 'same-origin'],
    ['/false/../other', 'reported origin', 'same-origin'],
  ])('%s: %s, %s', async (path, verdict, resourcePolicy) => {
    const { status, headers } = await served().get(path, { Origin: EVIL });
    await nextDecision(true);
    expect(published.map(verdictOf)).toEqual([verdict]);
    expect([status, headers['cross-origin-resource-policy']]).toEqual([
      verdict.startsWith('enforced') ? 403 : 404,
      resourcePolicy,
    ]);
  });

  test.each([
    ['/lax/a', /^Refused 'GET' '\/lax\/a' from/],
    ['/other/../lax/a', /^enforce: true would refuse 'GET' '\/other\/\.\.\/lax\/a' from/],
  ])("'report' counts before false: %s", async (path, line) => {
    await served().get(path, { Origin: EVIL });
    await nextDecision(true);
    expect(warnings).toEqual([expect.stringMatching(line)]);
  });
});
