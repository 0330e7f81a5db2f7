// The code of docs/testing-your-policies.md. testing-your-policies.page.e2e-spec.ts checks that
// both are the same.
import type { Server } from 'node:http';
import { Controller, Get, type INestApplication, Module, Put, Res } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { CorsBrowser, corsMatchers, snapshot } from 'nestjs-cors-policy/testing';
import { WebSocketServer } from 'ws';

expect.extend(corsMatchers);

@Controller('cats')
@CorsPolicy({ origin: 'https://app.example.com', credentials: true, exposedHeaders: ['X-Total'] })
class CatsController {
  @Get()
  list(@Res({ passthrough: true }) reply: { header(name: string, value: string): unknown }) {
    reply.header('X-Total', '2');
    reply.header('Set-Cookie', 'seen=cats; Path=/; SameSite=Lax');
    return ['Tom', 'Kitty'];
  }

  @Put(':id')
  replace() {
    return { replaced: true };
  }

  @CorsPolicy(false)
  @Get('secrets')
  secrets() {
    return 'purr';
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [CatsController] })
class AppModule {}

describe('who may read the cats', () => {
  let app: INestApplication;
  let browser: CorsBrowser;

  beforeAll(async () => {
    app = (await Test.createTestingModule({ imports: [AppModule] }).compile()).createNestApplication();
  });

  beforeEach(() => {
    browser = new CorsBrowser(app, { url: 'https://api.example.com' });
  });

  afterEach(() => browser.close());
  afterAll(() => app.close());

  it('lets our own frontend replace a cat', async () => {
    const page = browser.open('https://app.example.com');
    const result = await page.fetch('/cats/1', { method: 'PUT', credentials: 'include', body: 'Tom' });

    expect(result).toBeReadable();
    expect(result.preflight?.response.status).toBe(204);
    expect(result.response?.body).toBe('{"replaced":true}');
  });

  it('withholds the cats from other origins', async () => {
    const page = browser.open('https://evil.example');

    expect(await page.fetch('/cats')).toBeBlocked(/No 'Access-Control-Allow-Origin' header/);
  });

  it('tells what the browser did', async () => {
    const page = browser.open('https://evil.example');
    const { outcome, reason, preflight, response, steps, exchanges } = await page.fetch('/cats');

    expect(outcome).toBe('blocked');
    expect(reason).toContain('https://fetch.spec.whatwg.org/#concept-cors-check');
    expect(preflight).toBeUndefined(); // a GET without special headers needs no preflight
    expect(response).toBeUndefined(); // the script gets no response
    expect(steps.map(({ step, passed }) => `${step}: ${String(passed)}`)).toEqual([
      'request: true',
      'CORS check: false',
    ]);
    expect(exchanges[0]?.response.status).toBe(200); // the handler ran nevertheless
  });

  it('exposes the total', async () => {
    const page = browser.open('https://app.example.com');
    const { response } = await page.fetch('/cats');

    expect(response?.headers).toHaveProperty('x-total', '2');
    expect(response?.headers).not.toHaveProperty('set-cookie');
  });

  it('keeps its cookies to the site', async () => {
    const init = { credentials: 'include' } as const;
    await browser.open('https://app.example.com').fetch('/cats', init);

    const own = await browser.open('https://app.example.com').fetch('/cats', init);
    const foreign = await browser.open('https://evil.example').fetch('/cats', init);

    expect(own.exchanges[0]?.request.headers).toHaveProperty('cookie', 'seen=cats');
    expect(foreign.exchanges[0]?.request.headers).not.toHaveProperty('cookie');
  });

  it('asks again after five seconds', async () => {
    let now = 0;
    const browser = new CorsBrowser(app, { url: 'https://api.example.com', now: () => now });
    const page = browser.open('https://app.example.com');
    const put = () => page.fetch('/cats/1', { method: 'PUT' });

    expect((await put()).preflight).toBeDefined();
    expect((await put()).preflight).toBeUndefined();
    now += 5_000;
    expect((await put()).preflight).toBeDefined();
    await browser.close();
  });

  it('gives nothing to a sandboxed frame', async () => {
    const frame = browser.open('https://app.example.com', { sandboxed: true });

    expect(await frame.fetch('/cats')).toBeBlocked("'null'");
  });

  it('opens a socket only for our own frontend', async () => {
    const server = app.getHttpServer() as Server;
    const verifyClient = ({ origin }: { origin: string }) => origin === 'https://app.example.com';
    const sockets = new WebSocketServer({ server, path: '/chat', verifyClient });

    expect((await browser.open('https://app.example.com').connect('/chat')).outcome).toBe('open');
    expect((await browser.open('https://evil.example').connect('/chat')).outcome).toBe('refused');
    sockets.close();
  });

  it.each(['standard', 'chromium', 'firefox', 'webkit'] as const)(
    'blocks the request in the profile %s',
    async profile => {
      const browser = new CorsBrowser(app, { profile });
      const page = browser.open('https://app.example.com');

      expect(await page.fetch('/cats', { headers: { Authorization: 'Bearer x' } })).toBeBlocked();
      await browser.close();
    },
  );

  it('opens this and nothing more', () => {
    expect(snapshot(app.get(CorsService))).toMatchSnapshot();
  });
});
