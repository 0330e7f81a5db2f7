import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Controller, Get, Header, type INestApplication, Module, Res, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { SETTINGS, isFastify } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

/**
 * The members that the responses of both platforms have, and Fastify's property for Node's
 * response.
 */
interface AnyResponse {
  readonly raw?: ServerResponse;
  status(code: number): AnyResponse;
  header(name: string, value: string): AnyResponse;
  send(body: unknown): unknown;
}

function rawOf(response: AnyResponse): ServerResponse {
  return response.raw ?? (response as unknown as ServerResponse);
}

// Node takes pairs too, and its types do not say so.
const PAIRS = [
  ['vary', 'X-Pairs'],
  ['X-Form', 'pairs'],
] as unknown as string[];

@Controller('raw')
class RawController {
  @OwnPolicy('X-Send')
  @Get('send')
  send(@Res() response: AnyResponse): void {
    response.status(203).header('vary', 'X-Send').send('sent');
  }

  @OwnPolicy('X-Send-Object')
  @Get('send/object')
  sendObject(@Res() response: AnyResponse): void {
    setImmediate(() => response.status(203).send({ sent: true }));
  }

  @OwnPolicy('X-End')
  @Get('end')
  end(@Res() response: AnyResponse): void {
    const raw = rawOf(response);
    raw.statusCode = 203;
    raw.setHeader('VARY', ['X-End', 'X-End-2']);
    raw.end('ended');
  }

  @OwnPolicy('X-Flush')
  @Get('flush')
  flush(@Res() response: AnyResponse): void {
    const raw = rawOf(response);
    raw.flushHeaders();
    setImmediate(() => raw.end('flushed'));
  }

  @OwnPolicy('X-Object')
  @Get('head/object')
  object(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203, { vArY: 'X-Object', a: 1 }).end();
  }

  @OwnPolicy('X-Object-List')
  @Get('head/object/list')
  objectWithList(@Res() response: AnyResponse): void {
    rawOf(response)
      .writeHead(203, 'Said', { 'Vary': ['X-One', 'origin'], 'Set-Cookie': ['a=1', 'b=2'] })
      .end();
  }

  @OwnPolicy('X-Undefined')
  @Get('head/undefined')
  undefinedMessage(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203, undefined, { Vary: 'X-Undefined' }).end();
  }

  @OwnPolicy('X-Flat')
  @Get('head/flat')
  flat(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203, ['Set-Cookie', 'a=1', 'vary', 'X-Flat', 'Set-Cookie', 'b=2']).end();
  }

  @OwnPolicy('X-Pairs')
  @Get('head/pairs')
  pairs(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203, PAIRS).end();
  }

  @OwnPolicy('X-Pairs')
  @Get('head/pairs/without-vary')
  pairsWithoutVary(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203, PAIRS.slice(1)).end();
  }

  @OwnPolicy('X-Without')
  @Get('head/without')
  without(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(203).end();
  }

  @OwnPolicy('X-Without-Vary')
  @Get('head/without-vary')
  withoutVary(@Res() response: AnyResponse): void {
    const raw = rawOf(response);
    raw.setHeader('Vary', 'X-Set');
    raw.writeHead(203, ['X-Form', 'flat']).end();
  }

  @OwnPolicy('X-Star')
  @Header('Vary', '*')
  @Get('star')
  star(): string {
    return 'varies by everything';
  }

  @OwnPolicy('X-Set')
  @Get('own/set')
  ownSet(@Res({ passthrough: true }) response: AnyResponse): string {
    response.header('access-control-allow-origin', 'https://own.example');
    return 'own';
  }

  @OwnPolicy('X-Decorated')
  @Header('Access-Control-Allow-Origin', '*')
  @Get('own/decorated')
  ownDecorated(): string {
    return 'own';
  }

  @OwnPolicy('X-Own-Head')
  @Get('own/head')
  ownHead(@Res() response: AnyResponse): void {
    rawOf(response).writeHead(200, { 'ACCESS-CONTROL-ALLOW-ORIGIN': '*', 'vary': 'X-Own' }).end();
  }

  @OwnPolicy('X-Own-Flat')
  @Get('own/flat')
  ownFlat(@Res() response: AnyResponse): void {
    const headers = ['Access-Control-Allow-Origin', '*', 'Vary', 'X-Own'];
    rawOf(response).writeHead(200, headers).end();
  }

  @OwnPolicy('X-Own-Expose')
  @Get('own/expose')
  ownExpose(@Res() response: AnyResponse): void {
    const headers: OutgoingHttpHeaders = { 'access-control-expose-headers': 'X-Own' };
    rawOf(response).writeHead(200, headers).end();
  }
}

function row(path: string, policy: string, others: Partial<ResponseKind> = {}): ResponseKind {
  return { name: path, path: `/raw/${path}`, status: 203, policy, ...others };
}

// Headers that the interceptor sets on Fastify's reply are lost if a handler writes the raw
// response.
const ON_RAW = { express: 'all', fastify: 'nothing' } as const;
const ON_RAW_WITH_VARY = { express: 'all but Vary', fastify: 'nothing' } as const;

const KINDS: readonly ResponseKind[] = [
  row('send', 'X-Send', { vary: 'X-Send', portable: 'all but Vary' }),
  row('send/object', 'X-Send-Object'),
  row('end', 'X-End', { vary: 'X-End, X-End-2', portable: ON_RAW_WITH_VARY }),
  row('flush', 'X-Flush', { status: 200, portable: ON_RAW }),
  row('head/object', 'X-Object', { vary: 'X-Object', portable: ON_RAW_WITH_VARY }),
  row('head/undefined', 'X-Undefined', { vary: 'X-Undefined', portable: ON_RAW_WITH_VARY }),
  row('head/flat', 'X-Flat', { vary: 'X-Flat', portable: ON_RAW_WITH_VARY }),
  row('head/without', 'X-Without', { portable: ON_RAW }),
  row('head/without-vary', 'X-Without-Vary', { vary: 'X-Set', portable: ON_RAW_WITH_VARY }),
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [RawController],
  })
  class RootModule {}
  return RootModule;
}

function configure(app: INestApplication): void {
  // Express sets a header of its own otherwise, and Node then takes no pairs.
  if (!isFastify(app)) (app as NestExpressApplication).disable('x-powered-by');
}

describeReach({
  title: 'handlers that write the response',
  root: rootModule,
  start: () => ({ configure }),
  kinds: KINDS,
});

describe.each(SETTINGS)('headers of the handler stay: $name', setting => {
  const served = serve(setting, () => rootModule({ interceptor: 'auto' }), { configure });

  test.each(['flat', 'object/list'])('each of its Set-Cookie lines (%s)', async form => {
    for (const headers of [{}, { Origin: ROUTE_ORIGIN }]) {
      const response = await served().get(`/raw/head/${form}`, headers);
      expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    }
  });

  // Node accepts them only if the response has no header yet, and the interceptor would have set
  // one.
  test.each([
    ['pairs', 'X-Pairs, Origin'],
    ['pairs/without-vary', 'Origin'],
  ])('headers in pairs (%s)', async (form, vary) => {
    const response = await served().get(`/raw/head/${form}`, { Origin: ROUTE_ORIGIN });
    expect(response.status).toBe(203);
    expect(response.headers).toMatchObject({
      'x-form': 'pairs',
      'access-control-allow-origin': ROUTE_ORIGIN,
      'access-control-expose-headers': 'X-Pairs',
      vary,
    });
  });

  test('Vary that has Origin already is left as it is', async () => {
    const response = await served().get('/raw/head/object/list', { Origin: ROUTE_ORIGIN });
    expect(response.headers.vary?.toLowerCase().split(/, ?/)).toEqual(['x-one', 'origin']);
  });

  test("Vary: '*' covers Origin", async () => {
    expect(corsHeaders(await served().get('/raw/star', { Origin: DEFAULTS_ORIGIN }))).toEqual({ vary: '*' });
  });

  test.each([
    ['own/set', 'https://own.example', 'Origin'],
    ['own/decorated', '*', 'Origin'],
    ['own/head', '*', 'X-Own, Origin'],
    ['own/flat', '*', 'X-Own, Origin'],
  ])('Access-Control-Allow-Origin, and the policy adds nothing to it (%s)', async (path, own, vary) => {
    for (const headers of [{ Origin: ROUTE_ORIGIN }, { Origin: DEFAULTS_ORIGIN }, {}]) {
      const response = await served().get(`/raw/${path}`, headers);
      expect(corsHeaders(response)).toEqual({ 'access-control-allow-origin': own, vary });
    }
  });

  test('Access-Control-Expose-Headers', async () => {
    const response = await served().get('/raw/own/expose', { Origin: ROUTE_ORIGIN });
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': ROUTE_ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Own',
      'vary': 'Origin',
    });
  });
});
