import { type INestApplication, RequestMethod } from '@nestjs/common';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { CatsAndDogs } from './support/cats-and-dogs.js';
import { both, policiesOf } from './support/named-policies.js';

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS)('a global prefix that is set between creation and init(): $name', setting => {
  beforeEach(async () => {
    const configure = (created: INestApplication): void => {
      created.setGlobalPrefix('early');
      created.setGlobalPrefix('api', { exclude: ['dogs', { path: 'cats/:id', method: RequestMethod.POST }] });
    };
    ({ app, url } = await listen(setting, CatsAndDogs, { configure }));
  });

  test.each([
    ['GET /api/cats', 'x-cats'],
    ['GET /cats', 'x-defaults'],
    ['GET /early/cats', 'x-defaults'],
    ['GET /dogs', 'x-dogs'],
    ['GET /api/dogs', 'x-defaults'],
    ['GET /api/dogs/1', 'x-dogs'],
    ['POST /cats/1', 'x-cats'],
    ['POST /api/cats/1', 'x-defaults'],
    ['GET /api/cats/1', 'x-cats'],
    ['GET /cats/1', 'x-defaults'],
  ])('%s has the policy %s', async (request, policy) => {
    expect(await policiesOf(url, request)).toEqual(both(policy));
  });
});
