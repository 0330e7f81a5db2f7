import {
  type ArgumentsHost,
  Body,
  type CanActivate,
  Catch,
  Controller,
  ForbiddenException,
  Get,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type PipeTransform,
  Post,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy, type CorsPolicyOptions, type OriginPredicate } from 'nestjs-cors-policy';
import { SETTINGS, isFastify } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';
import { DEFAULTS_ORIGIN, ROUTE_ORIGIN } from './support/own-policy.js';

const EVIL = 'https://evil.example';

/** The code that ran for a request, in order. */
let ran: string[] = [];
let filtered: unknown[] = [];

@Injectable()
class CountingGuard implements CanActivate {
  canActivate(): boolean {
    ran.push('guard');
    return true;
  }
}

@Injectable()
class CountingPipe implements PipeTransform {
  transform(value: unknown): unknown {
    ran.push('pipe');
    return value;
  }
}

@Catch()
class CountingFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    filtered.push(exception);
    super.catch(exception, host);
  }
}

const PREDICATES: Readonly<Record<string, CorsPolicyOptions['origin']>> = {
  'a list': [ROUTE_ORIGIN],
  'a predicate': asked(origin => origin === ROUTE_ORIGIN),
  'a predicate that takes its time': asked(async origin => {
    await new Promise(resolve => setTimeout(resolve, 1));
    return origin === ROUTE_ORIGIN;
  }),
  'a predicate that throws': asked(origin => {
    if (origin === ROUTE_ORIGIN) return true;
    throw new Error('The predicate is broken.');
  }),
  'a predicate that rejects': asked(async origin => {
    await Promise.resolve();
    if (origin === ROUTE_ORIGIN) return true;
    throw new Error('The predicate is broken.');
  }),
};

function asked(predicate: OriginPredicate): OriginPredicate {
  return (origin, request) => {
    ran.push('predicate');
    return predicate(origin, request);
  };
}

function rootModule(
  origin: CorsPolicyOptions['origin'],
  interceptor: 'auto' | 'always' = 'auto',
): Type<unknown> {
  @CorsPolicy({ ...(origin === undefined ? {} : { origin }), enforce: true })
  @UseGuards(CountingGuard)
  @Controller('enforced')
  class EnforcedController {
    @Get()
    get(): string {
      ran.push('handler');
      return 'enforced';
    }

    @Post()
    post(@Body(CountingPipe) body: object): object {
      ran.push('handler');
      return body;
    }

    @CorsPolicy({ enforce: false })
    @Get('open')
    open(): string {
      ran.push('handler');
      return 'open';
    }
  }

  @Module({
    imports: [CorsModule.forRoot({ defaults: { origin: DEFAULTS_ORIGIN, enforce: true }, interceptor })],
    controllers: [EnforcedController],
    providers: [{ provide: APP_FILTER, useClass: CountingFilter }],
  })
  class RootModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer
        .apply((_request: unknown, _response: unknown, next: () => void) => {
          ran.push('middleware');
          next();
        })
        .forRoutes('{*path}');
    }
  }
  return RootModule;
}

/** A parser of text, which counts. */
function countBodies(app: NestExpressApplication | NestFastifyApplication): void {
  if (isFastify(app)) {
    app.useBodyParser('text/plain', {}, (_request, body, done) => {
      ran.push('parser');
      done(null, body);
    });
  } else {
    app.use((_request: unknown, _response: unknown, next: () => void) => {
      ran.push('parser');
      next();
    });
  }
}

beforeEach(() => {
  ran = [];
  filtered = [];
});

describe.each(SETTINGS)('enforce: $name', setting => {
  describe.each(Object.keys(PREDICATES))('by %s', rule => {
    const isAsked = rule !== 'a list';
    const served = serve(setting, () => rootModule(PREDICATES[rule]), {
      configure: app => {
        countBodies(app as NestExpressApplication);
      },
    });

    test.each([
      ['GET', {}, undefined],
      ['HEAD', {}, undefined],
      ['POST', { 'Content-Type': 'text/plain' }, 'text'],
      ['POST', { 'Content-Type': 'application/json' }, '{"malformed":'],
      ['POST', { 'Content-Type': 'application/json' }, JSON.stringify('a'.repeat(2 ** 21))],
    ])('%s: 403 from Nest’s exception layer, before anything else (%p)', async (method, headers, body) => {
      const response = await served().send(method, '/enforced', { Origin: EVIL, ...headers }, body);
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 403, vary: 'Origin' });
      expect(ran).toEqual(isAsked ? ['predicate'] : []);
      expect(filtered).toEqual([expect.any(ForbiddenException)]);
      if (method === 'HEAD') return;
      expect(JSON.parse(response.body)).toEqual({
        statusCode: 403,
        error: 'Forbidden',
        message: expect.any(String) as string,
      });
    });

    test('an allowed origin gets through, and is asked about once', async () => {
      const response = await served().send(
        'POST',
        '/enforced',
        { 'Origin': ROUTE_ORIGIN, 'Content-Type': 'text/plain' },
        'text',
      );
      expect(response.status).toBe(201);
      expect(corsHeaders(response)).toEqual({
        'access-control-allow-origin': ROUTE_ORIGIN,
        'vary': 'Origin',
      });
      expect([...ran].sort()).toEqual(
        [...(isAsked ? ['predicate'] : []), 'middleware', 'parser', 'guard', 'pipe', 'handler'].sort(),
      );
    });

    test('a request without Origin gets through without a predicate call', async () => {
      const response = await served().get('/enforced');
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 200, vary: 'Origin' });
      expect(ran).not.toContain('predicate');
    });

    test('a route that does not enforce only lacks the headers', async () => {
      const response = await served().get('/enforced/open', { Origin: EVIL });
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 200, vary: 'Origin' });
      expect(ran).toContain('handler');
    });

    test.each(['/nowhere', '/enforced/nowhere'])('a path without a route: the defaults (%s)', async path => {
      const refused = await served().get(path, { Origin: ROUTE_ORIGIN });
      expect({ status: refused.status, ...corsHeaders(refused) }).toEqual({ status: 403, vary: 'Origin' });
      expect(ran).toEqual([]);
      expect(filtered).toEqual([expect.any(ForbiddenException)]);
      const allowed = await served().get(path, { Origin: DEFAULTS_ORIGIN });
      expect(allowed.status).toBe(404);
    });

    test('a preflight is answered as without it', async () => {
      const refused = await served().preflight('/enforced', { origin: EVIL, method: 'POST' });
      expect(refused.status).toBe(403);
      expect(refused.body).toBe('');
      const allowed = await served().preflight('/enforced', { origin: ROUTE_ORIGIN, method: 'POST' });
      expect(allowed.status).toBe(204);
      expect(filtered).toEqual([]);
    });

    test('the same origin is never refused', async () => {
      for (const headers of [
        { 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' },
        { Origin: served().url },
        { Origin: 'http://api.example.com', Host: 'API.example.com:80' },
        { Origin: 'http://api.example.com:8080', Host: 'api.example.com:8080' },
      ]) {
        const response = await served().send('GET', '/enforced', headers);
        expect({ status: response.status, ...corsHeaders(response) }).toEqual({
          status: 200,
          vary: 'Origin',
        });
      }
    });

    test.each([
      [{ 'Origin': EVIL, 'Sec-Fetch-Site': 'same-site' }],
      [{ 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin, same-origin' }],
      [{ Origin: 'https://api.example.com', Host: 'api.example.com' }],
      [{ Origin: 'http://api.example.com', Host: 'api.example.com:8080' }],
      [{ Origin: 'http://api.example.com', Host: 'api.example.com.evil.example' }],
      [{ Origin: 'null', Host: 'api.example.com' }],
      // The application does not trust the proxy.
      [
        {
          'Origin': 'https://api.example.com',
          'Host': 'api.example.com',
          'X-Forwarded-Proto': 'https',
          'X-Forwarded-Host': 'api.example.com',
        },
      ],
    ])('another origin is: %p', async headers => {
      const response = await served().send('GET', '/enforced', headers);
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 403, vary: 'Origin' });
    });
  });
});

describe.each(SETTINGS)('enforce on the portable path refuses before the handler alone: $name', setting => {
  const served = serve(setting, () => rootModule([ROUTE_ORIGIN], 'always'));

  test('403', async () => {
    const response = await served().get('/enforced', { Origin: EVIL });
    expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 403, vary: 'Origin' });
    expect(ran).toEqual(['middleware', 'guard']);
    expect(filtered).toEqual([expect.any(ForbiddenException)]);
  });

  test('paths without a route are out of its reach', async () => {
    const response = await served().get('/nowhere', { Origin: EVIL });
    expect(response.status).toBe(404);
  });
});
