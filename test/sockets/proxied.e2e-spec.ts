import { once } from 'node:events';
import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyHttpProxy from '@fastify/http-proxy';
import { type INestApplication, Module } from '@nestjs/common';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { WebSocketServer } from 'ws';
import { isFastify } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, ON_EXPRESS, ON_FASTIFY, PARTNER } from '../paths/support/behind-paths.js';
import { visitWebSocket } from './support/clients.js';
import { handshake } from './support/handshake.js';

/** A server behind the application, which accepts every handshake. */
class Backend {
  readonly connections: string[] = [];
  private constructor(
    private readonly server: HttpServer,
    private readonly sockets: WebSocketServer,
  ) {}

  static async start(): Promise<Backend> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const backend = new Backend(server, new WebSocketServer({ server }));
    backend.sockets.on('connection', (socket, { url }) => {
      backend.connections.push(url ?? '');
      socket.on('message', () => {
        socket.send('"pong"');
      });
    });
    return backend;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.sockets.close();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

const PROXIES = [
  {
    name: 'http-proxy-middleware',
    platforms: ON_EXPRESS,
    mount: (app: INestApplication, target: string): Promise<void> => {
      const proxy = createProxyMiddleware({ target, ws: true, changeOrigin: true, pathFilter: '/live' });
      app.use(proxy);
      (app.getHttpServer() as HttpServer).on('upgrade', proxy.upgrade);
      return Promise.resolve();
    },
  },
  {
    name: '@fastify/http-proxy',
    platforms: ON_FASTIFY,
    mount: async (app: INestApplication, target: string) => {
      if (!isFastify(app)) throw new TypeError('It is a plugin of Fastify.');
      await app.register(fastifyHttpProxy, { upstream: target, prefix: '/live', websocket: true });
    },
  },
];

const REFUSED = { answer: undefined, error: expect.stringContaining('403') as unknown };

describe.each(PROXIES)('upgrades that $name passes on', ({ platforms, mount }) => {
  describe.each(platforms)('on $name', ({ setting, adapter }) => {
    describe.each<[string, CorsModuleOptions, readonly string[], readonly string[]]>([
      [
        'a key of paths decides',
        { defaults: { origin: APP }, paths: { '/live/*': { origin: PARTNER } } },
        [PARTNER],
        [APP, EVIL, 'null'],
      ],
      ['the defaults decide', { defaults: { origin: APP } }, [APP], [PARTNER, 'null']],
      ['nothing is refused without an origin', { defaults: { credentials: true } }, [APP, EVIL], []],
      [
        'unmanaged leaves them alone',
        { defaults: { origin: APP }, paths: { '/live/*': 'unmanaged' } },
        [EVIL, 'null'],
        [],
      ],
    ])('%s', (_title, options, allowed, refused) => {
      let backend: Backend | undefined;
      const served = serve(
        setting,
        () => {
          @Module({ imports: [CorsModule.forRoot(options)] })
          class RootModule {}
          return RootModule;
        },
        {
          ...(adapter === undefined ? {} : { adapter: adapter() }),
          configure: async app => {
            backend = await Backend.start();
            await mount(app, backend.url);
          },
        },
      );
      afterAll(() => backend?.stop());

      test('messages flow for allowed origins, and no other request reaches the upstream server', async () => {
        const visit = (origin?: string) => visitWebSocket(`${served().url}/live/feed?a=b`, origin);
        for (const origin of [...allowed, undefined]) {
          expect([origin, await visit(origin)]).toEqual([origin, { answer: 'pong' }]);
        }
        for (const origin of refused) expect([origin, await visit(origin)]).toEqual([origin, REFUSED]);
        expect(backend?.connections.length).toBe(allowed.length + 1);
      });

      if (refused.length > 0) {
        test('a refusal is 403 and closes the connection, and carries no CORS header', async () => {
          const { status, headers } = await handshake(served().url, '/live/feed', { Origin: EVIL });
          expect(status).toBe(403);
          expect(headers).toEqual({
            'connection': 'close',
            'content-type': 'text/plain; charset=utf-8',
            'content-length': expect.any(String) as unknown,
          });
        });
      }
    });
  });
});
