import type { INestApplication } from '@nestjs/common';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { CatsAndDogs } from './support/cats-and-dogs.js';
import { ORIGIN, both, policiesOf } from './support/named-policies.js';

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS)('request targets that few send: $name', setting => {
  beforeEach(async () => {
    ({ app, url } = await listen(setting, CatsAndDogs));
  });

  test.each([
    ['http://any.example/cats/1', 'x-cats'],
    ['http://any.example/dogs?x=/cats', 'x-dogs'],
    ['HTTPS://any.example:8443/cats', 'x-cats'],
    ['http://any.example', 'x-defaults'],
    ['/cats#dogs', 'x-cats'],
    ['/cats?/dogs', 'x-cats'],
    ['*', 'x-defaults'],
    ['*cats', 'x-defaults'],
    ['//cats', 'x-defaults'],
    ['/./cats', 'x-defaults'],
    ['/cats/..', 'x-cats'],
    ['/%63ats', setting.platform === 'express' ? 'x-defaults' : 'x-cats'],
    ['/cats%2F1', 'x-defaults'],
    ['/cats/a%2Fb', 'x-cats'],
  ])('%s has the policy %s', async (target, policy) => {
    expect(await policiesOf(url, `GET ${target}`)).toEqual(both(policy));
  });

  // The platform itself answers these, some of them before any hook.
  test.each(['http://[/cats', 'http://any.example:port/cats', '/cats/%zz', '/cats/%'])(
    '%s opens no more than the module defaults',
    async target => {
      const { headers } = await send(url, 'GET', target, { Origin: ORIGIN });
      const answer = await preflight(url, target, { origin: ORIGIN, method: 'POST', headers: 'x-cats' });

      expect(['x-defaults', undefined]).toContain(headers['access-control-expose-headers']);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers['access-control-allow-methods']).toBeUndefined();
    },
  );
});
