import type { INestApplication } from '@nestjs/common';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import cors from 'cors';
import type { Express } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsPathPolicy } from 'nestjs-cors-policy';
import type { Served } from '../e2e/support/served.js';
import { corsHeaders } from '../e2e/support/http.js';
import { type AnyResponse, rawOf } from '../resource-policy/files.js';
import { fastifyOf } from '../surroundings/support/setting.js';
import {
  APP,
  EVIL,
  type Mounted,
  NATIVE,
  ON_EXPRESS,
  ON_FASTIFY,
  PARTNER,
  behindPaths,
  expectOthersClosed,
  readersOf,
} from './support/behind-paths.js';
import type { EveryPlatform } from './support/every-platform.js';

type NodeHandler = ReturnType<typeof toNodeHandler>;

function newAuth(): NodeHandler {
  return toNodeHandler(
    betterAuth({
      baseURL: 'http://api.example',
      secret: 'a secret that is long enough for a test',
      database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
      emailAndPassword: { enabled: true },
      trustedOrigins: [PARTNER],
      // Otherwise better-auth checks no origin where NODE_ENV is "test".
      advanced: { disableOriginCheck: false },
      logger: { disabled: true },
    }),
  );
}

/** As the documentation of better-auth has it for Express: before any parser of bodies. */
function onExpress(app: INestApplication): void {
  const express = app.getHttpAdapter().getInstance() as Express;
  const auth = newAuth();
  express.all('/api/auth/*splat', (request, response) => auth(request, response));
}

/** As Node's handler goes into Fastify: the body is left to it. */
function onFastify(app: INestApplication): void {
  const auth = newAuth();
  void fastifyOf(app).register((fastify, _options, done) => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    fastify.all('/api/auth/*', async ({ raw }, reply) => {
      reply.hijack();
      await auth(raw, reply.raw);
    });
    done();
  });
}

type NodeMiddleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/**
 * A middleware for all paths below a path, on any adapter. Fastify would remove the path of a
 * registered middleware from the URL.
 */
function below(path: string, middleware: NodeMiddleware) {
  return (_request: unknown, response: AnyResponse, next: () => void): void => {
    const node = rawOf(response);
    if (node.req.url?.startsWith(path) === true) middleware(node.req, node, next);
    else next();
  };
}

interface Mount {
  readonly name: string;
  readonly platforms: readonly EveryPlatform[];
  readonly mount: (app: INestApplication) => void;
}

const MOUNTS: readonly Mount[] = [
  { name: 'as a route of Express', platforms: ON_EXPRESS, mount: onExpress },
  { name: 'as a route of Fastify', platforms: ON_FASTIFY, mount: onFastify },
  {
    name: 'as a middleware',
    platforms: NATIVE,
    mount: app => {
      const auth = newAuth();
      app.use(below('/api/auth/', auth));
    },
  },
];

const mounted = (policy: CorsPathPolicy, configure: Mount['mount']): Mounted => ({
  paths: { '/api/auth/*': policy },
  bodyParser: false,
  configure,
});

let users = 0;

/** Signs up: what better-auth says to a page of an origin. */
async function signUp(served: Served, origin: string): Promise<{ status: number; cookie: boolean }> {
  const body = JSON.stringify({ name: 'Ada', email: `ada${users++}@example.com`, password: 'long enough' });
  const headers = { 'Origin': origin, 'Content-Type': 'application/json', 'Cookie': 'a=b' };
  const answer = await served.send('POST', '/api/auth/sign-up/email', headers, body);
  return { status: answer.status, cookie: answer.headers['set-cookie'] !== undefined };
}

const SESSION = '/api/auth/get-session';

describe.each(MOUNTS)('better-auth $name', ({ platforms, mount }) => {
  describe.each(platforms)('managed, on $name', platform => {
    const served = behindPaths(
      platform,
      mounted({ origin: PARTNER, credentials: true, methods: ['GET', 'POST'] }, mount),
    );

    test('the key decides, and better-auth does its work', async () => {
      expect(await signUp(served(), PARTNER)).toEqual({ status: 200, cookie: true });
      expect(await readersOf(served(), SESSION)).toEqual([PARTNER]);
      const asked = { origin: PARTNER, method: 'POST', headers: 'content-type' };
      const { status, headers } = await served().preflight('/api/auth/sign-up/email', asked);
      expect([status, headers['access-control-allow-credentials']]).toEqual([204, 'true']);
    });

    test('its own list of trusted origins stands beside it, and a page can read what it says', async () => {
      expect(await signUp(served(), EVIL)).toEqual({ status: 403, cookie: false });
      expect(await readersOf(served(), '/api/auth/nothing', { status: 404 })).toEqual([PARTNER]);
    });

    test('the rest is for the defaults', () => expectOthersClosed(served(), '/api'));
  });

  describe.each(platforms)('unmanaged, on $name', platform => {
    const served = behindPaths(platform, mounted('unmanaged', mount));

    test('preflights reach it, answers stay as they are, and it does its work', async () => {
      const preflight = await served().preflight(SESSION, { origin: APP, method: 'GET' });
      expect([preflight.status, corsHeaders(preflight)]).toEqual([404, {}]);
      const answer = await served().get(SESSION, { Origin: APP });
      expect([answer.status, answer.body, corsHeaders(answer)]).toEqual([200, 'null', {}]);
      expect(await signUp(served(), PARTNER)).toEqual({ status: 200, cookie: true });
      expect(await signUp(served(), EVIL)).toEqual({ status: 403, cookie: false });
    });

    test('the rest is for the defaults', () => expectOthersClosed(served()));
  });

  describe.each(platforms)('unmanaged behind a cors() of its own, on $name', platform => {
    const served = behindPaths(
      platform,
      mounted('unmanaged', app => {
        app.use(below('/api/auth/', cors({ origin: PARTNER, credentials: true })));
        mount(app);
      }),
    );

    test('the answers of cors() stand, for both halves', async () => {
      const preflight = await served().preflight(SESSION, { origin: PARTNER, method: 'GET' });
      expect(corsHeaders(preflight)['access-control-allow-methods']).toBe('GET,HEAD,PUT,PATCH,POST,DELETE');
      for (const answer of [preflight, await served().get(SESSION, { Origin: APP })]) {
        expect(answer.headers).toMatchObject({
          'access-control-allow-origin': PARTNER,
          'access-control-allow-credentials': 'true',
        });
      }
    });

    test('the rest is for the defaults', () => expectOthersClosed(served()));
  });
});
