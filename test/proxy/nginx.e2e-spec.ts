import { request as secureRequest } from 'node:https';
import { Controller, Get, type INestApplication, Module, Post, Put, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { CorsBrowser, type CorsResult, corsMatchers } from 'nestjs-cors-policy/testing';
import { type Setting, type StartOptions, SETTINGS, portOf } from '../e2e/support/applications.js';
import { type HttpHeaders, type HttpResponse, preflight, send } from '../e2e/support/http.js';
import { Served } from '../e2e/support/served.js';
import { describeWithNginx } from './find-nginx.js';
import { Nginx } from './nginx.js';

expect.extend(corsMatchers);

const APP = 'https://app.example.com';
const PARTNER = 'https://partner.example';
const EVIL = 'https://evil.example';

let asked = 0;
let replaced = 0;

@CorsPolicy({ origin: [APP, PARTNER], credentials: true })
@Controller('cats')
class CatsController {
  @Get()
  list(): { asked: number } {
    asked += 1;
    return { asked };
  }

  @Put()
  replace(): string {
    replaced += 1;
    return 'replaced';
  }

  @Post()
  create(): string {
    return 'created';
  }

  @CorsPolicy({ enforce: true })
  @Get('enforced')
  enforced(): string {
    return 'enforced';
  }

  @CorsPolicy({ origin: '*', credentials: false })
  @Get('open')
  open(): string {
    return 'open';
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [CatsController] })
class RootModule {}

@Module({ imports: [CorsModule.forRoot({ ownOrigins: 'https://api.test' })], controllers: [CatsController] })
class OwnOriginsModule {}

/** How an application trusts a proxy on its own machine. */
function trustLoopback(setting: Setting): StartOptions {
  return setting.platform === 'fastify'
    ? { adapter: new FastifyAdapter({ trustProxy: 'loopback' }) }
    : {
        configure: app => {
          (app as NestExpressApplication).set('trust proxy', 'loopback');
        },
      };
}

const PLATFORMS = SETTINGS.filter(({ start }) => start === 'NestFactory.create');

/** The lines of a header, each by itself, as a browser gets them. */
function linesOf({ rawHeaders }: HttpResponse, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

describeWithNginx('behind nginx', () => {
  describe.each(PLATFORMS)('$name', setting => {
    /**
     * Starts an application with a site of nginx in front of it, and returns the address of the
     * site.
     */
    function behind(
      site: string,
      options: StartOptions = {},
      tls = false,
      root: Type<unknown> = RootModule,
    ): () => { url: string; app: INestApplication } {
      let served: Served | undefined;
      let nginx: Nginx | undefined;
      beforeAll(async () => {
        served = await Served.start(setting, root, options);
        nginx = await Nginx.start(site, portOf(served.app), { tls });
      });
      afterAll(async () => {
        await nginx?.stop();
        await served?.close();
      });
      return () => {
        if (served === undefined || nginx === undefined) throw new TypeError('Nothing has started.');
        return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${nginx.port}`, app: served.app };
      };
    }

    describe('that passes on', () => {
      const place = behind('passes-on');

      test('the answers are the application’s own', async () => {
        const response = await send(place().url, 'GET', '/cats', { Origin: APP });
        expect(linesOf(response, 'access-control-allow-origin')).toEqual([APP]);
        expect(linesOf(response, 'vary')).toEqual(['Origin']);
        const asking = await preflight(place().url, '/cats', { origin: APP, method: 'PUT' });
        expect(asking.status).toBe(204);
        expect((await preflight(place().url, '/cats', { origin: EVIL, method: 'PUT' })).status).toBe(403);
      });
    });

    describe('that adds headers of its own', () => {
      const place = behind('adds-headers');

      test('there are two, and a browser takes neither', async () => {
        const response = await send(place().url, 'GET', '/cats', { Origin: APP });
        expect(linesOf(response, 'access-control-allow-origin')).toEqual([APP, APP]);
        expect(await readFrom(place(), APP, '/cats')).toBeBlocked(/multiple values/);
      });

      test('where the application refuses, nginx opens', async () => {
        const response = await send(place().url, 'GET', '/cats', { Origin: EVIL });
        expect(linesOf(response, 'access-control-allow-origin')).toEqual([EVIL]);
        expect(await readFrom(place(), EVIL, '/cats')).toBeReadable();
      });
    });

    describe('that hides the application’s headers and adds its own', () => {
      const place = behind('takes-over');

      test('works, and every policy is void', async () => {
        expect(await readFrom(place(), APP, '/cats')).toBeReadable();
        expect(await readFrom(place(), EVIL, '/cats')).toBeReadable();
      });
    });

    describe('whose location has another add_header', () => {
      const place = behind('stops-inheriting');

      test('headers of the server block are not inherited, and the policy applies again', async () => {
        const response = await send(place().url, 'GET', '/cats', { Origin: APP });
        expect(linesOf(response, 'access-control-allow-origin')).toEqual([APP]);
        expect(linesOf(response, 'x-served-by')).toEqual(['nginx']);
        expect(await readFrom(place(), APP, '/cats')).toBeReadable();
        expect(await readFrom(place(), EVIL, '/cats')).toBeBlocked(/No 'Access-Control-Allow-Origin'/);
      });
    });

    describe('that answers OPTIONS itself', () => {
      const place = behind('answers-options');

      test('every preflight succeeds, and what the policy forbids is sent', async () => {
        expect((await preflight(place().url, '/cats', { origin: EVIL, method: 'PUT' })).status).toBe(204);
        const before = replaced;
        const put = await readFrom(place(), EVIL, '/cats', { method: 'PUT', credentials: 'include' });
        expect(put).toBeBlocked(/No 'Access-Control-Allow-Origin'/);
        expect(replaced).toBe(before + 1);
      });
    });

    describe('that caches', () => {
      const place = behind('caches');

      test('keeps an answer for each origin, by Vary', async () => {
        const get = async (origin?: string): Promise<readonly [unknown, unknown]> => {
          const { headers } = await send(
            place().url,
            'GET',
            '/cats',
            origin === undefined ? {} : { Origin: origin },
          );
          return [headers['x-cache'], headers['access-control-allow-origin']];
        };
        expect(await get(APP)).toEqual(['MISS', APP]);
        expect(await get(APP)).toEqual(['HIT', APP]);
        expect(await get(PARTNER)).toEqual(['MISS', PARTNER]);
        expect(await get(EVIL)).toEqual(['MISS', undefined]);
        expect(await get()).toEqual(['MISS', undefined]);
        expect((await get(APP))[1]).toBe(APP);
      });

      test('keeps one answer where the policy does not depend on the origin, which serves a page that comes after a link', async () => {
        const get = async (headers: HttpHeaders): Promise<readonly [unknown, unknown]> => {
          const response = await send(place().url, 'GET', '/cats/open', headers);
          return [response.headers['x-cache'], response.headers['access-control-allow-origin']];
        };
        expect(await get({})).toEqual(['MISS', '*']);
        expect(await get({ Origin: EVIL })).toEqual(['HIT', '*']);
      });

      test('keeps no preflight', async () => {
        for (let sent = 0; sent < 2; sent++) {
          const { status, headers } = await preflight(place().url, '/cats', { origin: APP, method: 'PUT' });
          expect({ status, cache: headers['x-cache'] }).toEqual({ status: 204, cache: undefined });
        }
      });
    });

    describe('that caches and ignores Vary', () => {
      const place = behind('caches-for-all');

      test('gives one origin the answer of another', async () => {
        expect(await readFrom(place(), APP, '/cats')).toBeReadable();
        expect(await readFrom(place(), PARTNER, '/cats')).toBeBlocked(/'https:\/\/app\.example\.com'/);
      });
    });

    describe('that ends TLS', () => {
      const own = (url: string): string => url.replace('127.0.0.1', 'api.test');

      const OWN = 'its own page';
      const OWN_WITHOUT_TLS = 'its own host without TLS';
      const originOf = (page: string, who: string): string =>
        who === OWN ? page : who === OWN_WITHOUT_TLS ? page.replace('https', 'http') : who;

      describe('and is trusted', () => {
        const place = behind('passes-on', trustLoopback(setting), true);

        test.each([
          [OWN, {}, 200],
          [OWN, { 'Sec-Fetch-Site': 'same-origin' }, 200],
          [OWN_WITHOUT_TLS, {}, 403],
          [EVIL, {}, 403],
          // nginx replaces it, so a client cannot pretend to be the proxy.
          [OWN_WITHOUT_TLS, { 'X-Forwarded-Proto': 'http' }, 403],
        ])('enforce, %s with %j: %d', async (who, headers, status) => {
          const page = own(place().url);
          const origin = originOf(page, who);
          expect(await overTls(page, '/cats/enforced', { ...headers, Origin: origin })).toBe(status);
        });
      });

      describe('and is not trusted', () => {
        const place = behind('passes-on', {}, true);

        test.each([
          [OWN, {}, 403],
          [OWN, { 'Sec-Fetch-Site': 'same-origin' }, 200],
          [OWN_WITHOUT_TLS, {}, 200],
          [EVIL, {}, 403],
        ])('enforce, %s with %j: %d', async (who, headers, status) => {
          const page = own(place().url);
          const origin = originOf(page, who);
          expect(await overTls(page, '/cats/enforced', { ...headers, Origin: origin })).toBe(status);
        });
      });

      describe.each<[string, string, () => StartOptions, number, number]>([
        ['the host kept, and no proxy trusted', 'passes-on', () => ({}), 200, 403],
        ['the host told twice, and nginx trusted', 'tells-host', () => trustLoopback(setting), 200, 403],
        [
          'the host in X-Forwarded-Host, and nginx trusted',
          'renames-host',
          () => trustLoopback(setting),
          200,
          403,
        ],
        ['the host in X-Forwarded-Host, and no proxy trusted', 'renames-host', () => ({}), 403, 403],
        // The client's X-Forwarded-Host is passed on, and trusted.
        ['the host kept alone, and nginx trusted', 'passes-on', () => trustLoopback(setting), 200, 200],
      ])('before ownOrigins, with %s', (_, site, options, known, forged) => {
        const place = behind(site, options(), true, OwnOriginsModule);

        test.each<[string, Record<string, string>, number]>([
          ['an own page', { Origin: 'https://api.test' }, 200],
          ['its host without TLS', { Origin: 'http://api.test' }, 403],
          ['a client without Origin', {}, known],
          ['a page that its browser calls same-origin', { 'Sec-Fetch-Site': 'same-origin' }, known],
          ['DNS rebinding', { Origin: 'https://evil.example', Host: 'evil.example' }, 403],
          ['another host without Origin', { Host: 'evil.example' }, 403],
          [
            'a page that names the host itself',
            { 'Host': 'evil.example', 'X-Forwarded-Host': 'api.test' },
            forged,
          ],
          ['another page', { Origin: EVIL }, 403],
        ])('enforce, %s with %j: %d', async (_who, headers, status) => {
          expect(await overTls(own(place().url), '/cats/enforced', headers)).toBe(status);
        });
      });

      const trusting = trustLoopback(setting);
      const withProtection: StartOptions = {
        ...trusting,
        configure: async app => {
          await trusting.configure?.(app);
          app.enableCsrfProtection();
        },
      };

      describe('before enableCsrfProtection(), with the host kept', () => {
        const place = behind('passes-on', withProtection, true);

        test('an old browser’s same-origin POST passes', async () => {
          const page = own(place().url);
          expect(await overTls(page, '/cats', { Origin: page }, 'POST')).toBe(201);
          expect(await overTls(page, '/cats', { Origin: EVIL }, 'POST')).toBe(403);
        });
      });

      describe('before enableCsrfProtection(), with the host in X-Forwarded-Host', () => {
        const place = behind('renames-host', { ...withProtection, ...freshAdapter(setting) }, true);

        test('an old browser’s same-origin POST is refused, although enforce recognises it', async () => {
          const page = own(place().url);
          expect(await overTls(page, '/cats', { Origin: page }, 'POST')).toBe(403);
          expect(
            await overTls(page, '/cats', { 'Origin': page, 'Sec-Fetch-Site': 'same-origin' }, 'POST'),
          ).toBe(201);
          expect(await overTls(page, '/cats/enforced', { Origin: page })).toBe(200);
        });
      });
    });
  });
});

/** An adapter serves one application. */
function freshAdapter(setting: Setting): StartOptions {
  const { adapter } = trustLoopback(setting);
  return adapter === undefined ? {} : { adapter };
}

/** The result of a page of an origin at a server, as in a browser. */
async function readFrom(
  { url, app }: { url: string; app: INestApplication },
  origin: string,
  path: string,
  init = {},
): Promise<CorsResult> {
  const browser = new CorsBrowser(app);
  try {
    return await browser.open(origin).fetch(`${url}${path}`, init);
  } finally {
    await browser.close();
  }
}

/** To a name of this machine, with a self-signed certificate. */
function overTls(
  url: string,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  const { port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = secureRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { Host: host, ...headers },
        rejectUnauthorized: false,
        agent: false,
      },
      response => {
        response.resume();
        response.on('end', () => {
          resolve(response.statusCode ?? 0);
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
