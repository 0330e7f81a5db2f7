import { Controller, Get, Module, Post, Put } from '@nestjs/common';
import { Agent, request } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { APP, EVIL } from './support/observe.js';
import { whileServed } from './support/while-served.js';

/** The later of two requests may have its answer first. */
let waits = 0;
const later = async (origin: string): Promise<boolean> => {
  waits += 1;
  await new Promise(resolve => setTimeout(resolve, waits % 3));
  return origin === APP;
};

@Controller()
class Pages {
  @CorsPolicy(false) @Get('closed') closed() {
    return 'closed';
  }
  @CorsPolicy({ origin: later, credentials: true }) @Get('asked') asked() {
    return 'asked';
  }
  @CorsPolicy({ origin: later, enforce: true }) @Post('orders') order() {
    return 'order';
  }
  @CorsPolicy({ origin: APP, enforce: true }) @Put('orders') async replace() {
    await new Promise(resolve => setTimeout(resolve, 1));
    return 'replace';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [Pages] })
class Root {}

interface Row {
  readonly request: string;
  readonly origin: string;
  readonly answer: string;
}

const ROWS: readonly Row[] = [
  { request: 'GET /closed', origin: EVIL, answer: '200 -' },
  { request: 'GET /asked', origin: EVIL, answer: '200 -' },
  { request: 'GET /asked', origin: APP, answer: `200 ${APP} credentials` },
  { request: 'POST /orders', origin: EVIL, answer: '403 -' },
  { request: 'POST /orders', origin: APP, answer: `201 ${APP}` },
  { request: 'PUT /orders', origin: EVIL, answer: '403 -' },
  { request: 'PUT /orders', origin: APP, answer: `200 ${APP}` },
  { request: 'GET /nowhere', origin: EVIL, answer: '404 *' },
  { request: 'OPTIONS /asked', origin: EVIL, answer: '403 -' },
  { request: 'OPTIONS /asked', origin: APP, answer: `204 ${APP} credentials` },
];

function ask(url: string, agent: Agent, { request: line, origin }: Row): Promise<string> {
  const [method = '', path = ''] = line.split(' ');
  const announced = method === 'OPTIONS' ? { 'Access-Control-Request-Method': 'GET' } : {};
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, url),
      { method, agent, headers: { Origin: origin, ...announced } },
      response => {
        const { statusCode = 0, headers } = response;
        const credentials = headers['access-control-allow-credentials'] === undefined ? '' : ' credentials';
        response.on('error', reject);
        response.on('end', () => {
          resolve(`${statusCode} ${headers['access-control-allow-origin'] ?? '-'}${credentials}`);
        });
        response.resume();
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe.each(SETTINGS)('requests at the same time: $name', setting => {
  // Connections are used again, one after the other.
  test.each([1, 4, 50])('over %i connections, each has the answer of its own', async maxSockets => {
    await whileServed(setting, Root, {}, async served => {
      const agent = new Agent({ keepAlive: true, maxSockets });
      try {
        const rows = Array.from({ length: 12 }, () => ROWS).flat();
        const answers = await Promise.all(rows.map(row => ask(served.url, agent, row)));
        expect(rows.map((row, index) => ({ ...row, answer: answers[index] }))).toEqual(rows);
      } finally {
        agent.destroy();
      }
    });
  });
});
