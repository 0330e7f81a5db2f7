import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Quickstart, startQuickstart } from '../../sample/01-quickstart/src/quickstart.js';
import { axeFindings } from '../explorer/support/accessibility.js';
import { describeWithChromium, launchChromium } from './chromium.js';
import { QuickstartPage } from './quickstart-page.js';
import { type Role, STORIES } from './quickstart-stories.js';

const ROLES: Role[] = ['trusted', 'untrusted'];
const SCENARIOS = Object.keys(STORIES);
const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const SCREEN = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const LOOKS = [
  { name: 'light', role: 'trusted', colorScheme: 'light', width: 1280 },
  { name: 'dark', role: 'untrusted', colorScheme: 'dark', width: 1280 },
  { name: 'light-768', role: 'trusted', colorScheme: 'light', width: 768 },
  { name: 'light-390', role: 'untrusted', colorScheme: 'light', width: 390 },
  { name: 'dark-360', role: 'trusted', colorScheme: 'dark', width: 360 },
] as const;

jest.setTimeout(60_000);

describeWithChromium("The quickstart's page in Chromium", () => {
  let browser: Browser;
  let sample: Quickstart;
  let quickstart: QuickstartPage;

  beforeAll(async () => {
    browser = await launchChromium();
    sample = await startQuickstart({
      apiPort: 0,
      trustedPort: 0,
      untrustedPort: 0,
      logger: ['error', 'fatal'],
    });
  });

  afterEach(() => quickstart.close());

  afterAll(async () => {
    await sample.close();
    await browser.close();
  });

  async function open(viewport: { width: number; height: number }): Promise<void> {
    quickstart = await QuickstartPage.open(browser, sample.trusted, { viewport, reducedMotion: 'reduce' });
  }

  it.each([SCREEN, PHONE])(
    'the hero shows the run and both verdicts in place ($width px)',
    async viewport => {
      await open(viewport);
      const { page } = quickstart;
      const cardTop = () => page.evaluate("document.getElementById('simple-get').offsetTop");
      const before = await cardTop();
      await page.getByTestId('hero-run').click();
      await quickstart.results('partner-get');

      expect(await quickstart.text('hero-verdict-trusted')).toBe('readable');
      expect(await quickstart.text('hero-verdict-untrusted')).toBe('blocked');
      for (const role of ROLES) {
        const steps = await page.getByTestId(`hero-flow-${role}`).locator('li').allTextContents();
        expect(steps).toHaveLength(3);
        expect(steps).toContain('OrdersController.list runs, and the server sends 200.');
        const box = await page.getByTestId(`hero-verdict-${role}`).boundingBox();
        expect(box?.y).toBeGreaterThan(0);
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
      }
      expect(await cardTop()).toBe(before);
    },
  );

  it('takes about three screens after all requests have run, and does not grow', async () => {
    await open(SCREEN);
    const height = async () =>
      Number(await quickstart.page.evaluate('document.documentElement.scrollHeight'));
    const before = await height();
    await quickstart.runAll();

    expect(await height()).toBe(before);
    expect(before).toBeLessThanOrEqual(3.1 * SCREEN.height);
  });

  it('shows the verdicts of both origins side by side in every card, and folds the diagrams', async () => {
    await open(PHONE);
    await quickstart.runAll();

    for (const scenario of SCENARIOS) {
      const [left, right] = await Promise.all(
        ROLES.map(role => quickstart.page.getByTestId(`verdict-${scenario}-${role}`).boundingBox()),
      );
      expect(left?.y).toBe(right?.y);
      expect(right?.x).toBeGreaterThan(left?.x ?? Infinity);
      expect(await quickstart.page.getByTestId(`panel-${scenario}`).isHidden()).toBe(true);
    }
  });

  it('unfolds the diagrams of both origins with the keyboard, and keeps the focus', async () => {
    await open(SCREEN);
    const { page } = quickstart;
    const toggle = page.getByTestId('toggle-partner-put');
    const diagrams = page.getByTestId('panel-partner-put').locator('.flow');
    await page.getByTestId('run-partner-put').press('Enter');
    await quickstart.results('partner-put');
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('run-partner-put');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('toggle-partner-put');

    await page.keyboard.press('Space');
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    expect(await diagrams.count()).toBe(2);
    expect(await diagrams.first().isVisible()).toBe(true);

    await page.keyboard.press('Enter');
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    expect(await diagrams.first().isVisible()).toBe(false);
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('toggle-partner-put');
  });

  it.each([SCREEN, PHONE])(
    'the bar covers no focus, backwards from the last card ($width px)',
    async viewport => {
      await open(viewport);
      const { page } = quickstart;
      await page.getByTestId('toggle-not-found').focus();
      for (let remaining = 2 * SCENARIOS.length - 1; remaining > 0; remaining -= 1) {
        await page.keyboard.press('Shift+Tab');
        const bar = await page.locator('.bar').boundingBox();
        const focus = await page.locator('.card :focus').boundingBox();
        expect(focus?.y).toBeGreaterThanOrEqual((bar?.y ?? Infinity) + (bar?.height ?? 0));
      }
    },
  );

  it('has an index on a phone, whose links lead below the bar', async () => {
    await open(PHONE);
    const { page } = quickstart;
    const links = page.getByTestId('index').getByRole('link');
    const targets = await page.evaluate(
      "[...document.querySelectorAll('#index a')].map(link => link.getAttribute('href'))",
    );
    expect(targets).toEqual(SCENARIOS.map(scenario => `#${scenario}`));

    await links.filter({ hasText: 'Send the POST with enforce' }).click();
    const bar = await page.locator('.bar').boundingBox();
    const card = await page.locator('#enforced-post').boundingBox();
    expect(card?.y).toBeGreaterThanOrEqual((bar?.y ?? Infinity) + (bar?.height ?? 0));
    expect(card?.y).toBeLessThan(PHONE.height / 2);
  });

  it('shows which server does not answer, and recovers', async () => {
    await open(SCREEN);
    const { page } = quickstart;
    await page.route(`${sample.api}/**`, route => route.abort());
    await page.getByTestId('run-simple-get').click();
    await page.locator('#simple-get[aria-busy="false"]').waitFor();

    for (const role of ROLES) {
      expect(await quickstart.text(`verdict-simple-get-${role}`)).toBe('no response');
    }
    expect(await quickstart.text('spoken')).toContain(
      `From the untrusted origin: No request arrived at ${sample.api}. Is the API still running?`,
    );

    await page.unroute(`${sample.api}/**`);
    const results = await quickstart.run('simple-get');
    expect(ROLES.map(role => results[role].status)).toEqual([200, 200]);
  });

  it('shows that the page of the other origin does not answer', async () => {
    const context = await browser.newContext({ viewport: SCREEN });
    await context.clock.install();
    await context.route('**/frame.html', route => route.abort());
    quickstart = await QuickstartPage.inContext(context, sample.trusted);
    const { page } = quickstart;
    await page.getByTestId('run-simple-get').click();
    await page.getByTestId('verdict-simple-get-trusted').filter({ hasText: 'readable' }).waitFor();
    expect(await quickstart.text('verdict-simple-get-untrusted')).toBe('not run yet');

    await page.clock.fastForward(10_000);
    await page.locator('#simple-get[aria-busy="false"]').waitFor();
    expect(await quickstart.text('verdict-simple-get-untrusted')).toBe('no response');
    expect(await quickstart.text('spoken')).toContain(`The page at ${sample.untrusted} does not answer.`);
  });

  it.each(LOOKS)(
    '$name: fits $width px, and axe finds nothing',
    async ({ name, role, colorScheme, width }) => {
      quickstart = await QuickstartPage.open(browser, sample[role], {
        colorScheme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      const { page } = quickstart;
      expect(await axeFindings(page)).toEqual([]);
      await quickstart.runAll();
      const tallies = await Promise.all(
        ROLES.map(from => page.locator(`.tally[data-role="${from}"]`).boundingBox()),
      );
      expect(tallies[0]?.y).toBe(tallies[1]?.y);
      await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
      for (const scenario of SCENARIOS) {
        await page.getByTestId(`toggle-${scenario}`).click();
      }

      expect(await axeFindings(page)).toEqual([]);
      expect(
        Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')),
      ).toBeLessThanOrEqual(0);
    },
  );
});
