import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { CorsBrowser, type CorsBrowserOptions } from './cors-browser.js';

const PAGE = 'https://app.example.com';
const API = 'https://api.example.com';
const SWITCHING = 'HTTP/1.1 101 Switching Protocols';
const UPGRADED = ['Connection: Upgrade', 'Upgrade: websocket'];

let server: Server;
let browser: CorsBrowser;
const sockets = new Set<Duplex>();

const application = {
  getHttpServer: () => server,
  listen: (port: number, host: string) =>
    new Promise<void>(resolve => {
      server.listen(port, host, resolve);
    }),
};

function open(options: CorsBrowserOptions = {}, origin = PAGE) {
  browser = new CorsBrowser(application, { url: API, ...options });
  return browser.open(origin);
}

/** Accepts the origin of {@link PAGE}, and prefers the subprotocol `b`. */
function socketServer() {
  return new WebSocketServer({
    server,
    verifyClient: ({ origin }: { origin: string }) => origin === PAGE,
    handleProtocols: protocols => (protocols.has('b') ? 'b' : false),
  });
}

/** Answers every handshake with these lines. `$ACCEPT` is replaced by the proof of the key. */
function answerRaw(...lines: string[]) {
  server.on('upgrade', (request, socket) => {
    const key = String(request.headers['sec-websocket-key']);
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`${lines.join('\r\n').replace('$ACCEPT', accept)}\r\n\r\n`);
  });
}

beforeEach(() => {
  server = createServer((_request, response) => response.writeHead(426).end('upgrade'));
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  browser = new CorsBrowser(application);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await browser.close();
  server.close();
});

describe("A page's WebSocket", () => {
  it('is open where the server agrees, and is closed in order', async () => {
    const closed = new Promise<number>(resolve => {
      socketServer().on('connection', socket => socket.on('close', resolve));
    });
    const { outcome, exchange } = await open().connect('/chat?room=1');

    expect(outcome).toBe('open');
    expect(exchange).toMatchObject({
      kind: 'handshake',
      request: { method: 'GET', url: 'wss://api.example.com/chat?room=1' },
      response: { status: 101, headers: { upgrade: 'websocket' } },
    });
    expect(exchange?.request.headers).toMatchObject({
      'connection': 'Upgrade',
      'upgrade': 'websocket',
      'origin': PAGE,
      'sec-websocket-version': '13',
      'sec-fetch-site': 'same-site',
      'sec-fetch-mode': 'websocket',
      'sec-fetch-dest': 'empty',
    });
    expect(await closed).toBe(1000);
    expect(sockets.size).toBe(0);
  });

  it('is refused where the server refuses the origin', async () => {
    socketServer();
    const { outcome, reason, exchange } = await open({}, 'https://evil.example').connect('/');

    expect(outcome).toBe('refused');
    expect(reason).toContain('Unexpected response code: 401');
    expect(exchange?.response.status).toBe(401);
  });

  it.each([
    ['a 403', ['HTTP/1.1 403 Forbidden', 'Content-Length: 0'], 'code: 403'],
    ['a 403 whose body never ends', ['HTTP/1.1 403 Forbidden', 'Content-Length: 9'], 'code: 403'],
    ['a redirect', ['HTTP/1.1 302 Found', 'Location: /there', 'Content-Length: 0'], 'code: 302'],
    ['a 200', ['HTTP/1.1 200 OK', ...UPGRADED, 'Sec-WebSocket-Accept: $ACCEPT'], 'code: 200'],
    [
      'a wrong proof of the key',
      [SWITCHING, ...UPGRADED, 'Sec-WebSocket-Accept: AAAA'],
      "'Sec-WebSocket-Accept'",
    ],
    ['no proof of the key', [SWITCHING, ...UPGRADED], "'Sec-WebSocket-Accept'"],
    [
      'two proofs of the key',
      [SWITCHING, ...UPGRADED, 'Sec-WebSocket-Accept: $ACCEPT', 'Sec-WebSocket-Accept: $ACCEPT'],
      "'Sec-WebSocket-Accept'",
    ],
    [
      'another protocol',
      [SWITCHING, 'Connection: Upgrade', 'Upgrade: h2c', 'Sec-WebSocket-Accept: $ACCEPT'],
      "'Upgrade'",
    ],
    [
      'a subprotocol that was not asked for',
      [SWITCHING, ...UPGRADED, 'Sec-WebSocket-Accept: $ACCEPT', 'Sec-WebSocket-Protocol: a'],
      "selected 'a'",
    ],
  ])('is refused by %s', async (_what, lines, reason) => {
    answerRaw(...lines);
    const connection = await open().connect('/');

    expect(connection.outcome).toBe('refused');
    expect(connection.reason).toContain(reason);
    expect(connection.exchange?.response.status).toBe(Number(lines[0]?.split(' ')[1]));
  });

  it.each([
    ['without Upgrade', ['Connection: Upgrade']],
    ['without Connection', ['Upgrade: websocket']],
  ])('is refused by a 101 %s', async (_what, lines) => {
    answerRaw(SWITCHING, ...lines, 'Sec-WebSocket-Accept: $ACCEPT');

    expect((await open({ timeout: 200 }).connect('/')).outcome).toBe('refused');
  });

  it('is refused where a server never answers, after the timeout', async () => {
    server.on('upgrade', () => undefined);
    const { outcome, reason, exchange } = await open({ timeout: 50 }).connect('/');

    expect(outcome).toBe('refused');
    expect(reason).toContain('within 50 ms');
    expect(exchange).toBeUndefined();
  });

  it('is refused after the timeout by a server that answers a byte at a time', async () => {
    server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching');
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });

    expect((await open({ timeout: 80 }).connect('/')).reason).toContain('within 80 ms');
  });

  it('does not wait for a server that leaves the connection open', async () => {
    answerRaw(SWITCHING, ...UPGRADED, 'Sec-WebSocket-Accept: $ACCEPT');

    expect((await open().connect('/')).outcome).toBe('open');
  });

  it('is refused if no server listens', async () => {
    const { outcome, reason } = await open({}, 'http://app.test').connect('ws://127.0.0.1:1/');

    expect(outcome).toBe('refused');
    expect(reason).toContain('ECONNREFUSED');
  });

  it('is refused by an application without WebSockets', async () => {
    expect((await open().connect('/')).exchange?.response.status).toBe(426);
  });

  it('that is not secure is refused to a secure page, before anything is sent', async () => {
    const { outcome, exchange } = await open().connect('ws://api.example.com/');

    expect(outcome).toBe('refused');
    expect(exchange).toBeUndefined();
  });

  it.each([
    'wss://api.example.com/rt',
    'https://api.example.com/rt',
    new URL('wss://api.example.com/rt'),
    '/rt',
  ])('has the URL %s', async target => {
    socketServer();

    expect((await open().connect(target)).exchange?.request.url).toBe('wss://api.example.com/rt');
  });

  it.each([
    ['/#there', [], 'has a fragment'],
    ['/#', [], 'has a fragment'],
    ['ftp://api.example.com/', [], 'is not'],
    ['/', ['a', 'a'], "'a' is invalid or duplicated"],
    ['/', 'a b', "'a b' is invalid"],
    ['/', '', "'' is invalid"],
  ])('rejects %s with %j', async (target, protocols, message) => {
    await expect(open().connect(target, protocols)).rejects.toThrow(message);
  });

  it.each([
    [['a', 'b'], 'open', 'open'],
    ['b', 'open', 'open'],
    [['a'], 'refused', 'open'],
  ] as const)('with the subprotocols %j: %s, in Firefox: %s', async (protocols, outcome, inFirefox) => {
    socketServer();

    expect((await open().connect('/', protocols)).outcome).toBe(outcome);
    expect((await open({ profile: 'firefox' }).connect('/', protocols)).outcome).toBe(inFirefox);
  });

  it('carries the cookies that SameSite lets go with it', async () => {
    socketServer();
    const cookieOf = async (origin: string) => {
      const page = open({}, origin);
      await browser.setCookie('lax=1');
      await browser.setCookie('strict=1; SameSite=Strict');
      await browser.setCookie('none=1; SameSite=None; Secure');
      return (await page.connect('/')).exchange?.request.headers.cookie;
    };

    expect(await cookieOf(PAGE)).toBe('lax=1; strict=1; none=1');
    expect(await cookieOf('https://evil.example')).toBe('none=1');
  });

  it.each([
    ['standard', 'open=1', 'refused=1'],
    ['chromium', 'open=1', undefined],
    ['firefox', 'open=1', 'refused=1'],
  ] as const)('stores cookies as %s does', async (profile, afterOpen, afterRefused) => {
    server.on('upgrade', (request, socket) => {
      if (request.url === '/') return;
      socket.end('HTTP/1.1 403 Forbidden\r\nSet-Cookie: refused=1; Path=/\r\n\r\n');
    });
    const page = open({ profile });
    await page.connect('/refused');
    const socketsOfApplication = new WebSocketServer({ noServer: true });
    socketsOfApplication.on('headers', headers => headers.push('Set-Cookie: open=1; Path=/'));
    server.removeAllListeners('upgrade');
    server.on('upgrade', (request, socket, head) => {
      socketsOfApplication.handleUpgrade(request, socket, head, () => undefined);
    });
    const first = (await page.connect('/')).exchange?.request.headers.cookie;
    const second = (await page.connect('/')).exchange?.request.headers.cookie;

    expect(first).toBe(afterRefused);
    expect(second).toBe([afterRefused, afterOpen].filter(cookie => cookie !== undefined).join('; '));
  });

  it('sends the Sec-Fetch headers of each engine', async () => {
    socketServer();
    const metadataOf = async (profile: 'chromium' | 'firefox' | 'webkit') => {
      const { exchange } = await open({ profile }).connect('/');
      return Object.entries(exchange?.request.headers ?? {}).filter(([name]) => name.startsWith('sec-fetch'));
    };

    expect(await metadataOf('chromium')).toEqual([]);
    expect(await metadataOf('webkit')).toContainEqual(['sec-fetch-dest', 'websocket']);
    expect(await metadataOf('firefox')).toEqual([
      ['sec-fetch-site', 'same-site'],
      ['sec-fetch-mode', 'websocket'],
      ['sec-fetch-dest', 'empty'],
    ]);
  });
});
