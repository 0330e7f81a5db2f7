import {
  All,
  Controller,
  Delete,
  Get,
  Head,
  HttpCode,
  Module,
  Options,
  Patch,
  Post,
  Put,
  type Type,
} from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { corsHeaders, members } from './support/http.js';
import { serve } from './support/served.js';

const APP = 'https://app.example.com';
const PARTNER = 'https://eu.partner.example';
const EVIL = 'https://evil.example';

let handled: string[] = [];

@CorsPolicy({ origin: '*', exposedHeaders: ['X-Total'] })
@Controller('public')
class PublicController {
  @Get()
  list(): string {
    return 'public';
  }

  @Post()
  create(): string {
    handled.push('create');
    return 'created';
  }
}

@CorsPolicy('partners')
@Controller('partners')
class PartnersController {
  @Get(':id')
  find(): string {
    return 'partner';
  }

  @Put(':id')
  replace(): string {
    return 'replaced';
  }

  @CorsPolicy('partners', { maxAge: 60, methods: [] })
  @Delete(':id')
  remove(): string {
    return 'removed';
  }
}

@CorsPolicy({
  origin: [APP, 'http://localhost:*'],
  credentials: true,
  exposedHeaders: 'X-Total, X-Page',
  maxAge: 600,
})
@Controller('dashboard')
class DashboardController {
  // Before the GET route: Fastify would add a HEAD route of its own to that.
  @Head()
  probe(): void {
    handled.push('probe');
  }

  @Get()
  show(): string {
    return 'dashboard';
  }

  @CorsPolicy({ origin: PARTNER, credentials: false })
  @Patch()
  change(): string {
    return 'changed';
  }

  @CorsPolicy(false)
  @Delete()
  close(): string {
    handled.push('close');
    return 'closed';
  }

  @CorsPolicy({ allowedHeaders: '*', optionsSuccessStatus: 200 })
  @Put()
  @HttpCode(202)
  put(): string {
    return 'put';
  }

  @Options()
  options(): string {
    return 'the application answers';
  }
}

@Controller('plain')
class PlainController {
  @All('anything')
  anything(): string {
    return 'anything';
  }

  @Get()
  get(): string {
    return 'plain';
  }
}

function rootModule(options: Pick<CorsModuleOptions, 'interceptor' | 'debug'>): Type<unknown> {
  @Module({
    imports: [
      CorsModule.forRoot({
        defaults: { origin: APP, allowedHeaders: ['Content-Type', 'X-Trace'] },
        policies: { partners: { origin: 'https://*.partner.example' } },
        ...options,
      }),
    ],
    controllers: [PublicController, PartnersController, DashboardController, PlainController],
  })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS_AND_PATHS)('the table of answers: $name', setting => {
  const served = serve(setting, () => rootModule({ interceptor: setting.interceptor }));
  beforeEach(() => {
    handled = [];
  });

  describe('no Origin', () => {
    test('a policy whose answer depends on the origin varies by it', async () => {
      expect(corsHeaders(await served().get('/dashboard'))).toEqual({ vary: 'Origin' });
    });

    test("with origin '*' the headers are those of any other request", async () => {
      expect(corsHeaders(await served().get('/public'))).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'X-Total',
      });
    });

    test('a policy that allows no origin leaves the response untouched', async () => {
      const response = await served().send('DELETE', '/dashboard');
      expect(response.body).toBe('closed');
      expect(corsHeaders(response)).toEqual({});
    });
  });

  describe('actual, origin allowed', () => {
    test('the origin itself, credentials and exposed headers', async () => {
      expect(corsHeaders(await served().get('/dashboard', { Origin: APP }))).toEqual({
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'X-Total,X-Page',
        'vary': 'Origin',
      });
    });

    test("'*' where origin is '*', whatever the origin", async () => {
      for (const origin of [
        APP,
        EVIL,
        'null',
        '',
        'https://a.example, https://b.example',
        `https://${'a'.repeat(400)}`,
      ]) {
        expect(corsHeaders(await served().get('/public', { Origin: origin }))).toEqual({
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'X-Total',
        });
      }
    });

    test('a subdomain pattern allows subdomains of any depth, not the domain itself', async () => {
      for (const [origin, allowed] of [
        [PARTNER, true],
        ['https://a.b.partner.example', true],
        ['https://partner.example', false],
        ['https://evilpartner.example', false],
        ['http://eu.partner.example', false],
      ] as const) {
        const response = await served().get('/partners/1', { Origin: origin });
        expect(corsHeaders(response)).toEqual({
          ...(allowed ? { 'access-control-allow-origin': origin } : {}),
          vary: 'Origin',
        });
      }
    });

    test('a port pattern allows any port, or none', async () => {
      for (const origin of ['http://localhost', 'http://localhost:3000', 'http://localhost:65535']) {
        expect(
          (await served().get('/dashboard', { Origin: origin })).headers['access-control-allow-origin'],
        ).toBe(origin);
      }
      const other = await served().get('/dashboard', { Origin: 'http://localhost:65536' });
      expect(other.headers['access-control-allow-origin']).toBeUndefined();
    });
  });

  describe('actual, origin not allowed', () => {
    test('none of the headers, and the handler runs', async () => {
      const response = await served().get('/dashboard', { Origin: EVIL });
      expect(response.status).toBe(200);
      expect(response.body).toBe('dashboard');
      expect(corsHeaders(response)).toEqual({ vary: 'Origin' });
    });

    test.each(['null', '', `${APP}.`, `${APP}:443`, APP.toUpperCase(), `${APP}, ${APP}`])(
      'Origin: %p',
      async origin => {
        expect(corsHeaders(await served().get('/dashboard', { Origin: origin }))).toEqual({ vary: 'Origin' });
      },
    );

    test('an Origin that is sent twice is refused', async () => {
      expect(corsHeaders(await served().get('/dashboard', { Origin: [APP, APP] }))).toEqual({
        vary: 'Origin',
      });
    });
  });

  describe('preflight, allowed', () => {
    test('the answer of the policy, with an empty body', async () => {
      const response = await served().preflight('/dashboard', {
        origin: APP,
        method: 'GET',
        headers: 'content-type',
      });
      expect(response.status).toBe(204);
      expect(response.body).toBe('');
      expect(response.headers).not.toHaveProperty('x-powered-by');
      expect(corsHeaders(response)).toEqual({
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,HEAD,OPTIONS',
        'access-control-allow-headers': 'Content-Type,X-Trace',
        'access-control-max-age': '600',
        'vary': 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      });
    });

    test('no Access-Control-Allow-Headers where none were asked for', async () => {
      for (const headers of [{}, { headers: '' }, { headers: ' , ,' }]) {
        const response = await served().preflight('/dashboard', { origin: APP, method: 'GET', ...headers });
        expect(response.status).toBe(204);
        expect(response.headers).not.toHaveProperty('access-control-allow-headers');
      }
    });

    test("'*' in allowedHeaders answers with the names asked for, Authorization among them, and the status is the policy's", async () => {
      const response = await served().preflight('/dashboard', {
        origin: APP,
        method: 'PUT',
        headers: 'X-B,authorization, x-b,,\tX-a ',
      });
      expect(response.status).toBe(200);
      expect(response.body).toBe('');
      expect(members(response.headers['access-control-allow-headers'])).toEqual([
        'x-b',
        'authorization',
        'x-a',
      ]);
      expect(response.headers['access-control-allow-methods']).toBe('PUT');
    });

    test("origin '*' answers with '*' and does not vary by the origin", async () => {
      const response = await served().preflight('/public', {
        origin: 'null',
        method: 'POST',
        headers: 'content-type',
      });
      expect(corsHeaders(response)).toEqual({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET,HEAD,POST',
        'access-control-allow-headers': 'Content-Type,X-Trace',
        'vary': 'Access-Control-Request-Method, Access-Control-Request-Headers',
      });
      expect(handled).toEqual([]);
    });

    test('a method override gives its own answer, for its own method alone', async () => {
      const response = await served().preflight('/dashboard', { origin: PARTNER, method: 'PATCH' });
      expect(response.status).toBe(204);
      expect(corsHeaders(response)).toMatchObject({
        'access-control-allow-origin': PARTNER,
        'access-control-allow-methods': 'PATCH',
        'access-control-max-age': '600',
      });
      expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
    });

    test('@All() serves every method', async () => {
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
        const response = await served().preflight('/plain/anything', { origin: APP, method });
        expect(response.status).toBe(204);
        const allowed = members(response.headers['access-control-allow-methods']);
        expect(allowed).toContain(method.toLowerCase());
        for (const forbidden of ['trace', 'track', 'connect']) expect(allowed).not.toContain(forbidden);
      }
    });

    test('GET serves HEAD', async () => {
      const response = await served().preflight('/plain', {
        origin: APP,
        method: 'HEAD',
        headers: 'x-trace',
      });
      expect(response.status).toBe(204);
      expect(response.headers['access-control-allow-methods']).toBe('GET,HEAD');
    });
  });

  describe('preflight, refused: 403, empty body, no Access-Control-* header', () => {
    const varying = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
    const constant = 'Access-Control-Request-Method, Access-Control-Request-Headers';
    test.each([
      ['the origin is not allowed', '/dashboard', { origin: EVIL, method: 'GET' }, varying],
      ['the origin of another level', '/dashboard', { origin: APP, method: 'PATCH' }, varying],
      ['@CorsPolicy(false)', '/dashboard', { origin: APP, method: 'DELETE' }, constant],
      ['methods: []', '/partners/1', { origin: PARTNER, method: 'DELETE' }, varying],
      [
        'a header that is not allowed',
        '/dashboard',
        { origin: APP, method: 'GET', headers: 'x-other' },
        varying,
      ],
      [
        'one of several headers',
        '/dashboard',
        { origin: APP, method: 'GET', headers: 'x-trace,x-other' },
        varying,
      ],
      ['a header that is no name', '/dashboard', { origin: APP, method: 'PUT', headers: 'x a' }, varying],
      ['a no-break space', '/dashboard', { origin: APP, method: 'GET', headers: '\u00a0x-trace' }, varying],
      [
        'over 4096 bytes',
        '/dashboard',
        { origin: APP, method: 'PUT', headers: `x-trace${','.repeat(4090)}` },
        varying,
      ],
      [
        "over 4096 bytes with origin '*'",
        '/public',
        { origin: APP, method: 'GET', headers: 'a'.repeat(4097) },
        constant,
      ],
      ['a method in lower case', '/dashboard', { origin: APP, method: 'get' }, varying],
      ['an empty method', '/dashboard', { origin: APP, method: '' }, varying],
      ['no method at all', '/dashboard', { origin: APP, method: '__proto__' }, varying],
    ])('%s', async (_why, path, question, vary) => {
      const response = await served().preflight(path, question);
      expect(response.status).toBe(403);
      expect(response.body).toBe('');
      expect(corsHeaders(response)).toEqual({ vary });
      expect(handled).toEqual([]);
    });

    test('4096 bytes are still read', async () => {
      const headers = `x-trace${','.repeat(4096 - 'x-trace'.length)}`;
      const response = await served().preflight('/dashboard', { origin: APP, method: 'GET', headers });
      expect(response.status).toBe(204);
    });

    test('several lines are one list', async () => {
      const lines = await served().send('OPTIONS', '/dashboard', {
        'Origin': APP,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': ['x-trace', 'content-type'],
      });
      expect(lines.status).toBe(204);
    });
  });

  describe('preflight for a path and method that no Nest route serves: the module defaults decide', () => {
    test('methods absent means the usual ones', async () => {
      const response = await served().preflight('/nowhere', {
        origin: APP,
        method: 'DELETE',
        headers: 'x-trace',
      });
      expect(response.status).toBe(204);
      expect(response.headers['access-control-allow-methods']).toBe('GET,HEAD,PUT,PATCH,POST,DELETE,QUERY');
    });

    test.each([
      ['/nowhere', EVIL, 'GET'],
      ['/nowhere', APP, 'PURGE'],
      ['/nowhere', APP, 'OPTIONS'],
    ])('%s, %s, %s is refused', async (path, origin, method) => {
      const response = await served().preflight(path, { origin, method });
      expect(response.status).toBe(403);
      expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    });

    test('a method that another policy serves on that path never stands in the answer', async () => {
      const response = await served().preflight('/partners/1', { origin: APP, method: 'POST' });
      expect(response.status).toBe(204);
      expect(response.headers['access-control-allow-methods']).toBe('PATCH,POST,QUERY');
    });
  });

  describe('other OPTIONS requests are ordinary', () => {
    test.each([
      [
        'without Access-Control-Request-Method',
        { Origin: APP },
        { 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' },
      ],
      ['without Origin', { 'Access-Control-Request-Method': 'GET' }, {}],
      ['without either', {}, {}],
    ])("%s the application's own handler answers", async (_which, headers, expected) => {
      const response = await served().send('OPTIONS', '/dashboard', headers);
      expect(response.status).toBe(200);
      expect(response.body).toBe('the application answers');
      expect(corsHeaders(response)).toMatchObject({ ...expected, vary: 'Origin' });
    });

    test('where the application has none, the answer is what it would be without the module', async () => {
      const response = await served().send('OPTIONS', '/nowhere');
      expect(response.status).toBe(404);
    });
  });
});

describe.each(SETTINGS_AND_PATHS)('debug: $name', setting => {
  const served = serve(setting, () => rootModule({ interceptor: setting.interceptor, debug: true }));

  test('a refused header: the answer is true and successful, so that the browser names the header', async () => {
    const response = await served().preflight('/dashboard', {
      origin: APP,
      method: 'GET',
      headers: 'x-other',
    });
    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-headers': 'Content-Type,X-Trace',
      'access-control-allow-methods': 'GET,HEAD,OPTIONS',
    });
    expect(response.headers).not.toHaveProperty('access-control-max-age');
  });

  test('a refused method that browsers check: the answer lists the methods that are allowed', async () => {
    const response = await served().preflight('/nowhere', { origin: APP, method: 'PURGE' });
    expect(response.status).toBe(204);
    expect(members(response.headers['access-control-allow-methods'])).not.toContain('purge');
  });

  test('a refused origin learns nothing', async () => {
    const response = await served().preflight('/dashboard', {
      origin: EVIL,
      method: 'GET',
      headers: 'x-other',
    });
    expect(response.status).toBe(403);
    expect(response.headers).not.toHaveProperty('access-control-allow-methods');
  });
});
