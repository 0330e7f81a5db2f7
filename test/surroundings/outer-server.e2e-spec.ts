import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import compression from 'compression';
import connect from 'connect';
import express, { type RequestHandler } from 'express';
import session from 'express-session';
import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import morgan from 'morgan';
import { send } from '../e2e/support/http.js';
import { portOf } from '../e2e/support/applications.js';
import { EXPECTED, HANDLED, observe } from './support/observation.js';
import { type OuterServer, serveOuter } from './support/outer-server.js';
import { APP, surroundedModule } from './support/surrounded.js';

const lines: string[] = [];
const logged = morgan('tiny', { stream: { write: line => void lines.push(line.trim()) } });
const withSession = (): RequestHandler =>
  session({ secret: 'secret', resave: false, saveUninitialized: true, cookie: { path: '/' } });

let app: INestApplication | undefined;
let outer: OuterServer | undefined;

afterEach(async () => {
  await outer?.close();
  await app?.close();
  outer = app = undefined;
});

async function nestListener(root: Type<unknown>): Promise<RequestListener> {
  app = await NestFactory.create(root, { logger: false, abortOnError: false });
  await app.init();
  return app.getHttpAdapter().getInstance() as RequestListener;
}

function expressAround(...middleware: RequestHandler[]): (nest: RequestListener) => RequestListener {
  return nest => {
    const around = express();
    for (const each of middleware) around.use(each);
    around.use(nest as RequestHandler);
    return around as RequestListener;
  };
}

const SURROUNDINGS: readonly [name: string, around: (nest: RequestListener) => RequestListener][] = [
  ['an Express application', expressAround()],
  ['an Express application with morgan', expressAround(logged)],
  ['an Express application with compression', expressAround(compression({ threshold: 0 }))],
  ['an Express application with express-session', expressAround(withSession())],
  [
    'an Express application with all of them',
    expressAround(logged, compression({ threshold: 0 }), withSession()),
  ],
  [
    'a connect application with morgan',
    nest => {
      const around = connect();
      around.use(logged);
      around.use(nest);
      return around;
    },
  ],
  [
    'a connect application with compression',
    nest => {
      const around = connect();
      around.use(compression({ threshold: 0 }) as RequestListener);
      around.use(nest);
      return around;
    },
  ],
  [
    'a server of node:http that wraps writeHead',
    nest => (request, response) => {
      countHeads(response);
      nest(request, response);
    },
  ],
];

let heads = 0;

/**
 * Many libraries change a response in this way. Each wrapper must run once, even if other code also
 * wraps the response.
 */
function countHeads(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    heads += 1;
    return writeHead(...args);
  };
}

beforeEach(() => {
  lines.length = 0;
  heads = 0;
});

describe.each(SURROUNDINGS)('Nest on Express in %s', (name, around) => {
  test('answers as the contract says', async () => {
    const { root, handled } = surroundedModule();
    outer = await serveOuter(around(await nestListener(root)));

    const otherVary = ['accept-encoding'];
    const observed = await observe({ server: outer.url, otherVary });

    expect(observed).toEqual(EXPECTED);
    expect(handled).toEqual(HANDLED);
  });

  test('and what stands around it does its work', async () => {
    const { root } = surroundedModule();
    outer = await serveOuter(around(await nestListener(root)));

    const { headers } = await send(outer.url, 'GET', '/cats', { 'Origin': APP, 'Accept-Encoding': 'gzip' });

    if (name.includes('compression')) expect(headers['content-encoding']).toBe('gzip');
    if (name.includes('session')) expect(headers['set-cookie']?.[0]).toContain('connect.sid');
    if (name.includes('morgan')) expect(lines).toEqual([expect.stringMatching(/^GET \/cats 200 /)]);
    if (name.includes('writeHead')) expect(heads).toBe(1);
    expect(headers['access-control-allow-origin']).toBe(APP);
  });
});

describe('a listener that was prepended to the server', () => {
  type Start = (root: Type<unknown>) => Promise<INestApplication>;

  test.each<[platform: string, start: Start]>([
    ['Express', root => NestFactory.create(root, { logger: false, abortOnError: false })],
    [
      'Fastify',
      root => NestFactory.create(root, new FastifyAdapter(), { logger: false, abortOnError: false }),
    ],
  ])('and wraps writeHead: %s', async (_platform, start) => {
    const { root, handled } = surroundedModule();
    app = await start(root);
    const server = app.getHttpServer() as Server;
    await app.init();
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      countHeads(response);
    });
    await app.listen(0, '127.0.0.1');

    const observed = await observe({ server: `http://127.0.0.1:${portOf(app)}` });

    expect(observed).toEqual(EXPECTED);
    expect(handled).toEqual(HANDLED);
    expect(heads).toBe(Object.keys(EXPECTED).length);
  });
});

describe('Nest on Fastify in a server of its own', () => {
  test.each<[name: string, middleware: (() => RequestHandler)[]]>([
    ['nothing', []],
    ['morgan', [() => logged]],
    ['compression', [() => compression({ threshold: 0 })]],
    ['express-session', [withSession]],
  ])('behind %s', async (_name, middleware) => {
    const { root, handled } = surroundedModule();
    const fastify = new FastifyAdapter({
      serverFactory: (handler: RequestListener) => {
        const around = connect();
        for (const make of middleware) around.use(make() as RequestListener);
        around.use(handler);
        return createServer(around as RequestListener);
      },
    });
    app = await NestFactory.create(root, fastify, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');

    const otherVary = ['accept-encoding'];
    const observed = await observe({ server: `http://127.0.0.1:${portOf(app)}`, otherVary });

    expect(observed).toEqual(EXPECTED);
    expect(handled).toEqual(HANDLED);
  });
});
