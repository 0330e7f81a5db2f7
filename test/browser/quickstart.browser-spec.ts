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

/** Chromium's console messages for a blocked fetch, and for a readable 401 or 404. */
const EXPECTED_COMPLAINTS = [
  /^Access to fetch at 'http:\/\/localhost:\d+\/\S+' from origin 'http:\/\/localhost:\d+' has been blocked by CORS policy: /,
  /^Failed to load resource: net::ERR_FAILED$/,
  /^Failed to load resource: the server responded with a status of 40[14] /,
];

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

      it.each(SCENARIOS)('%s: both origins get, and the server sees, the expected run', async scenario => {
        const results = await quickstart.run(scenario);

        for (const from of ROLES) {
          const result = results[from];
          expect(result.origin).toBe(sample[from]);
          expect(storyOf(result)).toEqual(STORIES[scenario]?.[from]);
          expect(result.readableHeaders).not.toHaveProperty('x-recorded-flow');
          expect(result.error).toBe(result.outcome === 'blocked' ? 'TypeError: Failed to fetch' : null);
          expect(await quickstart.text(`verdict-${scenario}-${from}`)).toBe(result.outcome);
        }
      });

      it('logs in from both origins, but only the trusted origin reads the response', async () => {
        const results = await quickstart.run('credentialed-get');

        expect(results.trusted.login?.outcome).toBe('readable');
        expect(results.untrusted.login?.outcome).toBe('blocked');
        for (const from of ROLES) {
          expect(results[from].login?.actual).toMatchObject({
            handler: 'SessionController.logIn',
            status: 201,
            response: { 'set-cookie': '(set)' },
          });
        }
        expect(await quickstart.page.evaluate('document.cookie')).toBe('');
      });

      it('names its origin and links to the other', async () => {
        const { page } = quickstart;
        const own = page.locator(`.origin[data-role="${role}"]`);

        expect(await own.getByTestId('origin-banner').textContent()).toBe('You are on this origin.');
        expect(await own.locator('.origin__name').textContent()).toBe(sample[role]);
        await page.getByTestId('other-origin').click();
        await quickstart.untilReady();
        expect(new URL(page.url()).origin).toBe(sample[OTHER[role]]);
        await quickstart.goto(sample[role]);
      });

      it('runs all requests, and counts the outcomes of each origin', async () => {
        await quickstart.runAll();

        const tallies = ROLES.map(from => {
          const outcomes = SCENARIOS.map(scenario => STORIES[scenario]?.[from].outcome);
          const readable = outcomes.filter(outcome => outcome === 'readable').length;
          return `${readable} readable, ${outcomes.length - readable} blocked`;
        });
        expect(await quickstart.text('tally-trusted')).toBe(tallies[0]);
        expect(await quickstart.text('tally-untrusted')).toBe(tallies[1]);
        expect(await quickstart.text('spoken')).toBe(
          `All requests have run. From the trusted origin: ${tallies[0]}. From the untrusted origin: ${tallies[1]}.`,
        );
      });

      it('writes only about blocked fetches and error statuses to the console', () => {
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
        const { readableHeaders } = (await quickstart.run(scenario)).trusted;

        expect(readableHeaders).toHaveProperty([name], value);
      });

      it('the console names the method that debug shows as refused', async () => {
        await quickstart.run('method-left-out');

        expect(quickstart.complaints.join('\n')).toContain(
          'Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response',
        );
      });

      it.each([
        ['unauthorized', 'Log in first'],
        ['not-found', 'Cannot GET /nowhere'],
      ])('%s: the body of the error is readable too', async (scenario, message) => {
        expect((await quickstart.run(scenario)).trusted.body).toContain(message);
      });

      it('shows the effective policy, with the level that set each field', async () => {
        await quickstart.page.getByTestId('toggle-override-patch').click();
        const rows = await quickstart.page.locator('#override-patch .policy tbody tr').allTextContents();

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

    it.each(ROLES)('the %s page has a strict Content-Security-Policy, which embeds one frame', async role => {
      const other = sample[OTHER[role]];
      const policy = (await fetch(sample[role])).headers.get('content-security-policy');
      const ofFrame = (await fetch(`${sample[role]}/frame.html`)).headers.get('content-security-policy');

      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain(`frame-src ${other}/frame.html;`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(ofFrame).toContain(`frame-ancestors ${other}`);
    });
  });
});
