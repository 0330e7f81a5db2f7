import { mkdtempSync, rmSync } from 'node:fs';
import { type RequestListener, createServer, request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type INestApplication, RequestMethod, VersioningType } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { certificate } from '../conformance/support/certificate.js';
import { SETTINGS, type Setting, create, isFastify, portOf } from '../e2e/support/applications.js';
import { type HttpResponse, send } from '../e2e/support/http.js';
import { Served, serve } from '../e2e/support/served.js';
import { LogRecorder } from '../support/log-recorder.js';
import { EventStream } from './support/event-stream.js';
import { APP, explorerApp, withVersions } from './support/explorer-app.js';
import { cookieOf, tokenOf } from './support/opened.js';

const FLOW = `/flow?origin=${encodeURIComponent(APP)}&method=GET&url=/catalogue`;
const PATHS = ['', '/files/app.js', '/surface', FLOW, '/live'];
const ADDRESS = /(http\S+)$/;

/** The addresses that were logged. */
function printedIn(recorder: LogRecorder): string[] {
  return recorder.lines.flatMap(line => ADDRESS.exec(line)?.[1] ?? []);
}

function withToken(path: string, token: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}token=${token}`;
}

/** A client of its own, since a stream does not end. */
async function statusOf(url: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const stream = await EventStream.open(`${url}${path}`, headers);
  stream.leave();
  return stream.response.statusCode ?? 0;
}

const cookieIn = ({ headers }: HttpResponse): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

describe.each(SETTINGS)('Access to the explorer, $name', setting => {
  const served = serve(setting, () => explorerApp(), { configure: withVersions });
  const token = () => tokenOf(served().app);

  describe('without the token', () => {
    it.each(PATHS)('/cors-explorer%s is not answered', async path => {
      const attempts = [
        {},
        { Cookie: 'cors-explorer=' },
        { Cookie: `cors-explorer-${portOf(served().app)}=wrong` },
        // Another port's, whose application has another token.
        { Cookie: cookieOf(served().app, 'localhost:1') },
        { Host: 'localhost' },
        { 'X-Forwarded-For': '127.0.0.1' },
        { 'Sec-Fetch-Site': 'same-origin' },
      ];
      for (const headers of attempts) {
        const answer = await served().get(`/cors-explorer${path}`, headers);
        expect(answer.status).toBe(403);
        expect(answer.body).not.toMatch(/OrdersController|<html|decisions/);
        expect(answer.headers).not.toHaveProperty('set-cookie');
      }
      expect((await served().get(withToken(`/cors-explorer${path}`, 'wrong'))).status).toBe(403);
      expect((await served().send('HEAD', `/cors-explorer${path}`)).status).toBe(403);
    });

    it('an answer says what to do, and has the headers of every answer', async () => {
      const { body, headers } = await served().get('/cors-explorer');

      expect(body).toContain('Open the address that the application has printed');
      expect(body).not.toContain(token());
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'") as string,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    });
  });

  describe('with the token', () => {
    it('the address gives a cookie, and the cookie opens everything', async () => {
      const page = await served().get(withToken('/cors-explorer', token()));
      expect(page.status).toBe(200);
      expect(page.body).toContain('<title>CORS explorer</title>');
      expect(page.body).not.toContain(token());
      expect(page.headers['set-cookie']).toEqual([
        `cors-explorer-${portOf(served().app)}=${token()}; Path=/cors-explorer; HttpOnly; SameSite=Strict`,
      ]);

      for (const path of PATHS) {
        expect(await statusOf(served().url, `/cors-explorer${path}`, { Cookie: cookieIn(page) })).toBe(200);
      }
    });

    it.each(PATHS)('the address of /cors-explorer%s opens it', async path => {
      expect(await statusOf(served().url, withToken(`/cors-explorer${path}`, token()))).toBe(200);
    });

    it.each(['rebound.evil.example', '10.0.0.1', 'localhost.evil.example'])(
      'the host is checked nevertheless: %s',
      async host => {
        for (const path of PATHS) {
          const headers = { Host: host, Cookie: cookieOf(served().app, host) };
          const { status, body } = await served().get(withToken(`/cors-explorer${path}`, token()), headers);
          expect(status).toBe(403);
          expect(body).toContain('accessIsGuarded: true');
          expect(body).not.toContain('OrdersController');
        }
      },
    );

    it.each([{ 'X-Forwarded-For': '203.0.113.9' }, { Via: '1.1 proxy' }, { Host: 'localhost' }])(
      'a proxy may be in front: %j',
      async headers => {
        expect(await statusOf(served().url, withToken('/cors-explorer/surface', token()), headers)).toBe(200);
      },
    );

    it.each([
      [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' }, 403],
      [{ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }, 403],
      [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }, 200],
    ])('another site may link to it and no more: %j', async (headers, status) => {
      expect(await statusOf(served().url, withToken('/cors-explorer', token()), headers)).toBe(status);
    });
  });

  it.each(['/files/nothing.js', '/flow?x', '/live', ''])(
    'every answer has the Content-Security-Policy: %s',
    async path => {
      for (const headers of [{}, { Cookie: cookieOf(served().app) }]) {
        const stream = await EventStream.open(`${served().url}/cors-explorer${path}`, headers);
        stream.leave();
        expect(stream.response.headers['content-security-policy']).toContain("default-src 'none'");
        expect(stream.response.headers['referrer-policy']).toBe('no-referrer');
      }
    },
  );

  it('another application has another token', async () => {
    const other = await Served.start(setting, explorerApp(), { configure: withVersions });
    const { status } = await other.get(withToken('/cors-explorer', token()));
    await other.close();

    expect(status).toBe(403);
  });
});

describe.each(SETTINGS)('The address of the explorer, $name', setting => {
  const start = async (root = explorerApp(), configure: (app: INestApplication) => void = withVersions) => {
    const recorder = new LogRecorder();
    const served = await Served.start(setting, root, {
      configure: app => {
        app.useLogger(recorder);
        configure(app);
      },
    });
    return { recorder, served };
  };

  it('is printed when the server listens, once, and the token stands nowhere else', async () => {
    const { recorder, served } = await start();
    const token = tokenOf(served.app);
    const [address = ''] = printedIn(recorder);
    const page = await send(served.url, 'GET', address.slice(served.url.length), { Origin: APP });
    await served.get(withToken('/cors-explorer/nothing', token), { Origin: APP });
    await served.get('/cors-explorer');
    await served.close();

    expect(printedIn(recorder)).toEqual([`${served.url}/cors-explorer?token=${token}`]);
    expect(page.status).toBe(200);
    expect(recorder.lines.filter(line => line.includes(token))).toHaveLength(1);
  });

  it('has the global prefix, and the cookie has it too', async () => {
    const { recorder, served } = await start(explorerApp({ path: 'dev/cors' }), app => {
      app.setGlobalPrefix('/api/');
      app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    });
    const [address = ''] = printedIn(recorder);
    const page = await served.get(address.slice(served.url.length));
    await served.close();

    expect(address).toMatch(new RegExp(`^${served.url}/api/dev/cors\\?token=[\\w-]{43}$`));
    expect(page.headers['set-cookie']?.[0]).toContain('; Path=/api/dev/cors; ');
  });

  it.each<[string, (app: INestApplication) => void, string]>([
    ['versions in a header', withVersions, '/cors-explorer'],
    [
      'a prefix',
      app => {
        withVersions(app);
        app.setGlobalPrefix('api/internal');
      },
      '/api/internal/cors-explorer',
    ],
    [
      'a prefix that leaves it out',
      app => {
        withVersions(app);
        app.setGlobalPrefix('api', {
          exclude: [{ path: 'cors-explorer{/*path}', method: RequestMethod.ALL }],
        });
      },
      '/cors-explorer',
    ],
    [
      'a prefix and versions in the path',
      app => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' });
      },
      '/api/cors-explorer',
    ],
  ])('opens with %s', async (_, configure, path) => {
    const { recorder, served } = await start(explorerApp(), configure);
    const [address = ''] = printedIn(recorder);
    const page = await served.get(address.slice(served.url.length));
    await served.close();

    expect(address.slice(served.url.length).split('?')[0]).toBe(path);
    expect(page.status).toBe(200);
  });

  it('opens where enforce refuses every host but those of ownOrigins', async () => {
    const { recorder, served } = await start({
      ...explorerApp({}, { ownOrigins: 'https://api.example.com', defaults: { origin: APP, enforce: true } }),
    });
    const [address = ''] = printedIn(recorder);
    const page = await served.get(address.slice(served.url.length));
    await served.close();

    expect(page.status).toBe(200);
  });

  it('is a path behind a Unix socket, until a request on a loopback name comes in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explorer-socket-'));
    const socketPath = join(folder, 'app.sock');
    const recorder = new LogRecorder();
    const app = await create(setting, explorerApp(), { configure: withVersions });
    app.setGlobalPrefix('api');
    app.useLogger(recorder);
    await app.listen(socketPath);
    expect(recorder.lines).toContain(
      `The CORS explorer is at /api/cors-explorer behind the socket ${socketPath}. The first request for that path on a loopback name, such as localhost, prints the address with the token.`,
    );
    expect(printedIn(recorder)).toEqual([]);
    const ask = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request({ socketPath, path, headers: { Host: 'localhost:8080' } }, response => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await ask('/api/cors-explorer')).toBe(403);
    const [address = ''] = printedIn(recorder);
    expect(address).toMatch(/^http:\/\/localhost:8080\/api\/cors-explorer\?token=/);
    expect(await ask(address.slice('http://localhost:8080'.length))).toBe(200);
    await app.close();
    rmSync(folder, { recursive: true });
  });

  // A machine without a network has loopback addresses alone.
  const [outside] = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  (outside === undefined ? it.skip : it)('is not printed for a host that the explorer refuses', async () => {
    const recorder = new LogRecorder();
    const app = await create(setting, explorerApp(), { configure: withVersions });
    app.useLogger(recorder);
    await app.listen(0, outside?.address ?? '');
    const url = `http://${outside?.address}:${portOf(app)}`;
    const { status } = await send(url, 'GET', withToken('/cors-explorer', tokenOf(app)));
    await app.close();

    expect(printedIn(recorder)).toEqual([]);
    expect(recorder.warnings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(`^The CORS explorer does not answer at ${url}/cors-explorer: `),
    );
    expect(status).toBe(403);
  });

  it('is printed at the first request where the application has no server of its own', async () => {
    const recorder = new LogRecorder();
    const app = await create(setting, explorerApp(), { configure: withVersions });
    app.useLogger(recorder);
    await app.init();
    expect(printedIn(recorder)).toEqual([]);
    const status = await askWithoutServer(app);
    await app.close();

    expect(status).toBe(403);
    expect(printedIn(recorder)).toEqual([
      expect.stringMatching(/^http:\/\/localhost:4000\/cors-explorer\?token=/) as string,
    ]);
  });

  it('is a path where access is guarded, which needs no token', async () => {
    const { recorder, served } = await start(explorerApp({ accessIsGuarded: true }));
    const answer = await served.get('/cors-explorer', { Host: 'api.example.com' });
    await served.close();

    expect(printedIn(recorder)).toEqual([]);
    expect(recorder.lines).toContain(
      'The CORS explorer is at /cors-explorer. It needs no token, since accessIsGuarded is true.',
    );
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it.each([
    [{ ownOrigins: 'https://api.example.com' }, 'api.example.com:8443', 200],
    [{ ownOrigins: ['https://api.example.com', 'http://[::1]:3000'] }, '[::1]:4000', 200],
    [{ ownOrigins: 'https://api.example.com' }, 'rebound.evil.example', 403],
    [{ ownOrigins: 'https://api.example.com' }, 'localhost', 403],
    [{}, 'rebound.evil.example', 200],
  ])('with accessIsGuarded and %j, %s gets %d', async (options, host, status) => {
    const { served } = await start(explorerApp({ accessIsGuarded: true }, options));
    const answers = [
      await served.get('/cors-explorer', { Host: host }),
      await served.get('/cors-explorer/surface', { Host: host }),
    ];
    await served.close();

    expect(answers.map(answer => answer.status)).toEqual([status, status]);
  });
});

/** As a platform of functions does, from where a developer asks. */
async function askWithoutServer(app: INestApplication): Promise<number> {
  const headers = { host: 'localhost:4000' };
  if (isFastify(app)) {
    return (await app.inject({ method: 'GET', url: '/cors-explorer', headers })).statusCode;
  }
  const server = createServer(app.getHttpAdapter().getInstance() as RequestListener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { status } = await send(`http://127.0.0.1:${port}`, 'GET', '/cors-explorer', headers);
  await new Promise(resolve => server.close(resolve));
  return status;
}

describe('The address of the explorer over TLS', () => {
  it('begins with https', async () => {
    const recorder = new LogRecorder();
    const https: Setting = { name: 'https', platform: 'fastify', start: 'NestFactory.create' };
    const adapter = new FastifyAdapter({ https: certificate() } as ConstructorParameters<
      typeof FastifyAdapter
    >[0]);
    const app = await create(https, explorerApp(), { configure: withVersions, adapter });
    app.useLogger(recorder);
    await app.listen(0, '127.0.0.1');
    const port = portOf(app);
    await app.close();

    expect(printedIn(recorder)).toEqual([
      expect.stringMatching(new RegExp(`^https://127\\.0\\.0\\.1:${port}/cors-explorer\\?token=`)) as string,
    ]);
  });
});
