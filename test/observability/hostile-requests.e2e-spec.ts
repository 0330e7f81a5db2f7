import { connect } from 'node:net';
import { Controller, Get, Module, Put } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS, listen, portOf } from '../e2e/support/applications.js';
import { LogRecorder } from '../support/log-recorder.js';

const APP = 'https://app.example.com';
/**
 * Characters that a terminal obeys or hides, and those that end a line. The ordinary space is
 * excluded.
 */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/u;
const LONGEST_LINE = 1_600;

@CorsPolicy({ origin: APP, methods: ['GET', 'PUT'] })
@Controller('cats')
class CatsController {
  @Get()
  list() {
    return [];
  }

  @Put(':id')
  replace() {
    return {};
  }
}

interface Probe {
  readonly method?: string;
  readonly target?: string;
  readonly origin?: string;
  readonly asks?: string;
  readonly names?: string;
}

// Bytes as Latin-1: \x9b starts an ANSI escape, \x85 and \x90 are control characters, and
// \xe2\x80\xae reverses the direction of a UTF-8 text.
const PROBES: readonly Probe[] = [
  { origin: 'https://a.example\x9b31mred' },
  { origin: 'https://a.example\xc2\x9b2J' },
  { origin: 'https://a\xe2\x80\xaeelpmaxe.b' },
  { origin: 'https://a.example\x85\x90\xa0\xad' },
  { origin: 'https://a.example\there' },
  { origin: 'https://a.example\\u001b[31m\\r\\n' },
  { origin: "https://a.example'; drop --" },
  { origin: `https://${'a'.repeat(8_000)}.example` },
  { origin: '\x9b'.repeat(8_000) },
  { origin: 'null' },
  { origin: APP, asks: 'P\x9bUT' },
  { origin: APP, asks: 'x'.repeat(8_000) },
  { origin: APP, asks: '\xad\x9b'.repeat(300) },
  { origin: APP, asks: 'PUT', target: '/cats/1', names: 'x\x9b' },
  { origin: APP, asks: 'PUT', target: '/cats/1', names: `x-${'a'.repeat(3_000)},y-${'b'.repeat(900)}` },
  { origin: APP, asks: 'PUT', target: '/cats/1', names: 'a,'.repeat(3_000) },
  { origin: APP, asks: 'PUT', target: '/cats/1', names: '\x9b'.repeat(3_000) },
  { origin: 'https://b.example', method: 'M-SEARCH', target: '/cats' },
  { origin: 'https://b.example', method: 'PROPFIND', target: `/cats?${'q'.repeat(7_000)}` },
  { origin: 'https://b.example', target: '/cats?a=%0d%0aSet-Cookie:%1b[31m\xe2\x80\xae\x9b' },
];

describe.each(SETTINGS_AND_PATHS)('The logs ($name)', setting => {
  it('have no unescaped or unbounded text of hostile requests, and stay short', async () => {
    @Module({
      imports: [CorsModule.forRoot({ interceptor: setting.interceptor })],
      controllers: [CatsController],
    })
    class AppModule {}
    const recorder = new LogRecorder();
    const { app } = await listen(setting, AppModule, { configure: recorder.use });
    recorder.entries.length = 0;

    const statuses = [];
    for (const probe of PROBES) statuses.push(await statusOf(portOf(app), probe));
    const refusals = recorder.lines.filter(line => line.startsWith('Refused'));
    for (let more = 0; more < 200; more++)
      await statusOf(portOf(app), { origin: `https://x${more}.example`, target: '/cats' });
    await app.close();

    expect(statuses.filter(status => status === 200 || status === 403).length).toBeGreaterThan(10);
    expect(refusals.length).toBeGreaterThan(10);
    expect(recorder.lines.filter(line => UNPRINTABLE.test(line))).toEqual([]);
    expect(recorder.lines.filter(line => line.length > LONGEST_LINE)).toEqual([]);
    expect(recorder.lines.filter(line => line.startsWith('Refused')).length).toBeLessThanOrEqual(22);
    expect(recorder.lines.at(-1)).toMatch(/of other kinds, too many to log each\.$/);
  });
});

/** Sends the bytes, and reads the status. */
function statusOf(port: number, { method, target = '/cats', origin, asks, names }: Probe): Promise<number> {
  const lines = [
    `${method ?? (asks === undefined ? 'GET' : 'OPTIONS')} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    ...(asks === undefined ? [] : [`Access-Control-Request-Method: ${asks}`]),
    ...(names === undefined ? [] : [`Access-Control-Request-Headers: ${names}`]),
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', chunk => (received += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1]));
    });
    socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  });
}
