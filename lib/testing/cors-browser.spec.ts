import { createServer, type RequestListener, type Server } from 'node:http';
import { CorsBrowser, type CorsBrowserOptions } from './cors-browser.js';
import type { CorsRequestInit } from '../browser/index.js';

const PAGE = 'https://app.example.com';
const API = 'https://api.example.com';
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': '*' };

let server: Server;
let listener: RequestListener;
let browser: CorsBrowser;

/** A substitute for an INestApplication. */
const application = {
  getHttpServer: () => server,
  listen: (port: number, host: string) =>
    new Promise<void>(resolve => {
      server.listen(port, host, resolve);
    }),
};

function open(options: CorsBrowserOptions = {}, origin = PAGE) {
  browser = new CorsBrowser(application, { url: API, ...options });
  return browser.open(origin);
}

function answer(headers: Record<string, string>, status = 200, body = 'ok'): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

beforeEach(() => {
  listener = answer(OPEN);
  server = createServer((request, response) => {
    listener(request, response);
  });
  browser = new CorsBrowser(application);
});

afterEach(async () => {
  await browser.close();
  server.close();
});

describe('A CorsBrowser', () => {
  it('has an application listen when a page first asks, and stop at close()', async () => {
    const page = open();
    expect(server.listening).toBe(false);
    expect((await page.fetch('/')).outcome).toBe('readable');
    expect(server.listening).toBe(true);
    await browser.close();
    expect(server.listening).toBe(false);
  });

  it('leaves an application listening that did so before', async () => {
    await application.listen(0, '127.0.0.1');
    await open().fetch('/');
    await browser.close();

    expect(server.listening).toBe(true);
  });

  it('has it listen again for another browser', async () => {
    await open().fetch('/');
    await browser.close();

    expect((await open().fetch('/')).outcome).toBe('readable');
  });

  it('knows the application as http://localhost unless told otherwise', async () => {
    browser = new CorsBrowser(application);
    const { request } = await browser.open(PAGE).fetch('/cats');

    expect(request.url).toMatch(/^http:\/\/localhost:\d+\/cats$/);
  });

  it('rejects a value that is not an application', async () => {
    browser = new CorsBrowser({ getHttpServer: () => undefined, listen: () => Promise.resolve() });

    await expect(browser.open(PAGE).fetch('/')).rejects.toThrow('The application has no HTTP server.');
  });

  it('connects only to given servers and loopback', async () => {
    const { reason } = await open().fetch('https://example.org/');

    expect(reason).toContain("no server for https://example.org; name one in the option 'servers'");
  });

  it('waits no longer than the timeout', async () => {
    listener = () => undefined;
    const { reason } = await open({ timeout: 50 }).fetch('/');
    server.closeAllConnections();

    expect(reason).toContain('within 50 ms');
  });

  it('tells a refused connection', async () => {
    expect((await open({}, 'http://app.test').fetch('http://127.0.0.1:1/')).reason).toContain('ECONNREFUSED');
  });

  it('reads an event stream up to its first event', async () => {
    listener = (_request, response) =>
      response.writeHead(200, { ...OPEN, 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');

    expect((await open().fetch('/')).response?.body).toBe('data: 1\n\n');
  });
});

describe("A page's fetch()", () => {
  it.each<[string, string, CorsRequestInit]>([
    ['a body with GET', 'cannot have body', { body: 'x' }],
    ['a forbidden method', "'TRACE'", { method: 'TRACE' }],
    ['no method', "''", { method: '' }],
    ['no header name', "'a b' is not a header name", { headers: { 'a b': '1' } }],
    ['no header value', 'is not a header value', { headers: [['a', '1\n2']] }],
    ['PUT without CORS', 'unsupported in no-cors mode', { method: 'PUT', mode: 'no-cors' }],
    ['the cache alone, across origins', "'same-origin' mode", { cache: 'only-if-cached' }],
    ['a stream without duplex', "duplex: 'half'", { method: 'POST', body: new Blob(['x']).stream() }],
  ])('rejects %s', async (_what, message, init) => {
    await expect(open().fetch('/', init)).rejects.toThrow(message);
  });

  it('rejects a URL with credentials', async () => {
    await expect(open().fetch('https://u:p@api.example.com/')).rejects.toThrow('includes credentials');
  });

  it.each<[string, CorsRequestInit, string, RegExp]>([
    ['mode same-origin forbids other origins', { mode: 'same-origin' }, '/', /Mode 'same-origin'/],
    ['no-cors follows redirects only', { mode: 'no-cors', redirect: 'manual' }, '/', /Mode 'no-cors'/],
    ['a secure page loads nothing insecure', {}, 'http://api.example.com/', /is not secure, the page is/],
    ['neither http nor https', {}, 'ftp://localhost/', /neither http nor https|is not secure/],
  ])('%s', async (_sentence, init, url, reason) => {
    const { outcome, reason: said, exchanges } = await open().fetch(url, init);

    expect(outcome).toBe('blocked');
    expect(said).toMatch(reason);
    expect(exchanges).toEqual([]);
  });

  it('no-cors gives an opaque response', async () => {
    const { outcome, response } = await open().fetch('/', { mode: 'no-cors', headers: { 'X-A': '1' } });

    expect(outcome).toBe('blocked');
    expect(response).toEqual({
      type: 'opaque',
      url: '',
      redirected: false,
      status: 0,
      headers: {},
      body: '',
    });
  });

  it('a same-origin page sees all but Set-Cookie, and needs no preflight', async () => {
    listener = answer({ 'X-A': '1', 'Set-Cookie': 'a=1' });
    const { response, preflight } = await open({}, API).fetch('/', { method: 'PUT' });

    expect(preflight).toBeUndefined();
    expect(response).toMatchObject({ type: 'basic', headers: { 'x-a': '1' } });
    expect(response?.headers).not.toHaveProperty('set-cookie');
  });

  it('a stream body makes a preflight', async () => {
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as const;

    expect((await open().fetch('/', init)).preflight?.request.headers).toMatchObject({
      'access-control-request-method': 'POST',
    });
  });

  it('sends a method as it is written', async () => {
    const { exchanges } = await open().fetch('/', { method: 'patch' });

    expect(exchanges.map(({ request }) => request.method)).toEqual(['OPTIONS', 'patch']);
  });

  it('a cached response that is fresh reaches no server, a stale one is asked about', async () => {
    const clock = { now: 0 };
    listener = (request, response) => {
      const isKnown = request.headers['if-none-match'] === '"1"';
      response
        .writeHead(isKnown ? 304 : 200, { ...OPEN, 'ETag': '"1"', 'Cache-Control': 'max-age=10' })
        .end();
    };
    const page = open({ now: () => clock.now });
    const statuses = async () => (await page.fetch('/')).exchanges.map(({ response }) => response.status);

    expect(await statuses()).toEqual([200]);
    expect(await statuses()).toEqual([]);
    clock.now = 10_000;
    expect(await statuses()).toEqual([304]);
    expect((await page.fetch('/')).response?.status).toBe(200);
  });
});

describe('HTTP-redirect fetch', () => {
  it.each([
    ['a Location that is no URL', 'http://[', /is no URL/],
    ['a scheme other than http and https', 'data:,x', /is not on http or https/],
    ['credentials in a foreign Location', 'https://u:p@api.example.com/', /contains a username and password/],
  ])('%s is a network error', async (_what, location, reason) => {
    listener = answer({ ...OPEN, Location: location }, 302);

    expect((await open().fetch('/')).reason).toMatch(reason);
  });

  it('more than twenty are a network error', async () => {
    listener = answer({ ...OPEN, Location: '/again' }, 302);
    const { reason, exchanges } = await open().fetch('/');

    expect(reason).toContain('ERR_TOO_MANY_REDIRECTS');
    expect(exchanges).toHaveLength(21);
  });

  it('without Location it is the response', async () => {
    listener = answer(OPEN, 302);

    expect((await open().fetch('/')).response?.status).toBe(302);
  });

  it('redirect mode error makes it a network error, manual an opaque response', async () => {
    listener = answer({ ...OPEN, Location: '/again' }, 302);

    expect((await open().fetch('/', { redirect: 'error' })).reason).toContain("Redirect mode 'error'");
    expect((await open().fetch('/', { redirect: 'manual' })).response?.type).toBe('opaqueredirect');
  });

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'PUT', 'PUT'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
  ])('%s after %s becomes %s', async (status, method, next) => {
    listener = (request, response) => {
      const to = request.method === 'OPTIONS' || request.url === '/b' ? {} : { Location: '/b' };
      response.writeHead('Location' in to ? status : 200, { ...OPEN, ...to }).end();
    };
    const { exchanges, response } = await open().fetch('/a', { method });

    expect(exchanges.at(-1)?.request).toMatchObject({ method: next, url: `${API}/b` });
    expect(response?.redirected).toBe(true);
  });

  it('a stream body cannot be sent again', async () => {
    listener = answer({ ...OPEN, Location: '/b' }, 307);
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as const;
    listener = (request, response) =>
      response.writeHead(request.method === 'OPTIONS' ? 204 : 307, { ...OPEN, Location: '/b' }).end();

    expect((await open().fetch('/', init)).reason).toContain('A stream body cannot be sent again');
  });
});
