import {
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  connect,
} from 'node:http2';
import type { ServerResponse } from 'node:http';
import {
  Controller,
  Get,
  type MessageEvent,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Res,
  Sse,
} from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { NEVER, type Observable, concat, of } from 'rxjs';
import { SETTINGS } from '../support/applications.js';
import { serve } from '../support/served.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from './support/own-policy.js';

interface Raw {
  readonly raw: ServerResponse;
}

let handled = 0;

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cat')
  @Get('found/:id')
  find(): object {
    handled += 1;
    return { found: true };
  }

  @OwnPolicy('X-Ended')
  @Get('ended')
  ended(): string {
    return 'never';
  }

  @OwnPolicy('X-Thrown')
  @Get('thrown')
  thrown(): string {
    return 'never';
  }

  @OwnPolicy('X-Object')
  @Get('object')
  object(@Res() { raw }: Raw): void {
    raw.writeHead(203, { vary: 'X-Raw' });
    raw.end('raw');
  }

  @OwnPolicy('X-Flat')
  @Get('flat')
  flat(@Res() { raw }: Raw): void {
    raw.writeHead(203, ['vary', 'X-Raw', 'x-form', 'flat']);
    raw.end('raw');
  }

  @OwnPolicy('X-Pairs')
  @Get('pairs')
  pairs(@Res() { raw }: Raw): void {
    const pairs = [
      ['vary', 'X-Raw'],
      ['x-form', 'pairs'],
    ];
    raw.writeHead(203, pairs as unknown as string[]);
    raw.end('raw');
  }

  @OwnPolicy('X-Events')
  @Sse('events')
  events(): Observable<MessageEvent> {
    return concat(of({ data: 'first' }), NEVER);
  }

  @CorsPolicy({ enforce: true, origin: `http://localhost:1` })
  @Get('enforced')
  enforced(): string {
    handled += 1;
    return 'enforced';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [CatsController] })
class RootModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_request: unknown, response: ServerResponse) => {
        response.setHeader('Vary', 'X-Tea');
        response.statusCode = 418;
        response.end('a teapot');
      })
      .forRoutes('cats/ended')
      .apply(() => {
        throw new Error('The middleware is broken.');
      })
      .forRoutes('cats/thrown');
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

describe.each(FASTIFY)('HTTP/2: $name', setting => {
  let client: ClientHttp2Session;
  // Before the application closes, which waits for its sessions.
  afterAll(() => {
    client.destroy();
  });
  const served = serve(setting, () => RootModule, { adapter: new FastifyAdapter({ http2: true }) });
  beforeAll(() => {
    client = connect(served().url);
  });

  function ask(path: string, headers: OutgoingHttpHeaders): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stream = client.request({ ':path': path, ...headers }, { endStream: true });
      stream.on('error', reject);
      stream.on('response', answer => {
        stream.close();
        resolve({ status: answer[':status'] ?? 0, headers: answer });
      });
    });
  }

  function corsOf({ status, headers }: Answer): object {
    const cors = Object.entries(headers).filter(
      ([name]) => name.startsWith('access-control-') || name === 'vary',
    );
    return { status, ...Object.fromEntries(cors) };
  }

  test.each([
    ['a handler', '/cats/found/1', 200, 'X-Cat', 'Origin'],
    ['a middleware that ends', '/cats/ended', 418, 'X-Ended', 'X-Tea, Origin'],
    ['a middleware that throws', '/cats/thrown', 500, 'X-Thrown', 'Origin'],
    ['a raw head with an object', '/cats/object', 203, 'X-Object', 'X-Raw, Origin'],
    ['a raw head with a list', '/cats/flat', 203, 'X-Flat', 'X-Raw, Origin'],
    ['a raw head with pairs', '/cats/pairs', 203, 'X-Pairs', 'X-Raw, Origin'],
    ['@Sse()', '/cats/events', 200, 'X-Events', 'Origin'],
    ['404', '/nowhere', 404, undefined, 'Origin'],
    ['400 for a malformed URL', '/cats/found/%ZZ', 400, undefined, 'Origin'],
    ['414', `/cats/found/${'a'.repeat(200)}`, 414, undefined, 'Origin'],
  ])('%s carries the headers of its policy', async (_what, path, status, policy, vary) => {
    const { allowedOrigin, refusedOrigin, headers } = expectedPolicy(policy);
    expect(corsOf(await ask(path, { origin: allowedOrigin }))).toEqual({ status, ...headers, vary });
    expect(corsOf(await ask(path, { origin: refusedOrigin }))).toEqual({ status, vary });
    expect(corsOf(await ask(path, {}))).toEqual({ status, vary });
  });

  test.each([
    [ROUTE_ORIGIN, 204],
    [DEFAULTS_ORIGIN, 403],
  ])('a preflight from %s', async (origin, status) => {
    handled = 0;
    const answer = await ask('/cats/found/1', {
      ':method': 'OPTIONS',
      origin,
      'access-control-request-method': 'GET',
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(status === 204 ? origin : undefined);
    expect(handled).toBe(0);
  });

  test('enforce refuses, but not the same origin, which :authority tells', async () => {
    handled = 0;
    const refused = await ask('/cats/enforced', { origin: ROUTE_ORIGIN });
    expect(corsOf(refused)).toEqual({ status: 403, vary: 'Origin' });
    expect(handled).toBe(0);
    const same = await ask('/cats/enforced', { origin: served().url });
    expect(same.status).toBe(200);
  });
});
