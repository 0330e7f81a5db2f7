import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';

@CorsPolicy({ origin: APP, credentials: true })
@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'cats';
  }

  @CorsPolicy({ enforce: true })
  @Get('enforced')
  enforced(): string {
    return 'enforced';
  }

  @CorsPolicy({ origin: async origin => Promise.resolve(origin === APP) })
  @Get('asked')
  asked(): string {
    return 'asked';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: APP } })], controllers: [CatsController] })
class AppModule {}

/** A request as a platform of functions hands it over, and the answer that it passes on. */
type Invoke = (method: string, url: string, headers: Record<string, string>) => Promise<Answer>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let starting: Promise<RequestListener> | undefined;

/** The Express application needs no server and no port. Runs once for each function instance. */
async function start(): Promise<RequestListener> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.init();
  return app.getHttpAdapter().getInstance() as RequestListener;
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  starting ??= start();
  (await starting)(request, response);
}

let fastify: Promise<NestFastifyApplication> | undefined;

async function startFastify(): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

async function inject(method: 'GET' | 'OPTIONS', url: string, headers: Record<string, string>) {
  fastify ??= startFastify();
  return (await fastify).inject({ method, url, headers });
}

/** A socket that is none: nothing is read from it, and what is written to it is kept. */
class NoSocket extends Duplex {
  private readonly written: Buffer[] = [];

  override _read(): void {
    // Nothing comes.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk);
    done();
  }

  get body(): string {
    return Buffer.concat(this.written).toString().split('\r\n\r\n').slice(1).join('\r\n\r\n');
  }
}

const invokeExpress: Invoke = async (method, url, headers) => {
  const socket = new NoSocket();
  const request = new IncomingMessage(socket as unknown as Socket);
  request.push(null);
  Object.assign(request, { method, url, headers, httpVersion: '1.1' });
  const response = new ServerResponse(request);
  response.assignSocket(socket as unknown as Socket);
  const finished = new Promise<void>(resolve => {
    response.once('finish', resolve);
  });
  await handle(request, response);
  await finished;
  return { status: response.statusCode, headers: response.getHeaders(), body: socket.body };
};

const invokeFastify: Invoke = async (method, url, headers) => {
  const response = await inject(method === 'OPTIONS' ? 'OPTIONS' : 'GET', url, headers);
  return { status: response.statusCode, headers: response.headers, body: response.body };
};

function corsOf({ status, headers }: Answer): Record<string, unknown> {
  const cors = Object.entries(headers).filter(
    ([name]) => name.startsWith('access-control-') || name === 'vary',
  );
  return { status, ...Object.fromEntries(cors) };
}

describe.each([
  ['Express, called as a function', invokeExpress],
  ['Fastify, through inject()', invokeFastify],
])('without listening: %s', (_name, invoke) => {
  afterAll(async () => (await fastify)?.close());

  const allowed = {
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    'vary': 'Origin',
  };

  test.each([
    ['an allowed origin', '/cats', APP, { status: 200, ...allowed }],
    ['another origin', '/cats', EVIL, { status: 200, vary: 'Origin' }],
    ['a predicate that takes its time', '/cats/asked', APP, { status: 200, ...allowed }],
    ['enforce', '/cats/enforced', EVIL, { status: 403, vary: 'Origin' }],
    ['no route', '/nowhere', APP, { 'status': 404, 'access-control-allow-origin': APP, 'vary': 'Origin' }],
  ])('%s', async (_title, url, origin, expected) => {
    expect(corsOf(await invoke('GET', url, { host: 'api.example.com', origin }))).toEqual(expected);
  });

  test('the answer itself', async () => {
    expect((await invoke('GET', '/cats', { host: 'api.example.com', origin: APP })).body).toBe('cats');
  });

  test.each([
    [APP, 204],
    [EVIL, 403],
  ])('a preflight from %s: %d', async (origin, status) => {
    const headers = { 'host': 'api.example.com', origin, 'access-control-request-method': 'GET' };
    const answer = await invoke('OPTIONS', '/cats', headers);
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(status === 204 ? APP : undefined);
  });
});
