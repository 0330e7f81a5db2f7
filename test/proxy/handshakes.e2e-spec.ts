import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, type Setting, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { LogRecorder } from '../support/log-recorder.js';
import { visitSocketIo, visitWebSocket } from '../sockets/support/clients.js';
import { freePort } from '../sockets/support/free-port.js';
import { SOCKET_ADAPTERS, type SocketAdapter } from '../sockets/support/gateways.js';
import { visitedGateway } from '../sockets/support/visited.js';
import { describeWithNginx } from './find-nginx.js';
import { Nginx } from './nginx.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const PLATFORMS = SETTINGS.filter(({ start }) => start === 'NestFactory.create');

interface Application {
  readonly served: Served;
  readonly log: LogRecorder;
  readonly visitors: readonly (string | undefined)[];
}

async function start(
  setting: Setting,
  sockets: SocketAdapter,
  options: CorsModuleOptions = {},
): Promise<Application> {
  const chat = visitedGateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ origin: APP })]);
  @Module({ imports: [CorsModule.forRoot(options)], providers: [chat.type] })
  class RootModule {}
  const log = new LogRecorder();
  const served = await Served.start(setting, RootModule, {
    configure: app => {
      log.use(app);
      sockets.use(app);
    },
  });
  return { served, log, visitors: chat.visitors };
}

/** A page's visit, as the gateway's own clients make it. */
function visit({ name }: SocketAdapter, url: string, origin: string) {
  return name === 'IoAdapter'
    ? visitSocketIo(url, origin, 'websocket', { path: '/chat', rejectUnauthorized: false })
    : visitWebSocket(`${url}/chat`, origin);
}

const OPEN = expect.objectContaining({ answer: 'pong' }) as unknown;
const REFUSED = { answer: undefined, error: expect.stringContaining('403') as unknown };

describeWithNginx('behind nginx, which ends TLS', () => {
  describe.each(PLATFORMS)('$name', setting => {
    describe.each(SOCKET_ADAPTERS)('with $name', sockets => {
      let application: Application | undefined;
      let nginx: Nginx | undefined;
      afterEach(async () => {
        await nginx?.stop();
        await application?.served.close();
      });

      /** Starts both, and gives the origin of the application's own pages. */
      async function behind(site: string, ownOrigins?: (page: string) => string): Promise<string> {
        application = await start(setting, sockets);
        nginx = await Nginx.start(site, portOf(application.served.app), { tls: true });
        const page = `https://127.0.0.1:${nginx.port}`;
        if (ownOrigins === undefined) return page;
        // The application that knows its origin takes the place of the first one.
        await application.served.close();
        await nginx.stop();
        application = await start(setting, sockets, { ownOrigins: ownOrigins(page) });
        nginx = await Nginx.start(site, portOf(application.served.app), { tls: true, port: nginx.port });
        return page;
      }

      test('with Host forwarded, the application’s own page connects', async () => {
        const page = await behind('upgrades');
        expect(await visit(sockets, page, page)).toEqual(OPEN);
        expect(await visit(sockets, page, APP)).toEqual(OPEN);
        expect(await visit(sockets, page, EVIL)).toEqual(REFUSED);
        expect(application?.visitors).toEqual([page, APP]);
      });

      test('without it, the own page is refused, and the log says what to do', async () => {
        const page = await behind('upgrades-without-host');
        expect(await visit(sockets, page, page)).toEqual(REFUSED);
        expect(await visit(sockets, page, APP)).toEqual(OPEN);
        expect(application?.log.lines).toContainEqual(
          expect.stringMatching(/Its Host 'app' is not that of the page.*add 'https:.*' to ownOrigins/),
        );
      });

      test('without it, the own page connects with ownOrigins', async () => {
        const page = await behind('upgrades-without-host', own => own);
        expect(await visit(sockets, page, page)).toEqual(OPEN);
        expect(await visit(sockets, page, EVIL)).toEqual(REFUSED);
        expect(application?.visitors).toEqual([page]);
      });
    });
  });
});

/** Vite in a process of its own: its native parts do not take values of a test's context. */
class DevServer {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly page: string,
  ) {}

  static async start(target: string, root: string, port: number): Promise<DevServer> {
    const child = spawn(process.execPath, ['test/proxy/vite-server.mjs', target, root, String(port)]);
    child.stderr.resume();
    const ended = once(child, 'exit').then(() => [undefined]);
    const [address] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer?];
    if (address === undefined) throw new Error('Vite did not start.');
    return new DevServer(child, address.toString().trim());
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    await exited;
  }
}

describe.each(PLATFORMS)('behind the development server of Vite, $name', setting => {
  test.each(SOCKET_ADAPTERS)('with $name, what the log says makes the page connect', async sockets => {
    const root = mkdtempSync(join(tmpdir(), 'vite-'));
    const first = await start(setting, sockets);
    const port = await freePort();
    let vite = await DevServer.start(first.served.url, root, port);
    const { page } = vite;
    expect(await visit(sockets, page, page)).toEqual(REFUSED);
    expect(await visit(sockets, page, EVIL)).toEqual(REFUSED);

    const lines = first.log.lines.filter(line => line.includes(`from '${page}'`));
    const [, suggested] =
      /add '([^']+)' to ownOrigins in CorsModule\.forRoot\(\)/.exec(lines.join('\n')) ?? [];
    expect([lines.length, suggested]).toEqual([1, page]);

    await first.served.app.close();
    const second = await start(setting, sockets, suggested === undefined ? {} : { ownOrigins: suggested });
    await vite.stop();
    vite = await DevServer.start(second.served.url, root, port);
    expect(await visit(sockets, page, page)).toEqual(OPEN);
    expect(await visit(sockets, page, EVIL)).toEqual(REFUSED);
    expect(second.visitors).toEqual([page]);
    await vite.stop();
    await second.served.close();
    rmSync(root, { recursive: true });
  });
});
