import { connect as http2Connect } from 'node:http2';
import { connect } from 'node:net';
import { channel } from 'node:diagnostics_channel';
import {
  type CallHandler,
  Controller,
  Get,
  Injectable,
  Module,
  type NestInterceptor,
  VersioningType,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsService } from 'nestjs-cors-policy';
import { CorsExplorerModule } from 'nestjs-cors-policy/explorer';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import { map } from 'rxjs';
import type { FlowAnswer, LiveMessage, SurfaceMessage } from '../../lib/explorer/messages.js';
import { SETTINGS, create, portOf } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { Served, serve } from '../e2e/support/served.js';
import { cookieOf, getOpened, tokenOf } from './support/opened.js';
import { runCopiedTest } from './support/copied-test.js';
import { EventStream } from './support/event-stream.js';
import { APP, STRANGER, explorerApp, withVersions } from './support/explorer-app.js';
import { SCENARIOS, queryOf } from './support/scenarios.js';

const PUBLIC = { origin: APP, method: 'GET', url: '/catalogue', headers: [], credentials: false };
const LOCAL_PATHS = ['', '/files/app.js', '/files/page.css', '/surface', `/flow?${queryOf(PUBLIC)}`];
const DECISION = {
  kind: 'actual',
  allowed: false,
  reason: 'origin',
  refusable: true,
  enforced: false,
  origin: '<img src=x onerror=alert(1)>',
  method: 'GET',
  url: '/orders',
  status: 200,
  handlers: ['OrdersController.list'],
  policies: [],
};

describe.each(SETTINGS)('The explorer, $name', setting => {
  const served = serve(setting, () => explorerApp(), { configure: withVersions });
  const opened = (path: string, headers: Record<string, string> = {}) => getOpened(served(), path, headers);

  describe('answers', () => {
    it.each(LOCAL_PATHS)('/cors-explorer%s safely, and no other origin', async path => {
      const { status, headers } = await opened(`/cors-explorer${path}`, { Origin: APP });

      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
    });

    it('preflights with a refusal', async () => {
      const { status, headers } = await served().preflight('/cors-explorer/surface', {
        origin: APP,
        method: 'GET',
      });

      expect(status).toBe(403);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s with 404: nothing can be changed', async method => {
      expect((await served().send(method, '/cors-explorer/flow')).status).toBe(404);
    });

    it.each(['nothing.js', '__proto__', 'constructor', '..%2f..%2fpackage.json', '%00'])(
      'the file %s with 404',
      async name => {
        expect((await opened(`/cors-explorer/files/${name}`)).status).toBe(404);
      },
    );

    it('with the routes of the application, and not its own', async () => {
      const { routes, policies } = JSON.parse(
        (await opened('/cors-explorer/surface')).body,
      ) as SurfaceMessage;
      const all = served().app.get(CorsService).routes();

      expect(routes).toHaveLength(17);
      expect(all).toHaveLength(17 + 5);
      expect(
        all
          .filter(({ path }) => path.includes('cors-explorer'))
          .every(({ policy }) => policy.origin?.value === false),
      ).toBe(true);
      expect(policies).toEqual(['partners']);
      expect(routes.filter(({ marks }) => marks.includes('versions-differ')).map(({ path }) => path)).toEqual(
        ['/reports', '/reports', '/reports/:year', '/reports/:year'],
      );
    });
  });

  describe('tells the flow that a browser takes', () => {
    it.each(SCENARIOS)('%s', async (_, question, outcome, preflighted) => {
      const answer = JSON.parse(
        (await opened(`/cors-explorer/flow?${queryOf(question)}`)).body,
      ) as FlowAnswer;
      const browser = new CorsBrowser(served().app);
      const { origin, method, url, headers, credentials } = question;
      const result = await browser.open(origin).fetch(url, {
        method,
        headers: Object.fromEntries(headers),
        credentials: credentials ? 'include' : 'same-origin',
      });
      await browser.close();

      expect(answer.allowed ? 'readable' : 'blocked').toBe(outcome);
      expect(result.outcome).toBe(outcome);
      expect(answer.preflighted).toBe(preflighted);
      expect(result.preflight !== undefined).toBe(preflighted);
      const sent = answer.rows
        .filter(row => row.kind === 'request')
        .filter(({ verdict }) => verdict === 'passed');
      expect(sent.map(request => request.method)).toEqual(
        result.exchanges.map(({ request }) => request.method),
      );
      for (const [at, { headers: drawn }] of sent.entries())
        for (const [name, value] of drawn)
          expect(result.exchanges[at]?.request.headers).toHaveProperty([name.toLowerCase()], value);
      const statuses = answer.rows.filter(row => row.kind === 'response').map(({ status }) => status);
      for (const [at, status] of statuses.entries())
        if (status !== undefined) expect(result.exchanges[at]?.response.status).toBe(status);
      await runCopiedTest(answer.test, served().app);
    });

    it('has no test that always passes', async () => {
      const answer = JSON.parse((await opened(`/cors-explorer/flow?${queryOf(PUBLIC)}`)).body) as FlowAnswer;

      await expect(
        runCopiedTest(answer.test.replace("'readable'", "'blocked'"), served().app),
      ).rejects.toThrow();
    });

    it.each(["it's", '\\', '</script>', '${1}', '`', '\u00a0'])(
      '%j in a path is text in the test',
      async text => {
        const question = { ...PUBLIC, url: `/catalogue?${text}` };
        const answer = JSON.parse(
          (await opened(`/cors-explorer/flow?${queryOf(question)}`)).body,
        ) as FlowAnswer;

        await runCopiedTest(answer.test, served().app);
      },
    );
  });

  it.each([
    [APP, true],
    [STRANGER, false],
  ])('tells the flow of a handshake of %s', async (origin, allowed) => {
    const url = `${served().url.replace('http', 'ws')}/prices`;
    const question = { ...PUBLIC, origin, url };
    const answer = JSON.parse((await opened(`/cors-explorer/flow?${queryOf(question)}`)).body) as FlowAnswer;

    expect(answer).toMatchObject({ allowed, preflighted: false, route: { kind: 'gateway' } });
    expect(answer.rows.filter(({ kind }) => kind !== 'event')).toMatchObject([
      { kind: 'request', method: 'GET', url },
      { kind: 'response', status: allowed ? 101 : 403 },
    ]);
    await runCopiedTest(answer.test, served().app);
    await expect(
      runCopiedTest(answer.test.replace(/toBe\('\w+'\)/, "toBe('neither')"), served().app),
    ).rejects.toThrow();
  });

  describe('refuses what it cannot answer with a sentence', () => {
    it.each([
      ['', 'origin: it is missing.'],
      ['?origin=https://a.example/&method=GET&url=/', "Say 'https://a.example'."],
      ['?origin=null&method=TRACE&url=/', 'TRACE'],
      ['?origin=null&method=G%20T&url=/', 'is not a method'],
      ['?origin=null&method=GET&url=/&header=B%C3%A4r:%201', 'is not a header name'],
      ['?origin=null&method=GET&url=/&header=A:%00', 'is not a header value'],
      ['?origin=null&method=GET&url=http://a:b@c/', 'user name'],
      [`?origin=null&method=GET&url=/${'a'.repeat(3_000)}`, 'url: at most 2048'],
      ['?origin[]=null&method=GET&url=/', 'no such parameter'],
    ])('%.70s', async (query, sentence) => {
      const { status, body } = await opened(`/cors-explorer/flow${query}`);

      expect(status).toBe(400);
      expect(JSON.parse(body)).toHaveProperty('message', expect.stringContaining(sentence));
    });

    it.each([
      [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' }, 403],
      [{ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }, 403],
      [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }, 403],
      [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }, 200],
      [{ 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }, 200],
      [{ 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }, 200],
    ])('another site may link to it and no more: %j', async (headers, status) => {
      expect((await opened('/cors-explorer', headers)).status).toBe(status);
    });
  });

  describe('tells decisions as they happen', () => {
    const open = (headers: Record<string, string> = {}) =>
      EventStream.open(`${served().url}/cors-explorer/live`, { Cookie: cookieOf(served().app), ...headers });

    it('with a stream that goes on', async () => {
      const stream = await open();
      await stream.until(text => text.includes('data: '));
      channel('nestjs-cors-policy:decision').publish(DECISION);
      const text = await stream.until(found => found.includes('onerror'));
      stream.leave();

      expect(stream.response.statusCode).toBe(200);
      expect(stream.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
      expect(stream.response.headers).not.toHaveProperty('access-control-allow-origin');
      expect(text).toMatch(/\nid: \d+\ndata: \{"decisions":\[\{.*"origin":"<img src=x onerror=alert\(1\)>"/);
    });

    it('of real requests: preflights, actual ones, and what the server refuses; not of its own page', async () => {
      const stream = await open();
      await stream.until(text => text.includes('data: '));
      await opened('/cors-explorer/files/app.js', { Origin: served().url });
      await served().preflight('/orders/1?real', { origin: STRANGER, method: 'PUT', headers: 'x-a' });
      await served().send('POST', '/dashboard/transfers?real', { Origin: STRANGER });
      await served().get('/catalogue/last?real', { Origin: APP });
      const text = await stream.until(found => found.includes('/catalogue/last'));
      stream.leave();
      const messages = [...text.matchAll(/^data: (.*)$/gm)].map(
        ([, data = '']) => JSON.parse(data) as LiveMessage,
      );
      const all = messages.flatMap(({ decisions }) => decisions);

      expect(all.slice(-3)).toMatchObject([
        {
          kind: 'preflight',
          allowed: false,
          reason: 'origin',
          method: 'PUT',
          origin: STRANGER,
          requestedHeaders: 'x-a',
          status: 403,
          handlers: ['OrdersController.replace'],
        },
        {
          kind: 'actual',
          allowed: false,
          enforced: true,
          status: 403,
          handlers: ['DashboardController.transfer'],
        },
        { kind: 'actual', allowed: true, origin: APP, status: 200, handlers: ['CatalogueController.find'] },
      ]);
      expect(all.filter(({ url }) => url.includes('cors-explorer'))).toEqual([]);
      expect(all.filter(({ url }) => url.includes('?'))).toEqual([]);
    });

    it('from where the client stopped', async () => {
      channel('nestjs-cors-policy:decision').publish({ ...DECISION, url: '/one' });
      channel('nestjs-cors-policy:decision').publish({ ...DECISION, url: '/two' });
      const first = await open();
      const text = await first.until(found => found.includes('/two'));
      first.leave();
      const last = Number(/id: (\d+)/.exec(text)?.[1]);
      const second = await open({ 'Last-Event-ID': String(last - 1) });
      const rest = await second.until(found => found.includes('data: '));
      second.leave();

      expect(rest).toContain('/two');
      expect(rest).not.toContain('/one');
    });

    it('to sixteen pages at once, and to another when one has left', async () => {
      const streams = await Promise.all(Array.from({ length: 16 }, () => open()));
      expect(streams.map(({ response }) => response.statusCode)).toEqual(Array(16).fill(200));
      expect((await opened('/cors-explorer/live')).status).toBe(503);

      for (const stream of streams) stream.leave();
      const status = async () => {
        const stream = await open();
        stream.leave();
        return stream.response.statusCode;
      };
      // Until the server has noticed that they left, or the test has timed out.
      while ((await status()) !== 200) await new Promise(resolve => setImmediate(resolve));
      expect(await status()).toBe(200);
    });
  });

  it('closes with the application, open streams or not', async () => {
    const own = await Served.start(setting, explorerApp(), { configure: withVersions });
    const stream = await EventStream.open(`${own.url}/cors-explorer/live`, { Cookie: cookieOf(own.app) });
    // One that asks and never reads.
    const silent = connect(portOf(own.app), '127.0.0.1');
    silent.on('error', () => undefined);
    silent.write(`GET /cors-explorer/live?token=${tokenOf(own.app)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await new Promise(resolve => silent.once('readable', resolve));
    // Without that, it would wait for these until the test has timed out.
    await Promise.all([own.close(), stream.untilEnd()]);
    silent.destroy();

    expect(stream.ended).toBe(true);
  });

  it('is below the global prefix, on its own path, with any versioning', async () => {
    const own = await Served.start(setting, explorerApp({ path: '/dev/cors/' }), {
      configure: app => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
      },
    });
    const { status, body } = await getOpened(own, '/api/dev/cors');
    const surface = JSON.parse((await getOpened(own, '/api/dev/cors/surface')).body) as SurfaceMessage;
    const other = await getOpened(own, '/cors-explorer');
    await own.close();

    expect(status).toBe(200);
    expect(body).toContain('src="cors/files/app.js"');
    expect(other.status).toBe(404);
    expect(surface.routes.map(({ path }) => path)).toContain('/api/v1/catalogue');
  });

  it('is not wrapped by an interceptor of the application', async () => {
    @Injectable()
    class Envelope implements NestInterceptor {
      intercept(_: unknown, next: CallHandler) {
        return next.handle().pipe(map((data: unknown) => ({ data })));
      }
    }
    @Module({ imports: [explorerApp()], providers: [{ provide: APP_INTERCEPTOR, useClass: Envelope }] })
    class Root {}
    const own = await Served.start(setting, Root, { configure: withVersions });
    const wrapped = await own.get('/catalogue');
    const surface = await getOpened(own, '/cors-explorer/surface');
    const flow = await getOpened(own, `/cors-explorer/flow?${queryOf(PUBLIC)}`);
    await own.close();

    expect(JSON.parse(wrapped.body)).toEqual({ data: [] });
    expect(JSON.parse(surface.body)).toHaveProperty('routes');
    expect(JSON.parse(flow.body)).toHaveProperty('allowed', true);
  });

  describe('in production', () => {
    const before = process.env.NODE_ENV;
    beforeEach(() => {
      process.env.NODE_ENV = 'production';
    });
    afterEach(() => {
      process.env.NODE_ENV = before;
    });

    it('keeps the application from starting', async () => {
      await expect(create(setting, explorerApp())).rejects.toThrow(
        /CorsExplorerModule\.forRoot\(\), accessIsGuarded: false\n(.*\n)*.*why: +NODE_ENV is 'production'/,
      );
    });

    it('starts where access is guarded, and answers on every host', async () => {
      const own = await Served.start(setting, explorerApp({ accessIsGuarded: true }), {
        configure: withVersions,
      });
      const { status } = await send(own.url, 'GET', '/cors-explorer/surface', {
        'Host': 'api.example.com',
        'X-Forwarded-For': '203.0.113.9',
      });
      await own.close();

      expect(status).toBe(200);
    });
  });

  it('says that it needs CorsModule', async () => {
    @Controller()
    class RootController {
      @Get()
      root() {
        return '';
      }
    }
    @Module({ imports: [CorsExplorerModule.forRoot()], controllers: [RootController] })
    class Root {}

    await expect(create(setting, Root)).rejects.toThrow(/import CorsModule\.forRoot\(\) in the root module/);
  });

  it('does not start with options that are none', () => {
    expect(() => CorsExplorerModule.forRoot({ path: '../x' })).toThrow(
      /CorsExplorerModule\.forRoot\(\), path/,
    );
  });

  it('is nowhere unless it is imported', async () => {
    @Module({ imports: [CorsModule.forRoot()] })
    class Root {}
    const own = await Served.start(setting, Root, { configure: withVersions });
    const { status } = await own.get('/cors-explorer');
    const routes = own.app.get(CorsService).routes();
    await own.close();

    expect(status).toBe(404);
    expect(routes).toEqual([]);
  });
});

describe('The explorer over HTTP/2', () => {
  it('serves the page, the surface and the stream, and closes', async () => {
    const own = await Served.start(
      { name: 'http2', platform: 'fastify', start: 'NestFactory.create' },
      explorerApp(),
      {
        configure: withVersions,
        // Nest's adapter is typed for HTTP/1.
        adapter: new FastifyAdapter({ http2: true } as unknown as ConstructorParameters<
          typeof FastifyAdapter
        >[0]),
      },
    );
    const client = http2Connect(`http://localhost:${portOf(own.app)}`);
    const ask = async (path: string, until: (text: string) => boolean): Promise<string> => {
      const stream = client.request({
        ':path': `/cors-explorer${path}`,
        'cookie': cookieOf(own.app, `localhost:${portOf(own.app)}`),
      });
      let text = '';
      for await (const chunk of stream.setEncoding('utf8')) {
        text += String(chunk);
        if (until(text)) break;
      }
      return text;
    };

    expect(await ask('', () => false)).toContain('<title>CORS explorer</title>');
    expect(await ask('/surface', () => false)).toContain('OrdersController.list');
    expect(await ask('/live', text => text.endsWith('\n\n'))).toContain('"decisions":');
    client.destroy();
    await own.close();
  });
});
