import { jest } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { type CsrfSample, startCsrfSample } from '../../sample/04-csrf/src/csrf-sample.js';
import { send } from '../e2e/support/http.js';
import { describeWithChromium } from './chromium.js';
import { CsrfPage } from './csrf-page.js';
import { COLUMNS, ROWS, readTable } from './csrf-table.js';
import { launchWithThirdPartyCookies } from './third-party-cookies.js';

jest.setTimeout(120_000);

const TABLE = readTable();
const QUIET = { bankPort: 0, pagePort: 0 } as const;

/** The messages of Chromium's console for a fetch that CORS blocks, and for a 401 and 403. */
const EXPECTED_COMPLAINTS = [
  /^Access to fetch at 'http:\/\/localhost:\d+\/\S+' from origin 'http:\/\/\S+' has been blocked by CORS policy: /,
  /^Failed to load resource: net::ERR_FAILED$/,
  /^Failed to load resource: the server responded with a status of 40[13] /,
];

it('the table of docs/csrf.md has every row and every column', () => {
  expect([...new Set(TABLE.map(({ row }) => row))]).toEqual(Object.keys(ROWS));
  expect([...new Set(TABLE.map(({ column }) => column))]).toEqual(Object.keys(COLUMNS));
});

describeWithChromium('CORS beside CSRF in Chromium', () => {
  let context: BrowserContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ context, close } = await launchWithThirdPartyCookies(true));
  });

  afterAll(() => close());

  describe.each(['express', 'fastify'] as const)('on %s', platform => {
    let sample: CsrfSample;

    beforeAll(async () => {
      sample = await startCsrfSample({ ...QUIET, platform, logger: ['error', 'fatal'] });
    });

    afterAll(() => sample.close());

    describe.each(Object.entries(COLUMNS))('%s', (column, { cookie, defence }) => {
      const pages = new Map<string, CsrfPage>();

      beforeAll(async () => {
        await context.clearCookies();
        const login = await CsrfPage.open(context, sample.frontEnd);
        await login.logIn(cookie);
        pages.set('frontEnd', login);
        for (const where of ['neighbour', 'stranger'] as const) {
          pages.set(where, await CsrfPage.open(context, sample[where]));
        }
      });

      afterAll(async () => {
        for (const page of pages.values()) await page.close();
      });

      it.each(TABLE.filter(cell => cell.column === column).map(({ row, outcome }) => [row, outcome]))(
        '%s: %s',
        async (row, outcome) => {
          const { from, attempt } = ROWS[row] ?? { from: 'nobody', attempt: '' };

          expect(
            from === 'nobody'
              ? await withoutBrowser(sample, defence, await cookieOf(context))
              : await pages.get(from)?.attempt(attempt, defence),
          ).toBe(outcome);
        },
      );

      it('the console has only messages about blocked requests', () => {
        const complaints = [...pages.values()].flatMap(page => page.complaints);

        expect(complaints.filter(text => !EXPECTED_COMPLAINTS.some(expected => expected.test(text)))).toEqual(
          [],
        );
      });
    });

    it('a page tells what the bank saw', async () => {
      await context.clearCookies();
      const page = await CsrfPage.open(context, sample.stranger);
      await page.logIn('none');
      await page.attempt('form', 'cors');

      expect(await page.page.getByText(`POST 201, Origin: ${sample.stranger}`).textContent()).toBe(
        `POST 201, Origin: ${sample.stranger}, Sec-Fetch-Site: cross-site, cookie`,
      );
      await page.close();
    });
  });
});

describeWithChromium('CORS beside CSRF, with third-party cookies blocked', () => {
  it('a fetch from another site comes without the cookie, and a form post still with it', async () => {
    const sample = await startCsrfSample({ ...QUIET, logger: ['error', 'fatal'] });
    const { context, close } = await launchWithThirdPartyCookies(false);
    try {
      const page = await CsrfPage.open(context, sample.stranger);
      await page.logIn('none');

      expect(await page.attempt('simple-fetch', 'cors')).toBe('no cookie');
      expect(await page.attempt('form', 'cors')).toBe('done');
      expect(await page.attempt('form', 'csrf')).toBe('refused');
    } finally {
      await close();
      await sample.close();
    }
  });
});

async function cookieOf(context: BrowserContext): Promise<string> {
  const [cookie] = await context.cookies();
  return `${cookie?.name ?? ''}=${cookie?.value ?? ''}`;
}

/** As curl would: no Origin, no Sec-Fetch-Site. */
async function withoutBrowser(sample: CsrfSample, defence: string, cookie: string): Promise<string> {
  const bank = Object.entries(sample.banks).find(([name]) => name === defence)?.[1] ?? '';
  const { status } = await send(bank, 'POST', '/account/transfers', { Cookie: cookie });
  return status === 201 ? 'done' : `status ${status}`;
}
