import {
  Body,
  Controller,
  Get,
  type INestApplication,
  Module,
  Post,
  Redirect,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { SETTINGS } from '../e2e/support/applications.js';
import { type HttpResponse, corsHeaders, preflight } from '../e2e/support/http.js';
import { serve } from '../e2e/support/served.js';
import { ADAPTERS } from './index.js';

const APP = 'https://app.example';
const EVIL = 'https://evil.example';

let ran: string[] = [];
let heads = 0;

/** A response of any of the adapters. */
type AnyResponse = ServerResponse | { readonly raw: ServerResponse } | { readonly res: ServerResponse };

function rawOf(response: AnyResponse): ServerResponse {
  if ('raw' in response) return response.raw;
  return 'res' in response ? response.res : response;
}

@CorsPolicy({ origin: APP, exposedHeaders: ['X-Total'] })
@Controller('cats')
class Cats {
  @Get() list() {
    ran.push('list');
    return 'list';
  }
  @Post() create(@Body() body: unknown) {
    return body;
  }
  @CorsPolicy({ enforce: true }) @Post('enforced') enforced() {
    ran.push('enforced');
    return 'enforced';
  }
  @CorsPolicy({ origin: async origin => Promise.resolve(origin === APP), enforce: true })
  @Get('asked')
  asked() {
    ran.push('asked');
    return 'asked';
  }
  @Get('stream') stream() {
    return new StreamableFile(Buffer.from('bytes'));
  }
  @Redirect('/cats') @Get('moved') moved() {
    return undefined;
  }
  @Get('broken') broken() {
    throw new Error('broken');
  }
  @Get('own-head') ownHead(@Res() response: AnyResponse) {
    rawOf(response).writeHead(200, { Vary: 'Accept' }).end('own head');
  }
  @Get('flat-head') flatHead(@Res() response: AnyResponse) {
    rawOf(response).writeHead(200, 'OK', ['Vary', 'Accept']).end('flat head');
  }
  @Get('own-origin') ownOrigin(@Res() response: AnyResponse) {
    rawOf(response).setHeader('Access-Control-Allow-Origin', 'https://own.example');
    rawOf(response).end('own origin');
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], controllers: [Cats] })
class App {}

function configure(app: INestApplication): void {
  app.use((request: { method: string; url: string }, response: AnyResponse, next: () => void) => {
    ran.push(`middleware ${request.method}`);
    if (request.url === '/ended') rawOf(response).end('ended');
    else next();
  });
  (app.getHttpServer() as Server).prependListener(
    'request',
    (_request: IncomingMessage, response: ServerResponse) => {
      const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
      response.writeHead = (...args: unknown[]) => {
        heads += 1;
        return writeHead(...args);
      };
    },
  );
}

describe.each(ADAPTERS)('the reach of the module on an adapter $name', ({ create }) => {
  describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$start', setting => {
    const served = serve(setting, () => App, { adapter: create(), configure });

    beforeEach(() => {
      ran = [];
      heads = 0;
    });

    const own = { 'access-control-allow-origin': APP, 'access-control-expose-headers': 'X-Total' };
    const seen = (response: HttpResponse): unknown[] => [response.status, corsHeaders(response)];

    test.each<[path: string, status: number, headers: Readonly<Record<string, string>>]>([
      ['/cats', 200, { ...own, vary: 'Origin' }],
      ['/cats/stream', 200, { ...own, vary: 'Origin' }],
      ['/cats/moved', 302, { ...own, vary: 'Origin' }],
      ['/cats/broken', 500, { ...own, vary: 'Origin' }],
      ['/cats/own-head', 200, { ...own, vary: 'Accept, Origin' }],
      ['/cats/flat-head', 200, { ...own, vary: 'Accept, Origin' }],
      ['/cats/asked', 200, { ...own, vary: 'Origin' }],
      ['/ended', 200, { 'access-control-allow-origin': APP, 'vary': 'Origin' }],
    ])('GET %s', async (path, status, headers) => {
      expect(seen(await served().get(path, { Origin: APP }))).toEqual([status, headers]);
      expect(heads).toBe(1);
    });

    test("a handler's own Access-Control-Allow-Origin stands", async () => {
      const { headers } = await served().get('/cats/own-origin', { Origin: APP });
      expect(headers['access-control-allow-origin']).toBe('https://own.example');
    });

    test('a body that cannot be read has the policy of the route', async () => {
      const json = { 'Origin': APP, 'Content-Type': 'application/json' };
      expect(seen(await served().send('POST', '/cats', json, '{'))).toEqual([
        400,
        { ...own, vary: 'Origin' },
      ]);
    });

    test('enforce refuses before middleware and body parsers', async () => {
      const json = { 'Origin': EVIL, 'Content-Type': 'application/json' };
      const response = await served().send('POST', '/cats/enforced', json, '{');
      expect(seen(response)).toEqual([403, { vary: 'Origin' }]);
      expect(ran).toEqual([]);
    });

    test('enforce waits for a predicate, and refuses', async () => {
      expect(seen(await served().get('/cats/asked', { Origin: EVIL }))).toEqual([403, { vary: 'Origin' }]);
      expect(ran).toEqual([]);
    });

    test.each([
      [APP, '/cats', 204],
      [EVIL, '/cats', 403],
      [APP, '/cats/asked', 204],
      [EVIL, '/cats/asked', 403],
    ])('a preflight of %s for %s reaches no middleware and no handler', async (origin, path, status) => {
      const answer = await preflight(served().url, path, { origin, method: 'GET' });
      expect([answer.status, answer.body, answer.headers['x-powered-by']]).toEqual([status, '', undefined]);
      expect(ran).toEqual([]);
    });
  });
});
