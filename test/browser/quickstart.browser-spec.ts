import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Quickstart, startQuickstart } from '../../sample/01-quickstart/src/quickstart.js';
import { describeWithChromium, launchChromium } from './chromium.js';
import { QuickstartPage } from './quickstart-page.js';
import { type Role, STORIES } from './quickstart-stories.js';
import { storyOf } from './run-result.js';

const ROLES: Role[] = ['trusted', 'untrusted'];
const SCENARIOS = Object.keys(STORIES);
const OTHER: Record<Role, Role> = { trusted: 'untrusted', untrusted: 'trusted' };
const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));

/** The messages of Chromium's console for a blocked fetch, and for a readable 401 or 404. */
const EXPECTED_COMPLAINTS = [
  /^Access to fetch at 'http:\/\/localhost:\d+\/\S+' from origin 'http:\/\/localhost:\d+' has been blocked by CORS policy: /,
  /^Failed to load resource: net::ERR_FAILED$/,
  /^Failed to load resource: the server responded with a status of 40[14] /,
];

const LOOKS = [
  { name: 'light', role: 'trusted', colorScheme: 'light', width: 1280 },
  { name: 'dark', role: 'untrusted', colorScheme: 'dark', width: 1280 },
  { name: 'light-390', role: 'untrusted', colorScheme: 'light', width: 390 },
  { name: 'dark-360', role: 'trusted', colorScheme: 'dark', width: 360 },
] as const;

jest.setTimeout(60_000);

describeWithChromium('The quickstart in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser.close());

  describe.each(['express', 'fastify'] as const)('on %s', platform => {
    let sample: Quickstart;

    beforeAll(async () => {
      sample = await startQuickstart({
        platform,
        apiPort: 0,
        trustedPort: 0,
        untrustedPort: 0,
        logger: ['error', 'fatal'],
      });
    });

    afterAll(() => sample.close());

    describe.each(ROLES)('from the %s origin', role => {
      let quickstart: QuickstartPage;

      beforeAll(async () => {
        quickstart = await QuickstartPage.open(browser, sample[role]);
      });

      afterAll(() => quickstart.close());

      it.each(SCENARIOS)('%s: the page reads, and the server sees, what the policy says', async scenario => {
        const result = await quickstart.run(scenario);

        expect(storyOf(result)).toEqual(STORIES[scenario]?.[role]);
        expect(result.readableHeaders).not.toHaveProperty('x-recorded-flow');
        expect(result.error).toBe(result.outcome === 'blocked' ? 'TypeError: Failed to fetch' : null);
        expect(await quickstart.page.getByTestId(`verdict-${scenario}`).textContent()).toBe(result.outcome);
      });

      it('logs in from either origin; only the trusted one may read the answer', async () => {
        const { login } = await quickstart.run('credentialed-get');

        expect(login?.outcome).toBe(role === 'trusted' ? 'readable' : 'blocked');
        expect(login?.actual).toMatchObject({
          handler: 'SessionController.logIn',
          status: 201,
          response: { 'set-cookie': '(set)' },
        });
        expect(await quickstart.page.evaluate('document.cookie')).toBe('');
      });

      it('tells its origin and leads to the other', async () => {
        const { page } = quickstart;
        const banner = page.getByTestId('origin-banner');

        expect(await banner.textContent()).toContain(`You are on the ${role} origin`);
        expect(await banner.locator('.origin').textContent()).toContain(new URL(sample[role]).port);
        await page.getByTestId('other-origin').click();
        await quickstart.untilReady();
        expect(new URL(page.url()).origin).toBe(sample[OTHER[role]]);
        await quickstart.goto(sample[role]);
      });

      it('runs all at one press and counts the outcomes aloud', async () => {
        const outcomes = SCENARIOS.map(scenario => STORIES[scenario]?.[role].outcome);
        const readable = outcomes.filter(outcome => outcome === 'readable').length;
        const tally = `${readable} readable, ${outcomes.length - readable} blocked`;

        await quickstart.runAll();

        expect(await quickstart.page.getByTestId('tally').textContent()).toBe(tally);
        expect(await quickstart.page.getByTestId('spoken').textContent()).toBe(
          `All run from the ${role} origin: ${tally}`,
        );
      });

      it('runs a request from the keyboard', async () => {
        await quickstart.goto(sample[role]);
        await quickstart.page.getByTestId('run-simple-get').press('Enter');

        expect(await quickstart.result('simple-get')).toMatchObject({ outcome: 'readable', status: 200 });
        expect(await quickstart.page.locator(':focus').getAttribute('data-testid')).toBe('run-simple-get');
      });

      it('the console has only messages about blocked fetches', () => {
        const unexpected = quickstart.complaints.filter(
          text => !EXPECTED_COMPLAINTS.some(known => known.test(text)),
        );

        expect(unexpected).toEqual([]);
      });
    });

    describe('from the trusted origin, in detail', () => {
      let quickstart: QuickstartPage;

      beforeAll(async () => {
        quickstart = await QuickstartPage.open(browser, sample.trusted);
      });

      afterAll(() => quickstart.close());

      it.each([
        ['simple-get', 'x-total-count', '3'],
        ['custom-header', 'x-request-id', 'r-7'],
        ['partner-put', 'x-request-id', 'r-8'],
        ['override-patch', 'etag', '"2"'],
      ])('%s exposes %s', async (scenario, name, value) => {
        const { readableHeaders } = await quickstart.run(scenario);

        expect(readableHeaders).toHaveProperty([name], value);
      });

      it('a debugging refusal makes the console name the method', async () => {
        await quickstart.run('method-left-out');

        expect(quickstart.complaints.join('\n')).toContain(
          'Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response',
        );
      });

      it.each([
        ['unauthorized', 'Log in first'],
        ['not-found', 'Cannot GET /nowhere'],
      ])('%s: the body of the error is readable too', async (scenario, message) => {
        expect((await quickstart.run(scenario)).body).toContain(message);
      });

      it('shows the policy in effect, with the level that set each field', async () => {
        const details = quickstart.page.getByTestId('scenario-override-patch').locator('details');
        await details.locator('summary').click();
        const rows = await details.locator('tbody tr').allTextContents();

        expect(rows).toContain('allowedHeadersContent-Type, If-Matchmethod');
        expect(rows).toContain('credentialstruecontroller');
        expect(rows).toContain(`origin${sample.trusted}defaults`);
      });
    });

    it('keeps a bounded number of exchanges', async () => {
      for (let sent = 0; sent < 300; sent += 1) {
        await (await fetch(`${sample.api}/catalogue?flow=many`)).text();
      }
      const kept: unknown = await (await fetch(`${sample.trusted}/flow?id=many`)).json();

      expect(kept).toHaveLength(256);
    });

    it.each(ROLES)('the %s page is served with a strict Content-Security-Policy', async role => {
      const policy = (await fetch(sample[role])).headers.get('content-security-policy');

      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
    });
  });

  describe('looks', () => {
    let sample: Quickstart;

    beforeAll(async () => {
      sample = await startQuickstart({
        apiPort: 0,
        trustedPort: 0,
        untrustedPort: 0,
        logger: ['error', 'fatal'],
      });
    });

    afterAll(() => sample.close());

    it.each(LOOKS)('$name: fits $width px', async ({ name, role, colorScheme, width }) => {
      const quickstart = await QuickstartPage.open(browser, sample[role], {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await quickstart.runAll();

      const tooWide = await quickstart.page.evaluate(
        'document.documentElement.scrollWidth - window.innerWidth',
      );
      await quickstart.page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
      await quickstart.close();

      expect(tooWide).toBeLessThanOrEqual(0);
    });
  });
});
