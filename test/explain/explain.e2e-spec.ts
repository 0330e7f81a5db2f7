import { All, Controller, Get, type INestApplication, Module, Put } from '@nestjs/common';
import { type CorsExplainRequest, CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { NestFactory } from '@nestjs/core';
import { SETTINGS, create, portOf } from '../e2e/support/applications.js';

const APP = 'https://app.example.com';

@CorsPolicy({ origin: APP, credentials: true, maxAge: 600 })
@Controller('cats')
class CatsController {
  @Get()
  list() {
    return [];
  }

  @CorsPolicy({ methods: ['GET'], allowedHeaders: ['X-A'] })
  @Put(':id')
  replace() {
    return '';
  }

  @CorsPolicy('partners', { credentials: false })
  @Get('partners')
  partners() {
    return '';
  }

  @CorsPolicy({ origin: '*', credentials: false })
  @Get('open')
  open() {
    return '';
  }

  @CorsPolicy({ origin: false, enforce: true })
  @Get('closed')
  closed() {
    return '';
  }

  @CorsPolicy({
    origin: [
      function broken(): boolean {
        throw new Error('no\nanswer');
      },
    ],
  })
  @Get('broken')
  broken() {
    return '';
  }

  @All('all')
  all() {
    return '';
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      policies: { partners: { origin: ['http://partner.example', 'https://*.partner.example'] } },
    }),
  ],
  controllers: [CatsController],
})
class AppModule {}

describe.each(SETTINGS)('explain() ($name)', setting => {
  let app: INestApplication;
  let cors: CorsService;
  let server: string;

  beforeAll(async () => {
    app = await create(setting, AppModule);
    await app.listen(0, '127.0.0.1');
    server = `http://localhost:${portOf(app)}`;
    cors = app.get(CorsService);
  });
  afterAll(() => app.close());

  async function failures(request: Partial<CorsExplainRequest>): Promise<Record<string, string>> {
    const { steps } = await cors.explain({ method: 'GET', url: '/cats', origin: APP, ...request });
    return Object.fromEntries(
      steps.filter(({ passed }) => !passed).map(({ step, detail }) => [step, detail]),
    );
  }

  it('takes a preflighted request through every check', async () => {
    const explanation = await cors.explain({
      method: 'get',
      url: '/cats?limit=1',
      origin: APP,
      headers: { 'Content-Type': 'application/json', 'Cookie': 'a=1' },
      credentials: true,
    });

    expect(explanation).toMatchObject({
      allowed: true,
      preflighted: true,
      route: { method: 'GET', path: '/cats', handler: 'CatsController.list' },
      policy: { origin: { value: APP, level: 'controller' }, allowedHeaders: { level: 'built-in' } },
    });
    expect(explanation.steps.every(({ passed }) => passed)).toBe(true);
    expect(explanation.steps.map(({ step, detail }) => `${step}: ${detail}`)).toEqual([
      `request: A script of ${APP} asks for GET '${server}/cats?limit=1', without 'Cookie', which browsers let no script set.`,
      "cross-origin: Origin is not the server's own: the CORS protocol decides.",
      "preflight-needed: A preflight asks first, for what is not CORS-safelisted: 'content-type' with the value 'application/json'.",
      'preflight-route: Access-Control-Request-Method is GET, which CatsController.list serves: its policy decides.',
      `preflight-origin: Access-Control-Allow-Origin is ${APP}, by origin of @CorsPolicy() on CatsController.`,
      'preflight-credentials: Access-Control-Allow-Credentials is true, by credentials of @CorsPolicy() on CatsController.',
      'preflight-method: Access-Control-Allow-Methods has GET: GET,HEAD.',
      "preflight-header: Access-Control-Allow-Headers has 'content-type', by allowedHeaders of the built-in policy.",
      'preflight-answer: OPTIONS is answered with 204, and no handler, guard or middleware runs.',
      'preflight-cache: Access-Control-Max-Age is 600: the browser keeps the answer for as many seconds, Chromium for 7200 and Safari for 600 at most.',
      'actual-route: CatsController.list serves it, as GET /cats: its policy decides.',
      'actual-enforce: The server lets the request through, since Origin is allowed.',
      `actual-origin: Access-Control-Allow-Origin is ${APP}, by origin of @CorsPolicy() on CatsController.`,
      'actual-credentials: Access-Control-Allow-Credentials is true, by credentials of @CorsPolicy() on CatsController.',
      'actual-exposed-headers: Without Access-Control-Expose-Headers the script reads the CORS-safelisted response headers alone: name others in exposedHeaders in @CorsPolicy() on CatsController.list.',
      'actual-vary: Vary has Origin, so that no shared cache hands the answer for one origin to another.',
    ]);
  });

  it('answers as docs/why-blocked.md asks it', async () => {
    const { steps } = await app.get(CorsService).explain({
      method: 'PUT',
      url: '/cats/1',
      origin: 'https://app.example.com',
      headers: { 'Content-Type': 'application/json' },
      credentials: true,
    });
    const why = steps.find(({ passed }) => !passed)?.detail;

    expect(why).toMatch(/^Access-Control-Allow-Methods lacks 'PUT'/);
  });

  it('serialises', async () => {
    const explanation = await cors.explain({ method: 'GET', url: '/cats/broken', origin: APP });

    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });

  it('tells a page of the server itself that CORS has no say', async () => {
    const { allowed, preflighted, steps } = await cors.explain({
      method: 'PUT',
      url: '/cats/closed',
      origin: server,
    });

    expect({ allowed, preflighted }).toEqual({ allowed: true, preflighted: false });
    expect(steps.map(({ step }) => step)).toEqual(['request', 'cross-origin', 'actual-route']);
  });

  it.each<[string, Partial<CorsExplainRequest>, Record<string, string>]>([
    [
      'an origin that is not on the list',
      { origin: 'https://evil.example' },
      {
        'actual-origin':
          "No Access-Control-Allow-Origin, since origin of @CorsPolicy() on CatsController does not have 'https://evil.example'. If it should have access, add it there.",
      },
    ],
    [
      'an origin that differs in its scheme from one of a named policy',
      { url: '/cats/partners', origin: 'https://partner.example' },
      {
        'actual-origin':
          "No Access-Control-Allow-Origin, since origin of policies.partners in CorsModule.forRoot() does not have 'https://partner.example' (it has 'http://partner.example', whose scheme is another). If it should have access, add it there.",
      },
    ],
    [
      'a sandboxed frame',
      { origin: 'null' },
      {
        'actual-origin':
          "No Access-Control-Allow-Origin, since the page has an opaque origin, which any site can make. If it should have access, serve the page from an origin of its own, or add 'null' to origin and dangerously: { allowNullOrigin: true } in @CorsPolicy() on CatsController.",
      },
    ],
    [
      'a path that no route serves',
      { url: '/dogs' },
      {
        'actual-origin':
          "No Access-Control-Allow-Origin, since no level sets origin for it, so that no other origin has access. If it should have access, write origin: 'https://app.example.com' in defaults in CorsModule.forRoot().",
      },
    ],
    [
      'enforce',
      { url: '/cats/closed' },
      {
        'actual-enforce':
          'The server itself answers with 403 before the handler runs, by enforce of @CorsPolicy() on CatsController.closed, since Origin is not allowed.',
        'actual-origin':
          "No Access-Control-Allow-Origin, since origin is false in @CorsPolicy() on CatsController.closed. If it should have access, write origin: 'https://app.example.com' in @CorsPolicy() on CatsController.closed.",
      },
    ],
    [
      "credentials where origin is '*'",
      { url: '/cats/open', credentials: true },
      {
        'actual-credentials':
          "No Access-Control-Allow-Credentials, which credentials: 'include' needs. If it should have access, write credentials: true in @CorsPolicy() on CatsController.open, and origin: ['https://app.example.com'] in place of '*' in @CorsPolicy() on CatsController.open, since a browser takes no '*' with credentials.",
      },
    ],
    [
      'a predicate that throws',
      { url: '/cats/broken' },
      {
        'actual-origin':
          "No Access-Control-Allow-Origin, since origin of @CorsPolicy() on CatsController.broken does not allow 'https://app.example.com': the predicate 'broken' failed ('no\\u000aanswer').",
      },
    ],
    [
      'a method and headers, all of them at once',
      { method: 'PUT', url: '/cats/1', headers: { 'X-A': '1', 'X-B': '1', 'Authorization': 'x' } },
      {
        'preflight-method':
          "Access-Control-Allow-Methods lacks 'PUT', since methods of @CorsPolicy() on CatsController.replace does not have it. If it should have access, add it there, or leave methods out.",
        'preflight-header':
          "Access-Control-Allow-Headers lacks 'x-b', since allowedHeaders of @CorsPolicy() on CatsController.replace does not have it. If it should have access, add it there.",
        'preflight-answer':
          'OPTIONS is answered with 403, without CORS headers. For every cause, the console then reports that Access-Control-Allow-Origin is missing. With debug: true in CorsModule.forRoot(), allowed origins see the cause.',
      },
    ],
    [
      'a header where nobody said anything of headers',
      { headers: { 'X-B': '1' } },
      {
        'preflight-header':
          "Access-Control-Allow-Headers lacks 'x-b', since allowedHeaders of the built-in policy does not have it. If it should have access, write allowedHeaders: ['Content-Type', 'x-b'] in @CorsPolicy() on CatsController.list.",
      },
    ],
    [
      'more headers than are read',
      { headers: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`x-header-${at}`, '1'])) },
      {
        'preflight-header':
          'Access-Control-Request-Headers has 6389 bytes, and more than 4096 are refused whatever the policy.',
      },
    ],
    [
      'a method that the defaults do not stand for',
      { url: '/dogs', method: 'PROPFIND' },
      {
        'preflight-method':
          "Access-Control-Allow-Methods lacks 'PROPFIND': no route of Nest serves it here, and defaults in CorsModule.forRoot() stands for GET, HEAD, PUT, PATCH, POST, DELETE, QUERY until methods there names others.",
      },
    ],
  ])('says why and what to change: %s', async (_title, request, expected) => {
    expect(await failures(request)).toMatchObject(expected);
  });

  it('tells a method in lower case, which a browser leaves so, to be in upper case', async () => {
    const details = Object.values(await failures({ url: '/cats/all', method: 'patch' }));

    expect(details.join(' ')).toContain('write PATCH');
  });

  it('names each header of a request by itself', async () => {
    const { steps } = await cors.explain({
      method: 'GET',
      url: '/cats',
      origin: APP,
      headers: { 'X-A': '1', 'content-type': 'text/plain', 'Content-Type': 'text/html' },
    });
    const asked = steps.filter(({ step }) => step === 'preflight-header');

    expect(asked.map(({ detail }) => /'[^']*'/.exec(detail)?.[0])).toEqual(["'content-type'", "'x-a'"]);
  });

  it.each<[string, Partial<Record<keyof CorsExplainRequest, unknown>>, string]>([
    ['origin', { origin: `${APP}/` }, "Say 'https://app.example.com'"],
    ['origin', { origin: undefined }, 'origin has to be a string, not undefined.'],
    ['method', { method: 'GE T' }, "'GE T' is not a method."],
    ['method', { method: 'trace' }, "'trace' is a method that no browser sends for a script."],
    ['url', { url: 'http://[' }, "'http://[' is not a URL."],
    ['url', { url: 'ftp://files.example/' }, 'its scheme is neither http nor https.'],
    ['url', { url: 'http://me:secret@api.example/' }, 'has a user name in it'],
    ['headers', { headers: { 'X A': '1' } }, "'X A' is not a header name."],
    ['headers', { headers: { 'X-A': 'a\nb' } }, "'a\\u000ab' is not a header value."],
    ['headers', { headers: { 'X-A': 1 } }, "headers: 'X-A' has to be a string, not 1."],
  ])('refuses what no browser would send: %s %#', async (_field, wrong, message) => {
    const request = { method: 'GET', url: '/cats', origin: APP, ...wrong } as CorsExplainRequest;

    await expect(cors.explain(request)).rejects.toThrow(TypeError);
    await expect(cors.explain(request)).rejects.toThrow(message);
  });
});

describe('explain() without a route', () => {
  it('rejects in a standalone application context', async () => {
    const context = await NestFactory.createApplicationContext(AppModule, { logger: false });

    await expect(context.get(CorsService).explain({ method: 'GET', url: '/', origin: APP })).rejects.toThrow(
      'does not serve HTTP',
    );
    await context.close();
  });
});
