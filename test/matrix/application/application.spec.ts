import 'reflect-metadata';
import { APPLICATIONS } from './applications.js';
import { CorsBrowser, corsMatchers } from 'nestjs-cors-policy/testing';
import { APP } from './origins.js';
import { check } from './checks.js';

describe('An application', () => {
  it.each(Object.entries(APPLICATIONS))('of %s answers as its policies say', async (_, create) => {
    await check(await create());
  });

  it('has matchers for its tests', async () => {
    expect.extend(corsMatchers);
    for (const create of Object.values(APPLICATIONS)) {
      const app = await create();
      const browser = new CorsBrowser(app);
      try {
        const page = browser.open(APP);
        expect(await page.fetch('/cats', { credentials: 'include' })).toBeReadable();
        expect(await page.fetch('/cats/1', { method: 'PUT' })).toBeBlocked(/preflight/);
      } finally {
        await browser.close();
        await app.close();
      }
    }
  });
});
