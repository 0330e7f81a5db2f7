import { jest } from '@jest/globals';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { certificate } from '../conformance/support/certificate.js';
import { serve, serveBytes } from './support/raw-server.js';
import { type CheckOutput, type Run, causes, checkOutput, runCheck } from './support/run-check.js';

const APP = 'http://app.example.com';
const ORIGIN = ['--origin', APP];
const CORS = `Access-Control-Allow-Origin: ${APP}\r\nVary: Origin\r\n`;
/** The characters that a terminal would obey, except line ends. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** In characters: a long screen, however much a server sends. */
const LONGEST_OUTPUT = 60_000;

jest.setTimeout(90_000);

/** Checks a server that writes bytes. */
async function against(
  answer: (socket: Socket) => void,
  ...args: string[]
): Promise<{ text: Run; json: Run }> {
  const { url, close } = await serveBytes(answer);
  try {
    const [text, json] = await Promise.all([
      runCheck(`${url}/`, ...ORIGIN, ...args),
      runCheck(`${url}/`, ...ORIGIN, ...args, '--json'),
    ]);
    return { text, json };
  } finally {
    await close();
  }
}

function repeat(socket: Socket, chunk: string, milliseconds: number): void {
  const timer = setInterval(() => socket.write(chunk), milliseconds);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

/** Writes as fast as it is taken. */
function flood(socket: Socket, chunk: string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', write);
  write();
}

const HEAD = `HTTP/1.1 200 OK\r\n${CORS}`;

interface Hostile {
  readonly title: string;
  readonly answer: (socket: Socket) => void;
  readonly found: readonly string[];
}

const HOSTILE: readonly Hostile[] = [
  {
    title: 'headers without end',
    answer: socket => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, `X-More: ${'x'.repeat(1000)}\r\n`);
    },
    found: ['not-http (network)'],
  },
  {
    title: 'headers that drip, and never end',
    answer: socket => {
      socket.write('HTTP/1.1 200 OK\r\n');
      repeat(socket, 'X-More: x\r\n', 200);
    },
    found: ['timeout (network)'],
  },
  { title: 'nothing', answer: () => undefined, found: ['timeout (network)'] },
  {
    title: 'interim answers without end',
    answer: socket => {
      repeat(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 50);
    },
    found: ['timeout (network)'],
  },
  {
    title: 'a body without end',
    answer: socket => {
      socket.write(`${HEAD}\r\n`);
      flood(socket, 'x'.repeat(10_000));
    },
    found: [],
  },
  {
    title: 'a body that drips, and never ends',
    answer: socket => {
      socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`);
      repeat(socket, 'x', 100);
    },
    found: [],
  },
  {
    title: 'bytes that are no HTTP',
    answer: socket => socket.end('\u001b[31m\u0007 not HTTP at all'),
    found: ['not-http (network)'],
  },
  {
    title: 'a header with forbidden bytes',
    answer: socket => socket.end(Buffer.from(`${HEAD}X-A: a\u0000b\r\n\r\n`, 'latin1')),
    found: ['not-http (network)'],
  },
  {
    title: 'a connection that ends at once',
    answer: socket => socket.destroy(),
    found: ['connection-lost (network)'],
  },
  {
    title: 'an upgrade that nobody asked for',
    answer: socket =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    found: ['connection-lost (network)'],
  },
];

describe('A check of a server that is hostile', () => {
  const results = new Map<Hostile, Awaited<ReturnType<typeof against>>>();
  // At once: most of them have to wait.
  beforeAll(async () => {
    await Promise.all(HOSTILE.map(async hostile => results.set(hostile, await against(hostile.answer))));
  });

  it.each(HOSTILE.map(hostile => [hostile.title, hostile] as const))(
    'ends, and says so: %s',
    (_title, hostile) => {
      const { text, json } = results.get(hostile) ?? {};

      expect(causes(JSON.parse(json?.stdout ?? '') as CheckOutput)).toEqual(hostile.found);
      expect(text?.code).toBe(hostile.found.length === 0 ? 0 : 1);
      for (const { stdout, stderr } of [text, json].filter(run => run !== undefined)) {
        expect(stderr).toBe('');
        expect(stdout).not.toMatch(OBEYED);
        expect(stdout.length).toBeLessThan(LONGEST_OUTPUT);
      }
    },
  );

  it('writes out what a terminal would obey, wherever a server says it', async () => {
    // C1 controls are allowed in headers; 0x9b begins a sequence as ESC [ does.
    const evil = '\u009b31mred\u009b0m \u0085 \u009d0;title\u009c';
    const answer = Buffer.from(
      [
        'HTTP/1.1 302 Found',
        `Access-Control-Allow-Origin: ${APP}${evil}`,
        `Access-Control-Allow-Methods: ${evil}`,
        `Access-Control-Max-Age: ${evil}`,
        `Server: ${evil}`,
        `Vary: ${evil}`,
        `Location: http://evil.example/${evil}`,
        '',
        '',
      ].join('\r\n'),
      'latin1',
    );
    for (const args of [[], ['--method', 'PUT']]) {
      const { text, json } = await against(socket => socket.end(answer), ...args);

      for (const { stdout, code } of [text, json]) {
        expect(code).toBe(1);
        expect(stdout).not.toMatch(OBEYED);
      }
      expect(text.stdout).toContain('\\x9b31mred');
      expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'blocked' });
    }
  });

  it('is not flooded by many and long headers', async () => {
    const long = 'y'.repeat(20_000);
    const { text, json } = await against(socket => {
      const many = Array.from(
        { length: 300 },
        (_, at) => `Access-Control-X-${at}: 1\r\nVary: X-${at}\r\n`,
      ).join('');
      socket.end(`HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${long}\r\n${many}\r\n`);
    });

    expect(text.stdout.length).toBeLessThan(20_000);
    expect(json.stdout.length).toBeLessThan(LONGEST_OUTPUT);
  });

  it('stops where a redirect leads in circles', async () => {
    const server = await serve((_request, response) => {
      response
        .writeHead(302, { 'Location': '/again', 'Access-Control-Allow-Origin': APP, 'Vary': 'Origin' })
        .end();
    });

    const output = await checkOutput(`${server.url}/`, ...ORIGIN);
    await server.close();

    expect(output.findings[0]).toMatchObject({ code: 'request-redirected', blocks: true });
    expect(server.requests.length).toBeLessThan(40);
  });
});

describe('A server that cannot be asked', () => {
  it('has a name in no DNS', async () => {
    expect(causes(await checkOutput('http://nowhere.invalid/', ...ORIGIN))).toEqual(['dns (network)']);
  });

  it('does not listen', async () => {
    const { url, close } = await serve(() => undefined);
    await close();

    const { stdout, code, stderr } = await runCheck(`${url}/`, ...ORIGIN);

    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toContain('Cause   connection-failed');
    expect(stdout).toContain('nothing listens on that');
    expect(stdout).not.toContain('    at ');
  });

  it('speaks HTTP where https is asked, and the other way round', async () => {
    const plain = await serve((_request, response) => response.end());
    expect(causes(await checkOutput(plain.url.replace('http:', 'https:'), ...ORIGIN))).toEqual([
      'tls (network)',
    ]);
    await plain.close();

    const secure = createServer(certificate(), (_request, response) => response.end());
    await new Promise<void>(resolve => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as AddressInfo;
    const asked = await checkOutput(`http://127.0.0.1:${port}/`, ...ORIGIN);
    const untrusted = await checkOutput(`https://127.0.0.1:${port}/`, ...ORIGIN);
    secure.close();

    expect(['not-http (network)', 'connection-lost (network)']).toContain(causes(asked)[0]);
    expect(causes(untrusted)).toEqual(['tls (network)']);
    expect(untrusted.findings[0]?.change).toContain('certificate');
  });
});
