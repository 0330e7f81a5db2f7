import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import awsLambdaFastify from '@fastify/aws-lambda';
import * as vendia from '@vendia/serverless-express';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { RequestListener } from 'node:http';
import { APP, DEFAULTS, EVIL, type SurroundedModule, surroundedModule } from './support/surrounded.js';

/** The answer of a function, in the format of API Gateway. */
interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: string;
}

type Lambda = (event: object, context: object) => Promise<unknown>;

/** The types of this package do not resolve, so its functions are called without types. */
function call(callee: unknown, ...args: readonly unknown[]): unknown {
  if (typeof callee !== 'function') throw new TypeError('A function is called.');
  return Reflect.apply(callee, undefined, args);
}

const PLATFORMS: readonly [
  name: string,
  start: (of: SurroundedModule) => Promise<[INestApplication, Lambda]>,
][] = [
  [
    '@vendia/serverless-express',
    async ({ root }) => {
      const app = await NestFactory.create(root, new ExpressAdapter(), { logger: false });
      await app.init();
      const handler = call(Reflect.get(vendia, 'configure'), {
        app: app.getHttpAdapter().getInstance() as RequestListener,
      });
      return [app, (event, context) => Promise.resolve(call(handler, event, context, () => undefined))];
    },
  ],
  [
    '@fastify/aws-lambda',
    async ({ root }) => {
      const app = await NestFactory.create(root, new FastifyAdapter(), { logger: false });
      await app.init();
      const instance = app.getHttpAdapter().getInstance() as FastifyInstance;
      const handler = awsLambdaFastify(instance);
      await instance.ready();
      return [app, async (event, context) => handler(event, context)];
    },
  ],
];

/** An event of an HTTP API, in its second format. */
function event(method: string, path: string, headers: Readonly<Record<string, string>>): object {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'api.example', ...headers },
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      stage: '$default',
    },
    isBase64Encoded: false,
  };
}

describe.each(PLATFORMS)('a function behind %s', (_name, start) => {
  const module = surroundedModule();
  let app: INestApplication;
  let lambda: Lambda;

  beforeAll(async () => {
    [app, lambda] = await start(module);
  });

  afterAll(() => app.close());

  async function invoke(method: string, path: string, headers: Readonly<Record<string, string>>) {
    const {
      statusCode,
      headers: answered = {},
      body,
    } = (await lambda(event(method, path, headers), {})) as LambdaResult;
    const lower = Object.fromEntries(
      Object.entries(answered).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': credentials,
      vary,
    } = lower;
    return { statusCode, origin, credentials, varies: vary?.includes('Origin') ?? false, body };
  }

  test.each<[path: string, origin: string, expected: object]>([
    [
      '/cats',
      APP,
      { statusCode: 200, origin: APP, credentials: 'true', varies: true, body: '{"cats":["Tom"]}' },
    ],
    ['/cats', EVIL, { statusCode: 200, origin: undefined, varies: true }],
    ['/cats/guarded', APP, { statusCode: 401, origin: APP, credentials: 'true', varies: true }],
    ['/cats/closed', APP, { statusCode: 200, origin: undefined, varies: false, body: 'closed' }],
    ['/cats/enforced', APP, { statusCode: 200, origin: APP, body: 'enforced' }],
    ['/cats/enforced', EVIL, { statusCode: 403, origin: undefined, varies: true }],
    ['/nowhere', DEFAULTS, { statusCode: 404, origin: DEFAULTS, credentials: undefined, varies: true }],
  ])('GET %s from %s', async (path, origin, expected) => {
    expect(await invoke('GET', path, { origin })).toMatchObject(expected);
  });

  test.each<[path: string, origin: string, expected: object]>([
    ['/cats', APP, { statusCode: 204, origin: APP, credentials: 'true', varies: true }],
    ['/cats', EVIL, { statusCode: 403, origin: undefined, varies: true }],
    ['/cats/closed', APP, { statusCode: 403, origin: undefined, varies: false }],
    ['/nowhere', DEFAULTS, { statusCode: 204, origin: DEFAULTS, varies: true }],
  ])('the preflight for %s from %s', async (path, origin, expected) => {
    const question = { origin, 'access-control-request-method': 'GET' };
    expect(await invoke('OPTIONS', path, question)).toMatchObject(expected);
  });

  test('no refused request has reached a handler', () => {
    expect(module.handled).toEqual(['list', 'list', 'closed', 'enforced']);
  });
});
