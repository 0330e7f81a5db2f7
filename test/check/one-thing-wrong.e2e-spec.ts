import { type Handler, type RunningServer, serve } from './support/raw-server.js';
import { causes, checkOutput, runCheck } from './support/run-check.js';

const APP = 'http://app.example.com';
const PUT = ['--method', 'PUT'];
const COOKIES = ['--credentials'];

type Headers = Readonly<Record<string, string | string[]>>;

/** A server that is right, save for what a case changes: it allows one origin, with credentials. */
function server(change: {
  preflight?: { status?: number; headers?: Headers; body?: string; without?: string[] };
  actual?: { status?: number; headers?: Headers; body?: string; without?: string[] };
  any?: boolean;
}): Handler {
  return ({ method, headers: { origin } }, response) => {
    const isPreflight = method === 'OPTIONS';
    const {
      status,
      headers = {},
      body = '',
      without = [],
    } = (isPreflight ? change.preflight : change.actual) ?? {};
    response.statusCode = status ?? (isPreflight ? 204 : 200);
    if (origin === APP || change.any === true) {
      response.setHeader('Access-Control-Allow-Origin', origin ?? '');
      response.setHeader('Access-Control-Allow-Credentials', 'true');
      if (isPreflight) {
        response.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
        response.setHeader('Access-Control-Allow-Headers', 'X-A');
        response.setHeader('Access-Control-Max-Age', '600');
      }
    }
    response.setHeader('Vary', isPreflight ? 'Origin, Access-Control-Request-Headers' : 'Origin');
    for (const name of without) response.removeHeader(name);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
  };
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const NGINX_PAGE =
  '<html><body><center><h1>Error</h1></center><hr><center>nginx/1.22.1</center></body></html>';
const EVERY_CORS_HEADER = [
  ALLOW_ORIGIN,
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Max-Age',
  'Vary',
];

interface Case {
  readonly title: string;
  readonly server: Handler;
  readonly args?: readonly string[];
  readonly verdict: 'readable' | 'blocked';
  readonly causes: readonly string[];
}

const CASES: readonly Case[] = [
  { title: 'nothing', server: server({}), verdict: 'readable', causes: [] },
  {
    title: 'nothing, with a preflight',
    server: server({}),
    args: [...PUT, '--header', 'X-A: 1'],
    verdict: 'readable',
    causes: [],
  },
  { title: 'nothing, with credentials', server: server({}), args: COOKIES, verdict: 'readable', causes: [] },
  {
    title: 'nothing: open to any origin',
    server: server({
      actual: { headers: { [ALLOW_ORIGIN]: '*' }, without: ['Access-Control-Allow-Credentials', 'Vary'] },
    }),
    verdict: 'readable',
    causes: [],
  },
  {
    title: 'nothing: one origin for all, which does not vary',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: APP }, without: ['Vary'] } }),
    verdict: 'readable',
    causes: [],
  },
  {
    title: 'a doubled header',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: [APP, APP] } } }),
    verdict: 'blocked',
    causes: ['doubled-header (proxy)'],
  },
  {
    title: 'a doubled header in the preflight',
    server: server({ preflight: { headers: { [ALLOW_ORIGIN]: [APP, APP] } } }),
    args: PUT,
    verdict: 'blocked',
    causes: ['doubled-header (proxy)'],
  },
  {
    title: 'a doubled header that was joined',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: `${APP}, ${APP}` } } }),
    verdict: 'blocked',
    causes: ['doubled-header (proxy)'],
  },
  {
    title: 'two different origins',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: [APP, '*'] } } }),
    verdict: 'blocked',
    causes: ['contradictory-headers (proxy)'],
  },
  {
    title: 'a list of origins',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: `${APP}, https://b.example` } } }),
    verdict: 'blocked',
    causes: ['origin-list (server)'],
  },
  {
    title: 'any origin with credentials',
    server: server({
      actual: { headers: { [ALLOW_ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'true' } },
    }),
    args: COOKIES,
    verdict: 'blocked',
    causes: ['contradictory-headers (server)'],
  },
  {
    title: 'any origin with credentials, which the page does not send',
    server: server({
      actual: { headers: { [ALLOW_ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'true' } },
    }),
    verdict: 'readable',
    causes: ['contradictory-headers (server)'],
  },
  {
    title: 'a page with credentials where any origin is allowed without',
    server: server({
      actual: { headers: { [ALLOW_ORIGIN]: '*' }, without: ['Access-Control-Allow-Credentials'] },
    }),
    args: COOKIES,
    verdict: 'blocked',
    causes: ['credentials-with-wildcard (page)'],
  },
  {
    title: 'credentials that are not allowed',
    server: server({ actual: { without: ['Access-Control-Allow-Credentials'] } }),
    args: COOKIES,
    verdict: 'blocked',
    causes: ['credentials-not-allowed (application)'],
  },
  {
    title: 'True in place of true',
    server: server({ actual: { headers: { 'Access-Control-Allow-Credentials': 'True' } } }),
    args: COOKIES,
    verdict: 'blocked',
    causes: ['unusable-value (server)'],
  },
  {
    title: 'an origin with a slash at its end',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: `${APP}/` } } }),
    verdict: 'blocked',
    causes: ['unusable-value (server)'],
  },
  {
    title: 'an origin of another scheme',
    server: server({ actual: { headers: { [ALLOW_ORIGIN]: 'https://app.example.com' } } }),
    verdict: 'blocked',
    causes: ['origin-not-allowed (application)'],
  },
  ...[401, 404, 405, 500].map(status => ({
    title: `OPTIONS is answered with ${status}`,
    server: server({ preflight: { status, without: EVERY_CORS_HEADER } }),
    args: PUT,
    verdict: 'blocked' as const,
    // The request itself gets CORS headers: something before it does not.
    causes: ['preflight-answered-in-front (proxy)'],
  })),
  ...[200, 204].map(status => ({
    title: `OPTIONS is answered with ${status}, without CORS headers`,
    server: server({ preflight: { status, without: EVERY_CORS_HEADER } }),
    args: PUT,
    verdict: 'blocked' as const,
    causes: ['preflight-answered-in-front (proxy)'],
  })),
  {
    title: 'OPTIONS is answered by nginx',
    server: server({
      preflight: { status: 403, without: EVERY_CORS_HEADER, body: NGINX_PAGE },
      actual: { without: EVERY_CORS_HEADER },
    }),
    args: PUT,
    verdict: 'blocked',
    causes: ['preflight-answered-in-front (proxy)'],
  },
  {
    title: 'OPTIONS is answered by another server than the request',
    server: server({
      preflight: { status: 403, without: EVERY_CORS_HEADER, headers: { Server: 'gateway' } },
      actual: { without: EVERY_CORS_HEADER, headers: { Server: 'app' } },
    }),
    args: PUT,
    verdict: 'blocked',
    causes: ['preflight-answered-in-front (proxy)'],
  },
  {
    title: 'the application does not know OPTIONS',
    server: server({
      preflight: {
        status: 404,
        without: EVERY_CORS_HEADER,
        body: '{"message":"Cannot OPTIONS /cats","error":"Not Found","statusCode":404}',
      },
      actual: { without: EVERY_CORS_HEADER },
    }),
    args: PUT,
    verdict: 'blocked',
    causes: ['preflight-answered-in-front (application)'],
  },
  ...[301, 302, 307, 308].map(status => ({
    title: `the preflight is redirected with ${status}`,
    server: server({ preflight: { status, headers: { Location: '/cats/' }, without: EVERY_CORS_HEADER } }),
    args: PUT,
    verdict: 'blocked' as const,
    causes: ['preflight-redirected (proxy)'],
  })),
  {
    title: 'the preflight allows any origin, and the request does not',
    server: (request, response) => {
      const anybody = request.method === 'OPTIONS';
      server({ any: anybody })(request, response);
    },
    args: ['--header', 'X-A: 1'],
    verdict: 'readable',
    causes: ['preflight-answered-in-front (proxy)'],
  },
  {
    title: 'the method is not allowed',
    server: server({}),
    args: ['--method', 'DELETE'],
    verdict: 'blocked',
    causes: ['method-not-allowed (application)'],
  },
  {
    title: 'a header is not allowed',
    server: server({}),
    args: [...PUT, '--header', 'X-B: 1'],
    verdict: 'blocked',
    causes: ['header-not-allowed (application)'],
  },
  {
    title: 'a list of methods that cannot be read',
    server: server({ preflight: { headers: { 'Access-Control-Allow-Methods': 'GET; PUT' } } }),
    args: PUT,
    verdict: 'blocked',
    causes: ['unusable-value (server)'],
  },
  {
    title: 'a Max-Age that cannot be read',
    server: server({ preflight: { headers: { 'Access-Control-Max-Age': '10m' } } }),
    args: PUT,
    verdict: 'readable',
    causes: ['unreadable-max-age (server)'],
  },
  {
    title: 'two Max-Ages',
    server: server({ preflight: { headers: { 'Access-Control-Max-Age': ['600', '60'] } } }),
    args: PUT,
    verdict: 'readable',
    causes: ['unreadable-max-age (proxy)'],
  },
  {
    title: 'a lost Vary',
    server: server({ actual: { without: ['Vary'] } }),
    verdict: 'readable',
    causes: ['lost-vary (server)'],
  },
  {
    title: 'a lost Vary of the answer without Origin',
    server: (request, response) => {
      server({ actual: request.headers.origin === undefined ? { without: ['Vary'] } : {} })(
        request,
        response,
      );
    },
    verdict: 'readable',
    causes: ['lost-vary (server)'],
  },
  {
    title: 'nothing: a lost Vary of answers that nobody stores',
    server: server({ actual: { without: ['Vary'], headers: { 'Cache-Control': 'no-store' } } }),
    verdict: 'readable',
    causes: [],
  },
  {
    title: 'a redirect of the request, on the same host',
    server: (request, response) => {
      const isFirst = request.url?.startsWith('/cats?') === true || request.url === '/cats';
      server({ actual: isFirst ? { status: 301, headers: { Location: '/cats/' } } : {} })(request, response);
    },
    verdict: 'readable',
    causes: ['request-redirected (server)'],
  },
  {
    title: 'a redirect of the request, to another host',
    server: server({ actual: { status: 302, headers: { Location: 'https://login.example.com/' } } }),
    verdict: 'blocked',
    causes: ['not-followed (server)', 'request-redirected (server)'],
  },
  {
    title: 'a redirect without CORS headers',
    server: server({ actual: { status: 302, headers: { Location: '/login' }, without: EVERY_CORS_HEADER } }),
    verdict: 'blocked',
    causes: ['request-redirected (server)'],
  },
  {
    title: 'the one header is removed',
    server: server({ actual: { without: [ALLOW_ORIGIN] } }),
    verdict: 'blocked',
    causes: ['headers-missing (proxy)'],
  },
  {
    title: 'all CORS headers of the answer are removed',
    server: server({ actual: { without: EVERY_CORS_HEADER } }),
    args: PUT,
    verdict: 'blocked',
    causes: ['headers-missing (proxy)'],
  },
  {
    title: 'an error without CORS headers',
    server: server({ actual: { status: 502, without: EVERY_CORS_HEADER, body: NGINX_PAGE } }),
    verdict: 'blocked',
    causes: ['error-without-cors (proxy)'],
  },
  {
    title: 'no CORS at all',
    server: server({
      preflight: { status: 404, without: EVERY_CORS_HEADER },
      actual: { without: EVERY_CORS_HEADER },
    }),
    verdict: 'blocked',
    causes: ['no-cors (application)'],
  },
  {
    title: 'any origin is allowed, with credentials',
    server: server({ any: true }),
    verdict: 'readable',
    causes: ['reflects-any-origin (server)'],
  },
];

describe('A server of which one thing is wrong', () => {
  it.each(CASES)('$title', async ({ server: handle, args = [], verdict, causes: expected }) => {
    const running = await serve(handle);
    try {
      const output = await checkOutput(`${running.url}/cats`, '--origin', APP, ...args);

      expect({ verdict: output.verdict, causes: causes(output), exitCode: output.exitCode }).toEqual({
        verdict,
        causes: expected,
        exitCode: expected.length > 0 ? 1 : 0,
      });
      expect(output.who).toBe(output.findings[0]?.who ?? null);
    } finally {
      await running.close();
    }
  });
});

describe('A check', () => {
  let running: RunningServer;
  afterEach(() => running.close());

  it.each([
    [[]],
    [['--method', 'DELETE']],
    [['--method', 'POST', '--credentials']],
    [['--method', 'PATCH', '--header', 'X-A']],
  ])('sends OPTIONS, GET and HEAD alone, and never a cookie: %j', async args => {
    running = await serve((request, response) => {
      response.setHeader('Set-Cookie', 'session=1; Path=/');
      server({})(request, response);
    });

    await runCheck(`${running.url}/cats`, '--origin', APP, ...args);

    expect(running.received.length).toBeGreaterThan(2);
    for (const { method, headers } of running.received) {
      expect(['OPTIONS', 'GET', 'HEAD']).toContain(method);
      expect(headers.cookie).toBeUndefined();
    }
  });

  it('sends HEAD where the page does', async () => {
    running = await serve(server({}));

    const { verdict } = await checkOutput(`${running.url}/cats`, '--origin', APP, '--method', 'HEAD');

    expect(verdict).toBe('readable');
    expect(running.requests.every(request => /^(HEAD|OPTIONS) /.test(request))).toBe(true);
  });

  it('sends preflights alone with --preflight-only, also for a request that has none', async () => {
    running = await serve(server({ actual: { without: EVERY_CORS_HEADER } }));

    const output = await checkOutput(`${running.url}/cats`, '--origin', APP, '--preflight-only');

    expect(output).toMatchObject({ verdict: 'readable', findings: [], exitCode: 0 });
    expect(running.received.length).toBeGreaterThan(0);
    for (const { method, headers } of running.received) {
      expect(method).toBe('OPTIONS');
      expect(headers['access-control-request-method']).toBeDefined();
    }
  });

  it('asks no other host than the one that was named', async () => {
    running = await serve(server({}));
    const other = await serve((_request, response) => {
      response
        .writeHead(302, {
          Location: `http://localhost:${running.port}/`,
          [ALLOW_ORIGIN]: APP,
          Vary: 'Origin',
        })
        .end();
    });

    const output = await checkOutput(`${other.url}/cats`, '--origin', APP);
    await other.close();

    expect(causes(output)).toContain('not-followed (server)');
    expect(running.requests).toEqual([]);
  });

  it('judges a method that has no GET beside it by its preflight', async () => {
    running = await serve((request, response) => {
      server({ actual: { status: 404, without: EVERY_CORS_HEADER } })(request, response);
    });

    const output = await checkOutput(`${running.url}/cats`, '--origin', APP, ...PUT);

    expect(output).toMatchObject({ verdict: 'readable', findings: [] });
    expect(output.notes[0]).toMatch(
      /The check never sends PUT. It sent GET instead. The response to GET is 404/,
    );
  });

  it('reports a request to which CORS does not apply', async () => {
    running = await serve((_request, response) => response.end());

    const output = await checkOutput(`${running.url}/cats`, '--origin', running.url, ...PUT);

    expect(output).toMatchObject({ verdict: 'readable', findings: [], exitCode: 0 });
    expect(output.notes).toEqual(['The page and the URL have the same origin, so CORS does not apply.']);
  });

  it('sends no request if a page is secure and the URL is not', async () => {
    running = await serve(server({}));

    const output = await checkOutput('http://192.0.2.1/cats', '--origin', 'https://app.example.com');

    expect(causes(output)).toEqual(['mixed-content (page)']);
    expect(output.exchanges).toEqual([]);
  });

  it('follows the engine: in Firefox, a wildcard covers Authorization', async () => {
    running = await serve(
      server({
        preflight: {
          headers: { 'Access-Control-Allow-Headers': '*', [ALLOW_ORIGIN]: '*' },
          without: ['Access-Control-Allow-Credentials'],
        },
        actual: { headers: { [ALLOW_ORIGIN]: '*' }, without: ['Access-Control-Allow-Credentials', 'Vary'] },
      }),
    );
    const asked = [`${running.url}/cats`, '--origin', APP, '--header', 'Authorization: Bearer secret'];

    expect(await checkOutput(...asked)).toMatchObject({ verdict: 'blocked' });
    expect(await checkOutput(...asked, '--engine', 'firefox')).toMatchObject({ verdict: 'readable' });
    expect((await runCheck(...asked, '--json')).stdout).not.toContain('secret');
    expect((await runCheck(...asked)).stdout).not.toContain('secret');
  });
});

describe('The text of a check', () => {
  let running: RunningServer;
  afterEach(() => running.close());

  it('has on its first screen where the fault is, the evidence, and the change', async () => {
    running = await serve(server({ actual: { headers: { [ALLOW_ORIGIN]: [APP, APP] } } }));

    const { stdout, code } = await runCheck(`${running.url}/cats`, '--origin', APP);
    const screen = stdout.split('\n').slice(0, 12).join('\n');

    expect(code).toBe(1);
    expect(screen).toMatch(
      /^✗ BLOCKED\n {2}GET http:\/\/127\.0\.0\.1:\d+\/cats\n {2}requested by a page of http:\/\/app\.example\.com\n\n/,
    );
    expect(screen).toContain(
      'Where the fault is: a proxy in front of the application\n  Cause   doubled-header\n  Seen    ',
    );
    expect(screen).toContain('\n  Change  Let only one of them set CORS headers');
  });

  it('fits a terminal, and has no colour without a terminal', async () => {
    running = await serve(server({}));

    const { stdout } = await runCheck(`${running.url}/${'long'.repeat(60)}`, '--origin', APP, ...PUT);

    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('\u001b');
  });

  it('draws the flow', async () => {
    running = await serve(server({}));

    const { stdout } = await runCheck(`${running.url}/cats`, '--origin', APP, ...PUT);

    expect(stdout).toMatch(/page → server {2}OPTIONS http:.*\n {17}access-control-request-method: PUT\n/);
    expect(stdout).toMatch(/page ← server {2}204, \d+ ms\n {17}access-control-allow-origin: /);
    expect(stdout).toMatch(/page → server {2}GET http.*\(in place of PUT\)\n/);
    expect(stdout).toContain("  ✓ CORS check: 'Access-Control-Allow-Origin' is 'http://app.example.com'.\n");
    expect(stdout).toContain('  ✓ response: The script may read it.\n');
    expect(stdout).toMatch(/Further requests\n {2}GET as http.*: 200/);
  });
});
