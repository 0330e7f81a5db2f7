import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { FastifyAdapter } from '@bull-board/fastify';
import type { INestApplication } from '@nestjs/common';
import { fastifyOf } from '../surroundings/support/setting.js';
import {
  APP,
  ON_EXPRESS,
  ON_FASTIFY,
  PARTNER,
  behindPaths,
  expectOthersClosed,
  readersOf,
} from './support/behind-paths.js';
import { FakeQueueAdapter } from './support/fake-queue-adapter.js';

const PATH = '/queues';

function onExpress(app: INestApplication): void {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(PATH);
  createBullBoard({ queues: [new FakeQueueAdapter('letters')], serverAdapter });
  app.use(PATH, serverAdapter.getRouter());
}

function onFastify(app: INestApplication): void {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(PATH);
  createBullBoard({ queues: [new FakeQueueAdapter('letters')], serverAdapter });
  void fastifyOf(app).register(serverAdapter.registerPlugin(), { prefix: PATH });
}

const PLATFORMS = [
  ...ON_EXPRESS.map(platform => ({ ...platform, configure: onExpress })),
  ...ON_FASTIFY.map(platform => ({ ...platform, configure: onFastify })),
];

describe.each(PLATFORMS)('Bull Board on $name', ({ configure, ...platform }) => {
  const served = behindPaths(platform, {
    paths: {
      [PATH]: { origin: false },
      [`${PATH}/*`]: { origin: false },
      [`${PATH}/api/*`]: { origin: PARTNER },
    },
    configure,
  });

  test('its pages, and what they load, are for no other origin', async () => {
    const page = await served().get(PATH);
    expect(page.body).toContain('Bull Dashboard');
    const [, script] = /src="([^"]+\.js)"/.exec(page.body) ?? [];
    expect(script).toContain('static');
    const loaded = new URL(String(script), `http://host${PATH}/`).pathname;
    expect((await served().get(loaded)).headers['content-type']).toContain('javascript');
    for (const path of [PATH, `${PATH}/queue/letters`, loaded])
      expect([path, await readersOf(served(), path)]).toEqual([path, []]);
  });

  test('its API is for the origin of the key', async () => {
    const { body } = await served().get(`${PATH}/api/queues`);
    expect(JSON.parse(body)).toMatchObject({ queues: [{ name: 'letters' }] });
    expect(await readersOf(served(), `${PATH}/api/queues`)).toEqual([PARTNER]);
    const pause = { method: 'PUT', status: 200 };
    expect(await readersOf(served(), `${PATH}/api/queues/letters/pause`, pause)).toEqual([PARTNER]);
  });

  test('the rest is for the defaults', () => expectOthersClosed(served()));
});

describe.each(PLATFORMS)('Bull Board with enforce on $name', ({ configure, ...platform }) => {
  const policy = { origin: false, enforce: true } as const;
  const served = behindPaths(platform, { paths: { [PATH]: policy, [`${PATH}/*`]: policy }, configure });

  test('another origin is refused with 403, even if its plugin handles errors', async () => {
    for (const [method, path] of [
      ['GET', PATH],
      ['GET', `${PATH}/api/queues`],
      ['PUT', `${PATH}/api/queues/letters/pause`],
      ['GET', `${PATH}/nothing`],
    ] as const) {
      const { status, body } = await served().send(method, path, { Origin: APP });
      expect([path, status, JSON.parse(body)]).toEqual([
        path,
        403,
        expect.objectContaining({ statusCode: 403 }),
      ]);
    }
    expect((await served().get(`${PATH}/api/queues`)).status).toBe(200);
  });

  test('the rest is for the defaults', () => expectOthersClosed(served()));
});
