import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { type Server, createServer } from 'node:http';
import { SETTINGS, create } from '../e2e/support/applications.js';
import { send } from '../e2e/support/http.js';
import { CatsAndDogs } from './support/cats-and-dogs.js';
import { ORIGIN, both, policiesOf } from './support/named-policies.js';

let app: INestApplication;
let server: Server;
let url: string;

afterEach(async () => {
  await new Promise(resolve => server.close(resolve));
  await app.close();
});

describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))(
  'an Express application that is mounted in another one: $name',
  setting => {
    async function mount(...paths: string[]): Promise<void> {
      const instance = express();
      app = await create(setting, CatsAndDogs, { adapter: new ExpressAdapter(instance) });
      await app.init();
      const parent = express();
      const [path = '/', ...others] = paths;
      parent.use(others.length === 0 ? path : paths, instance);
      parent.get('/{*path}', (_request, response) => void response.send('parent'));
      server = createServer(parent as Parameters<typeof createServer>[1]);
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    }

    test.each<[paths: string[], prefixes: string[]]>([
      [['/api'], ['/api']],
      [['/:tenant/api'], ['/one/api', '/other/api']],
      [
        ['/api', '/v1/api'],
        ['/api', '/v1/api'],
      ],
      [['/'], ['']],
    ])('at %p', async (paths, prefixes) => {
      await mount(...paths);

      for (const prefix of prefixes) {
        expect((await send(url, 'GET', `${prefix}/cats/1`)).body).toBe('cat');
        expect(await policiesOf(url, `GET ${prefix}/cats/1`)).toEqual(both('x-cats'));
        expect(await policiesOf(url, `GET ${prefix}/dogs?q=/cats`)).toEqual(both('x-dogs'));
        expect(await policiesOf(url, `POST ${prefix}/dogs/1`)).toEqual(both('x-dogs'));
        expect(await policiesOf(url, `GET ${prefix}/birds`)).toEqual(both('x-defaults'));
      }
    });

    test('a body that cannot be read is answered by the policy of the handler that it was for', async () => {
      await mount('/:tenant/api');
      const headers = { 'Origin': ORIGIN, 'Content-Type': 'application/json' };

      const response = await send(url, 'POST', '/one/api/cats/1', headers, '{');

      expect(response.status).toBe(400);
      expect(response.headers['access-control-expose-headers']).toBe('x-cats');
    });

    test('does not change the responses of the other application', async () => {
      await mount('/api');

      const response = await send(url, 'GET', '/cats/1', { Origin: ORIGIN });

      expect(response.body).toBe('parent');
      expect(response.headers['access-control-allow-origin']).toBeUndefined();
    });
  },
);
