import { jest } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { Controller, Get, Logger, Module, Post, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  CORS_DECISION_CHANNEL,
  CorsConfigurationError,
  type CorsDecision,
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  CorsService,
} from 'nestjs-cors-policy';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import {
  SETTINGS,
  SETTINGS_AND_PATHS,
  type Setting,
  type StartOptions,
  create,
} from './support/applications.js';
import { corsHeaders } from './support/http.js';
import { serve } from './support/served.js';

const OWN = 'https://api.example.com';
const INTERNAL = 'http://backend.internal:8080';
const PARTNER = 'https://partner.example';

let ran = 0;
const asked: string[] = [];

@CorsPolicy({ origin: PARTNER, credentials: true })
@Controller('orders')
class OrdersController {
  @Get()
  list(): string {
    return 'list';
  }

  @CorsPolicy({ enforce: true })
  @Post('enforced')
  create(): string {
    ran += 1;
    return 'created';
  }

  @CorsPolicy({ enforce: true })
  @Get('enforced')
  read(): string {
    ran += 1;
    return 'read';
  }

  @CorsPolicy({ origin: '*', credentials: false, enforce: true })
  @Get('open')
  open(): string {
    ran += 1;
    return 'open';
  }

  @CorsPolicy({
    origin: origin => {
      asked.push(origin);
      return true;
    },
    enforce: true,
  })
  @Post('predicate')
  predicate(): string {
    ran += 1;
    return 'created';
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [OrdersController] })
  class RootModule {}
  return RootModule;
}

/** A page of the attacker's, whose name now resolves to this server. */
const REBOUND = { Origin: 'http://rebound.evil.example:3000', Host: 'rebound.evil.example:3000' };
const SAYS_OWN = { 'Sec-Fetch-Site': 'same-origin' };

let warnings: string[] = [];
beforeEach(() => {
  ran = 0;
  asked.length = 0;
  warnings = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: unknown) => {
    warnings.push(String(message));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(SETTINGS_AND_PATHS)('ownOrigins: $name', ({ interceptor, ...setting }) => {
  describe('with the option', () => {
    const served = serve(setting, () => rootModule({ interceptor, ownOrigins: [OWN, INTERNAL] }));

    test.each<[string, Record<string, string>, number]>([
      ['DNS rebinding', REBOUND, 403],
      ['DNS rebinding, as a browser tells it', { ...REBOUND, ...SAYS_OWN }, 403],
      ['a foreign host alone, without Origin', { Host: 'rebound.evil.example' }, 403],
      ['an allowed origin with a foreign host', { Origin: PARTNER, Host: 'rebound.evil.example' }, 403],
      ['an address of this machine', { Origin: 'http://127.0.0.1', Host: '127.0.0.1' }, 403],
      ['a name of this machine', { Host: 'localhost:3000' }, 403],
      ['a subdomain of a listed host', { Host: 'x.api.example.com' }, 403],
      [
        'X-Forwarded-Host of a client that is no proxy',
        { 'Host': 'x', 'X-Forwarded-Host': 'api.example.com' },
        403,
      ],
      ['an own page', { Origin: OWN, Host: 'api.example.com' }, 201],
      ['an own page, behind a proxy that renames the host', { Origin: OWN, Host: '10.0.0.7:3000' }, 201],
      ['an own page under another listed name', { Origin: INTERNAL, Host: 'api.example.com' }, 201],
      ['an own host, with another port', { Host: 'api.example.com:8443' }, 201],
      ['an own host, in capitals', { Host: 'API.Example.COM' }, 201],
      ['an internal name that is listed', { Host: 'backend.internal' }, 201],
      ['an allowed origin with an own host', { Origin: PARTNER, Host: 'api.example.com' }, 201],
      [
        'Origin equal to Host, which is listed with another scheme',
        { Origin: 'http://api.example.com', Host: 'api.example.com' },
        403,
      ],
      [
        'the same, as a browser tells it',
        { Origin: 'http://api.example.com', Host: 'api.example.com', ...SAYS_OWN },
        201,
      ],
      ['another origin', { Origin: 'https://evil.example', Host: 'api.example.com' }, 403],
    ])('enforce, %s: %j gets %d', async (_, headers, status) => {
      const response = await served().send('POST', '/orders/enforced', headers);
      expect(response.status).toBe(status);
      expect(ran).toBe(status === 201 ? 1 : 0);
      expect(response.headers['access-control-allow-origin']).toBe(
        status === 201 && headers.Origin === PARTNER ? PARTNER : undefined,
      );
    });

    test('the 403 for a foreign host has no CORS headers, with any policy', async () => {
      const response = await served().get('/orders/open', { Origin: PARTNER, Host: 'x' });
      expect(response.status).toBe(403);
      expect(JSON.parse(response.body)).toMatchObject({
        message: 'This resource is not served under this host name.',
      });
      expect(corsHeaders(response)).toEqual({});
      expect(corsHeaders(await served().get('/orders/open', { Host: 'api.example.com' }))).toEqual({
        'access-control-allow-origin': '*',
      });
    });

    test.each([
      ['an own page', { Origin: OWN, Host: 'x' }, 201],
      ['DNS rebinding', REBOUND, 403],
    ])('no predicate is asked about %s', async (_, headers, status) => {
      const response = await served().send('POST', '/orders/predicate', headers);
      expect(response.status).toBe(status);
      expect(corsHeaders(response)).toEqual({ vary: 'Origin' });
      expect(asked).toEqual([]);
    });

    test('where there is no enforce, every host is served', async () => {
      expect((await served().get('/orders', { Host: 'x' })).status).toBe(200);
      expect((await served().get('/orders', { Host: 'x', Origin: PARTNER })).headers).toMatchObject({
        'access-control-allow-origin': PARTNER,
      });
    });

    test('a refusal for the host is logged once, and published', async () => {
      const decisions: CorsDecision[] = [];
      const listener = (message: unknown): void => {
        decisions.push(message as CorsDecision);
      };
      subscribe(CORS_DECISION_CHANNEL, listener);
      try {
        await served().get('/orders/enforced', { Host: 'once.example' });
        await served().get('/orders/enforced', { Host: 'once.example' });
        await served().get('/orders/enforced', { Host: 'once.example', Origin: PARTNER });
      } finally {
        unsubscribe(CORS_DECISION_CHANNEL, listener);
      }
      expect(decisions).toEqual(
        ['', '', PARTNER].map(
          origin =>
            expect.objectContaining({
              allowed: false,
              reason: 'host',
              refusable: true,
              enforced: true,
              origin,
              status: 403,
            }) as CorsDecision,
        ),
      );
      const why =
        "(answered with 403): its host 'once.example' is not one of ownOrigins. If it should have access, add its origin to ownOrigins in CorsModule.forRoot(), or have the platform trust the proxy that tells the host. Further ones are counted.";
      expect(warnings).toEqual([
        `Refused 'GET' '/orders/enforced' from a client that sends no Origin ${why}`,
        `Refused 'GET' '/orders/enforced' from '${PARTNER}' ${why}`,
      ]);
    });

    test('trusts() knows the own pages', () => {
      const cors = served().app.get(CorsService);
      const request = (origin: string, host: string): object => ({
        method: 'POST',
        url: '/orders/enforced',
        originalUrl: '/orders/enforced',
        hostname: host,
        headers: { origin, host },
      });
      expect(cors.trusts(request(OWN, 'x'))).toBe(true);
      expect(cors.trusts(request(REBOUND.Origin, REBOUND.Host))).toBe(false);
      expect(cors.trusts(request(PARTNER, 'api.example.com'))).toBe(true);
    });

    const failed = async (url: string, origin: string, method = 'POST'): Promise<readonly string[]> => {
      const { allowed, steps } = await served().app.get(CorsService).explain({ method, url, origin });
      const details = steps.filter(({ passed }) => !passed).map(({ step, detail }) => `${step}: ${detail}`);
      expect(allowed).toBe(details.length === 0);
      return details;
    };

    test('explain() goes by the list', async () => {
      expect(await failed(`${OWN}/orders/enforced`, OWN)).toEqual([]);
      expect(await failed('/orders/enforced', OWN)).toEqual([]);
      expect(await failed('/orders/enforced', PARTNER)).toEqual([]);
      expect(await failed(`${OWN}/orders/enforced`, PARTNER)).toEqual([]);
      const foreign = /^actual-enforce: .*403.*'rebound\.evil\.example:3000' is not one of ownOrigins/;
      expect(await failed(`${REBOUND.Origin}/orders/enforced`, REBOUND.Origin)).toEqual([
        expect.stringMatching(foreign),
      ]);
      expect(await failed(`${REBOUND.Origin}/orders/enforced`, PARTNER)).toEqual([
        expect.stringMatching(foreign),
        expect.stringMatching(/^actual-origin: .*the 403 of enforce has none/),
      ]);
      expect(await failed(`${REBOUND.Origin}/orders`, REBOUND.Origin, 'GET')).toEqual([]);
      // A page of one own origin that asks another one: the browser still wants the header.
      expect(await failed(`${INTERNAL}/orders/enforced`, OWN)).toEqual([
        expect.stringMatching(/^actual-origin: No Access-Control-Allow-Origin/),
      ]);
      expect(await failed(`${INTERNAL}/orders/predicate`, OWN)).toEqual([
        expect.stringMatching(/^actual-origin: .*not asked about pages of ownOrigins/),
      ]);
    });
  });

  describe('without the option', () => {
    const served = serve(setting, () => rootModule({ interceptor }));

    test.each<[string, Record<string, string>, number]>([
      ['DNS rebinding', REBOUND, 201],
      ['no Origin, whatever the host', { Host: 'rebound.evil.example' }, 201],
      ['an own page behind a proxy that ends TLS', { Origin: OWN, Host: 'api.example.com' }, 403],
    ])('%s gets what Host says', async (_, headers, status) => {
      expect((await served().send('POST', '/orders/enforced', headers)).status).toBe(status);
    });
  });
});

describe.each(SETTINGS)('ownOrigins for pages in a browser: $name', setting => {
  const served = serve(setting, () => rootModule({ ownOrigins: OWN }));

  test.each([
    ['an own page', OWN, OWN, 201],
    ['DNS rebinding', 'http://rebound.evil.example', 'http://rebound.evil.example', 403],
  ])('%s', async (_, url, origin, status) => {
    const browser = new CorsBrowser(served().app, { url });
    const result = await browser.open(origin).fetch('/orders/enforced', { method: 'POST' });
    await browser.close();
    expect(result.response?.status).toBe(status);
    expect(ran).toBe(status === 201 ? 1 : 0);
  });
});

describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))(
  'ownOrigins beside a middleware that changes the host and the URL: $name',
  setting => {
    const served = serve(setting, () => rootModule({ ownOrigins: OWN }), {
      configure: app => {
        app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
          request.headers.host = 'api.example.com';
          request.url = '/orders/enforced';
          next();
        });
      },
    });

    test('the host counts as it arrived', async () => {
      expect((await served().get('/orders', { Host: 'x' })).status).toBe(403);
      expect((await served().get('/orders', { Host: 'api.example.com' })).body).toBe('read');
      expect(warnings).toEqual([expect.stringContaining("its host 'x' is not one of ownOrigins")]);
    });
  },
);

/** How an application trusts a proxy on its own machine. */
function trusting(setting: Setting): StartOptions {
  return setting.platform === 'fastify'
    ? { adapter: new FastifyAdapter({ trustProxy: 'loopback' }) }
    : {
        configure: app => {
          (app as NestExpressApplication).set('trust proxy', 'loopback');
        },
      };
}

describe.each(SETTINGS_AND_PATHS)(
  'ownOrigins behind a trusted proxy: $name',
  ({ interceptor, ...setting }) => {
    const served = serve(setting, () => rootModule({ interceptor, ownOrigins: OWN }), trusting(setting));

    test.each([
      ['api.example.com', 201],
      ['api.example.com:8443', 201],
      ['evil.example', 403],
      [undefined, 403],
    ])('X-Forwarded-Host: %p gets %d', async (forwarded, status) => {
      const headers = { Host: 'app:3000', ...(forwarded && { 'X-Forwarded-Host': forwarded }) };
      expect((await served().send('POST', '/orders/enforced', headers)).status).toBe(status);
    });
  },
);

describe.each(SETTINGS)('ownOrigins where no route serves a path: $name', setting => {
  const options = { ownOrigins: OWN, defaults: { origin: PARTNER, enforce: true } };
  const served = serve(setting, () => rootModule(options));

  test.each([
    ['api.example.com', 404],
    ['rebound.evil.example', 403],
  ])('%s gets %d', async (host, status) => {
    expect((await served().get('/nowhere', { Host: host })).status).toBe(status);
    expect(warnings).toEqual(
      status === 404
        ? []
        : [
            "No route serves 'GET' '/nowhere', so a client that sends no Origin was refused (answered with 403): its host 'rebound.evil.example' is not one of ownOrigins. If it should have access, check the path and the method. Further ones are counted.",
          ],
    );
  });
});

describe.each(SETTINGS)('ownOrigins at the start: $name', setting => {
  async function startWith(options: object): Promise<unknown> {
    const app = await create(setting, rootModule(options));
    try {
      await app.init();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await app.close();
    }
  }

  test.each([
    { ownOrigins: '*' },
    { ownOrigins: ['https://*.example.com'] },
    { ownOrigins: /^https:\/\/api\.example\.com$/ },
    { ownOrigins: [] },
    { ownOrigins: null },
    { ownOrigins: 'https://api.example.com/' },
  ])('%j is an error', async options => {
    const error = await startWith(options);
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect(String(error)).toContain('ownOrigins');
  });

  test('an explicit undefined causes a warning', async () => {
    expect(await startWith({ ownOrigins: undefined })).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^CorsModule\.forRoot\(\), ownOrigins: undefined: .*environment/),
    ]);
    warnings = [];
    expect(await startWith({})).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});
