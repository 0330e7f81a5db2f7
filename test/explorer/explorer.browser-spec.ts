import { execFile } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import { describeWithChromium, launchChromium } from '../browser/chromium.js';
import { SETTINGS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { axeFindings } from './support/accessibility.js';
import { runCopiedTest } from './support/copied-test.js';
import { APP, PARTNER, STRANGER, explorerApp, withVersions } from './support/explorer-app.js';
import { ExplorerPage } from './support/explorer-page.js';
import { SCENARIOS, queryOf } from './support/scenarios.js';
import { someDecisions } from './support/some-decisions.js';

const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
/** Short enough for a method that is shown whole. */
const EVIL_IMAGE = '<img src=x onerror=alert(1)>';
const BLOCKED = `#flow?${queryOf({ origin: STRANGER, method: 'PATCH', url: '/dashboard/theme', headers: [['If-Match', '"1"']], credentials: true })}`;
const SOCKET = `#flow?${queryOf({ origin: STRANGER, method: 'GET', url: 'ws://localhost/prices', headers: [], credentials: false })}`;
const ALLOWED = `#flow?${queryOf({ origin: PARTNER, method: 'PUT', url: '/orders/7', headers: [['X-Request-Id', '9']], credentials: false })}`;

jest.setTimeout(60_000);

const SCHEMES = ['light', 'dark'] as const;

const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();
/** The row of a method of a controller, or of a gateway. */
const routeOf = (page: Page, handler: string) =>
  page.locator('.route').filter({ has: page.locator('.handler').getByText(handler, { exact: true }) });
const focused = (page: Page) =>
  page.evaluate(
    "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
  );

describeWithChromium('The explorer in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))('on $platform', setting => {
    let served: Served;
    let explorer: ExplorerPage;
    let page: Page;

    beforeAll(async () => {
      served = await Served.start(setting, explorerApp(), { configure: withVersions });
      explorer = await ExplorerPage.open(browser, served, {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      ({ page } = explorer);
    });
    afterAll(async () => {
      await explorer.close();
      await served.close();
    });

    describe('the surface', () => {
      beforeEach(() => explorer.goto(''));

      it('has every route, with who may read it and what stands out', async () => {
        expect(await texts(page, '.route .path')).toHaveLength(17);
        const orders = routeOf(page, 'replace');
        expect(await orders.textContent()).toContain('https://*.partner.example');
        expect(await orders.textContent()).toContain("controller'partners'");
        const catalogue = routeOf(page, 'list').first();
        expect(await catalogue.locator('.mark').allTextContents()).toEqual(['Any origin']);
        expect(await catalogue.locator('.mark svg').count()).toBe(1);
        expect(await texts(page, '.tile__number')).toEqual(['3', '4', '3', '1', '2', '4']);
      });

      it('groups routes by controller, and has a place for keys of paths and gateways', async () => {
        expect(await texts(page, '.group__title')).toEqual([
          'CatalogueController',
          'DashboardController',
          'OrdersController',
          'ReportsV1Controller',
          'ReportsV2Controller',
          'Keys of paths',
          'Gateways',
        ]);
        const unmanaged = page.locator('.route').filter({ hasText: '/metrics' });
        expect(await unmanaged.locator('.cell-readers').textContent()).toBe('Left to the application');
        expect(await page.locator('.legend .ladder .won').count()).toBe(6);
        expect(await texts(page, '.legend dd')).toEqual([
          'gateway',
          'method',
          'controller',
          'paths',
          'module defaults',
          'built-in',
        ]);
      });

      it('scrolls an unfolded row into view, and Escape folds it', async () => {
        await page.setViewportSize({ width: 1280, height: 500 });
        const button = routeOf(page, 'PricesGateway').getByRole('button');
        await button.evaluate((node: { scrollIntoView(where: object): void }) => {
          node.scrollIntoView({ block: 'end' });
        });
        await button.press('Enter');
        const policy = page.locator('.details:not([hidden])');
        const box = await policy.boundingBox();
        expect((box?.y ?? 999) + (box?.height ?? 999)).toBeLessThanOrEqual(500);
        expect((await button.boundingBox())?.y).toBeGreaterThanOrEqual(0);
        await button.press('Escape');
        expect(await policy.count()).toBe(0);
        await page.setViewportSize({ width: 1280, height: 720 });
      });

      it('unfolds a policy, each field with its level', async () => {
        const row = routeOf(page, 'changeTheme');
        await row.getByRole('button').click();
        const fields = await texts(page, '.details:not([hidden]) tbody tr');

        expect(fields).toContain(`origin${APP}module defaults`);
        expect(fields).toContain('credentialstruecontroller');
        expect(fields).toContain('allowedHeadersContent-TypeIf-Matchmethod');
        expect(fields).toContain('enforcefalsebuilt-in');
      });

      it.each([
        ['Any origin', ['CatalogueController', 'list', 'find', 'Keys of paths', 'key of paths']],
        [
          'Credentials',
          ['DashboardController', 'show', 'changeTheme', 'transfer', 'Gateways', 'PricesGateway'],
        ],
        ['No other origin', ['DashboardController', 'closeAccount', 'ReportsV2Controller', 'list', 'close']],
        ['No preflight for POST', ['OrdersController', 'create']],
        ['Enforced', ['DashboardController', 'transfer', 'Gateways', 'PricesGateway']],
        ['Versions differ', ['ReportsV1Controller', 'list', 'close', 'ReportsV2Controller', 'list', 'close']],
      ])('shows only: %s', async (name, rows) => {
        const tile = page.getByRole('group', { name: 'Show only' }).getByRole('button', { name });
        await tile.click();

        expect(await tile.getAttribute('aria-pressed')).toBe('true');
        const shown = (await texts(page, '.group__title, .handler')).map(text => text.split(' · ')[0]);
        expect(shown).toEqual(rows);
        const count = await page.locator('.route').count();
        expect(await tile.locator('.tile__number').textContent()).toBe(String(count));
        expect(await page.getByRole('status').textContent()).toBe(`${count} of 17 rows`);
        await page.getByRole('button', { name: 'Show all' }).click();
        expect(await texts(page, '.handler')).toHaveLength(17);
        expect(await page.locator(':focus').getAttribute('id')).toBe('filter-text');
      });

      it('filters by words and by named policy, and keeps both in the fragment', async () => {
        await page.getByLabel('Named policy').selectOption('partners');
        expect(await texts(page, '.handler')).toHaveLength(5);
        expect(await texts(page, '.tile__number')).toEqual(['0', '1', '0', '1', '1', '0']);
        await page.getByLabel('Filter').fill('put partner');
        expect(await texts(page, '.handler')).toEqual(['replace']);
        expect(new URL(page.url()).hash).toBe('#surface?q=put+partner&policy=partners');

        await explorer.load(new URL(page.url()).hash);
        expect(await texts(page, '.handler')).toEqual(['replace']);
        await page.getByLabel('Filter').fill('nothing is like this');
        expect(await page.locator('.empty').textContent()).toBe('No row matches the filters.');
        await page.getByLabel('Filter').press('Escape');
        expect(await texts(page, '.handler')).toHaveLength(5);
      });

      it('leads to the flow of a route with one click', async () => {
        await page.getByRole('link', { name: 'Flow of PUT /orders/:id' }).click();
        await explorer.drawn();

        expect(await page.getByLabel('Path, or a whole URL').inputValue()).toBe('/orders/1');
        expect(await page.getByLabel('Page origin').inputValue()).toBe(APP);
        expect(await page.locator('.verdict').textContent()).toContain('Readable');
        expect(await page.locator(':focus').getAttribute('id')).toBe('main');
      });

      it('leads to the flow of a handshake with an origin that may connect', async () => {
        await page.getByRole('link', { name: 'Flow of WS /prices' }).click();
        await explorer.drawn();

        expect(await page.getByLabel('Path, or a whole URL').inputValue()).toBe(
          `${served.url.replace('http', 'ws')}/prices`,
        );
        expect(await page.locator('.verdict').textContent()).toContain('Opens');
        expect(await page.getByLabel('Method').isVisible()).toBe(false);
        await page.getByLabel('Page origin').fill(STRANGER);
        await page.locator('.verdict[data-outcome="blocked"]').waitFor();
        expect(await texts(page, '.wire--back code')).toEqual(['403']);
      });
    });

    describe('the flow', () => {
      it('begins with an origin that the policy allows', async () => {
        await explorer.goto('#flow');

        expect(await page.getByLabel('Page origin').inputValue()).toBe(APP);
        expect(await page.locator('.verdict').getAttribute('data-outcome')).toBe('readable');
      });

      it('folds the steps that passed, and gives a blocked request no tick', async () => {
        await explorer.goto(BLOCKED);
        expect(await page.locator('.diagram .icon--passed').count()).toBe(0);
        expect(await page.locator('.event--failed:visible').count()).toBeGreaterThan(1);
        expect(await page.locator('.diagram .event--noted:visible').count()).toBe(0);
        const fold = page.locator('.fold summary').first();
        await fold.press('Enter');
        expect(await page.locator('.diagram .event--noted:visible').count()).toBe(3);
        await fold.press('Space');
        expect(await page.locator('.diagram .event--noted:visible').count()).toBe(0);
        await page.getByRole('button', { name: 'Show all steps' }).click();
        expect(await page.locator('.fold details:not([open])').count()).toBe(0);

        // The next answer shows them too.
        await page.getByLabel('Page origin').fill(APP);
        await page.locator('.verdict[data-outcome="readable"]').waitFor();
        expect(await page.locator('.fold details:not([open])').count()).toBe(0);
        expect(await page.locator('.diagram .icon--passed').count()).toBeGreaterThan(1);
        await page.getByRole('button', { name: 'Fold steps' }).click();
        expect(await page.locator('.fold details[open]').count()).toBe(0);
      });

      it.each(SCENARIOS)('%s: the diagram is what a browser does', async (_, question, outcome) => {
        const corsBrowser = new CorsBrowser(served.app);
        const result = await corsBrowser.open(question.origin).fetch(question.url, {
          method: question.method,
          headers: Object.fromEntries(question.headers),
          credentials: question.credentials ? 'include' : 'same-origin',
        });
        await corsBrowser.close();
        await explorer.goto(`#flow?${queryOf(question)}`);

        expect(await page.locator('.diagram').getAttribute('data-outcome')).toBe(result.outcome);
        expect(await page.locator('.verdict').getAttribute('data-outcome')).toBe(outcome);
        expect(await texts(page, '.wire--ask code, .wire--go code')).toEqual(
          result.exchanges.map(({ request }) => `${request.method} ${question.url}`),
        );
        expect((await texts(page, '.wire--back code')).map(Number).filter(Boolean)).toEqual(
          result.exchanges.flatMap(({ kind, response }) =>
            kind === 'preflight' || response.status === 403 ? [response.status] : [],
          ),
        );
        expect((await page.locator('.event--failed').count()) > 0).toBe(outcome === 'blocked');
        // Each check names the header that decided.
        const checks = page
          .locator('.event--passed, .event--failed')
          .filter({ hasText: /Access-Control-Allow/ });
        expect(await checks.locator('.decider').count()).toBeGreaterThanOrEqual((await checks.count()) - 1);
        const folded = await page.locator('.fold .event').count();
        const single = await page.locator('.fold details > .event__detail').count();
        const plain = await page.locator('.rows > li:not(.fold)').count();
        expect(await texts(page, '.sentences li')).toHaveLength(plain + folded + single);
      });

      it('is drawn again after each change, and stored in the fragment', async () => {
        await explorer.goto(ALLOWED);
        expect(await page.locator('.verdict').textContent()).toContain('Readable');
        await page.getByLabel('Page origin').fill(STRANGER);
        await page.locator('.verdict[data-outcome="blocked"]').waitFor();
        await page.getByLabel('Page origin').fill(APP);
        await page.locator('.verdict[data-outcome="readable"]').waitFor();
        await page.getByLabel(/With credentials/).check();
        await page.locator('.verdict[data-outcome="blocked"]').waitFor();
        expect(await page.locator('.verdict').textContent()).toContain('credentials');

        await explorer.load(new URL(page.url()).hash);
        expect(await page.getByLabel(/With credentials/).isChecked()).toBe(true);
        expect(await page.getByLabel('Header name').inputValue()).toBe('X-Request-Id');
      });

      it('takes headers, and lets go of them', async () => {
        await explorer.goto(ALLOWED);
        await page.getByRole('button', { name: 'Add a header' }).click();
        await page.keyboard.type('X-Other');
        await page.locator('.verdict[data-outcome="blocked"]').waitFor();
        await page.getByRole('button', { name: 'Remove this header' }).last().click();
        await page.locator('.verdict[data-outcome="readable"]').waitFor();
        expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Header name');
      });

      it('says what no browser would send', async () => {
        await explorer.goto('#flow?origin=https://a.example/&method=GET&url=/');

        expect(await page.locator('.verdict').textContent()).toContain("Say 'https://a.example'.");
        expect(await page.locator('.diagram').count()).toBe(0);
        explorer.complaints.splice(0);
      });

      it.each([
        ['allowed', ALLOWED],
        ['blocked', BLOCKED],
      ])('%s: copies a test that passes, and curl that gets the same answers', async (_, hash) => {
        await explorer.goto(hash);
        const copied: string[] = [];
        for (const title of ['The preflight as curl', 'The actual request as curl', 'As a test']) {
          const block = page.locator('.copy').filter({ hasText: title });
          await block.getByRole('button').click();
          await block.getByText('Copied').waitFor();
          copied.push(String(await page.evaluate('navigator.clipboard.readText()')));
        }
        const [preflight = '', actual = '', test = ''] = copied;

        await runCopiedTest(test, served.app);
        const status = (await texts(page, '.wire--back code'))[0];
        expect(await shell(preflight)).toContain(`HTTP/1.1 ${status}`);
        const answer = await shell(actual);
        expect(answer).toContain('HTTP/1.1 200');
        expect(/access-control-allow-origin/i.test(answer)).toBe(hash === ALLOWED);
      });
    });

    describe('live', () => {
      it('shows decisions as they happen, and explains refused ones', async () => {
        await explorer.goto('#live');
        await page.getByText('Watching').waitFor();
        const corsBrowser = new CorsBrowser(served.app);
        await corsBrowser
          .open(STRANGER)
          .fetch('/orders/8?live', { method: 'PUT', headers: { 'X-Other': '1' } });
        await corsBrowser.open(PARTNER).fetch('/catalogue/live?x');
        await corsBrowser.close();
        const refused = page.locator('.decision--refused').filter({ hasText: 'PUT /orders/8' });
        await refused.waitFor();
        await page.locator('.decision--allowed').filter({ hasText: 'GET /catalogue/live' }).waitFor();

        expect(await refused.locator('.decision__verdict').textContent()).toBe('refused');
        expect(await refused.locator('.decision__status').textContent()).toBe('HTTP 403');
        await refused.getByText('The policy does not allow the origin').click();
        await refused.locator('.explanation li').first().waitFor();
        expect(await refused.locator('.explanation').textContent()).toContain('Access-Control-Allow-Origin');
        await refused.getByRole('link', { name: 'Flow of PUT /orders/8' }).click();
        await explorer.drawn();
        expect(await page.getByLabel('Page origin').inputValue()).toBe(STRANGER);
        expect(await page.locator('.diagram').getAttribute('data-outcome')).toBe('blocked');
      });

      it('does not say that the browser withholds an answer with the header of other code', async () => {
        await explorer.goto('#live');
        await page.getByText('Watching').waitFor();
        channel('nestjs-cors-policy:decision').publish({
          kind: 'actual',
          allowed: false,
          reason: 'origin',
          refusable: true,
          enforced: false,
          origin: STRANGER,
          method: 'GET',
          url: '/orders/overridden',
          status: 200,
          overridden: true,
          handlers: ['OrdersController.list'],
          policies: [],
        });
        const row = page.locator('.decision--refused').filter({ hasText: '/orders/overridden' });
        await row.waitFor();

        expect(await row.textContent()).toContain('Other code has set another Access-Control-Allow-Origin');
        expect(await row.textContent()).not.toContain('withholds');
      });

      it('filters by origin and by path, keeps both in the fragment, and links allowed requests too', async () => {
        await explorer.goto('#live');
        await page.getByText('Watching').waitFor();
        await served.get('/orders/filtered', { Origin: APP });
        await served.get('/catalogue/filtered', { Origin: STRANGER });
        await page.locator('.decision').filter({ hasText: '/catalogue/filtered' }).waitFor();
        await page.getByLabel('Path').fill('/FILTERED');
        expect(await page.locator('.decision:visible').count()).toBe(2);
        await page.getByLabel('Origin', { exact: true }).fill('evil');
        expect(await page.locator('.decision:visible .decision__what').allTextContents()).toEqual([
          'GET /catalogue/filtered',
        ]);
        expect(new URL(page.url()).hash).toBe('#live?origin=evil&path=%2FFILTERED');
        await page.getByLabel('Path').fill('nothing');
        expect(await page.locator('.empty').textContent()).toBe('No decision matches the filters.');
        await page.getByLabel('Path').press('Escape');
        await page.getByLabel('Origin', { exact: true }).press('Escape');

        await page.getByRole('link', { name: 'Flow of GET /catalogue/filtered' }).click();
        await explorer.drawn();
        expect(await page.getByLabel('Page origin').inputValue()).toBe(STRANGER);
        expect(await page.locator('.verdict').textContent()).toContain('Readable');
      });

      it('links a refused handshake to its flow', async () => {
        await explorer.goto('#live');
        const corsBrowser = new CorsBrowser(served.app);
        await corsBrowser.open(STRANGER).connect('/prices');
        await corsBrowser.close();
        await page.getByRole('link', { name: 'Flow of GET /prices' }).first().click();
        await explorer.drawn();

        expect(await page.locator('.verdict').textContent()).toContain('Refused');
        expect(await texts(page, '.copy h2')).toEqual(['The handshake as curl', 'As a test']);
        const curl = await page.locator('.copy pre').first().textContent();
        expect(await shell(curl ?? '')).toContain('HTTP/1.1 403');
        await runCopiedTest((await page.locator('.copy pre').last().textContent()) ?? '', served.app);
      });

      it('pauses, filters and clears', async () => {
        await explorer.goto('#live');
        await page.locator('.decision').first().waitFor();
        const before = await page.locator('.decision').count();
        await page.getByRole('button', { name: 'Pause' }).click();
        await served.get('/orders', { Origin: STRANGER });
        await page.getByText('Paused, 1 waiting').waitFor();
        expect(await page.locator('.decision').count()).toBe(before);
        await page.getByRole('button', { name: 'Pause' }).click();
        expect(await page.locator('.decision').count()).toBe(before + 1);
        await page.getByRole('button', { name: 'Refused only' }).click();
        expect(await page.locator('.decision--allowed:visible').count()).toBe(0);
        await page.getByRole('button', { name: 'Clear' }).click();
        expect(await page.locator('.empty').isVisible()).toBe(true);
      });

      it('holds no connection when one looks at something else', async () => {
        await explorer.goto('#live');
        await page.getByText('Watching').waitFor();
        const gone = page.waitForEvent('requestfailed', request => request.url().endsWith('/live'));
        await page.getByRole('link', { name: 'Surface' }).click();

        expect((await gone).url()).toContain('/cors-explorer/live');
      });
    });

    describe('what a client sent stays text', () => {
      it.each(['origin', 'method', 'url', 'header'])('%s in the fragment', async name => {
        const query = new URLSearchParams({ origin: APP, method: 'GET', url: '/' });
        query.set(name, name === 'url' ? `/${EVIL}` : name === 'header' ? `X-A: ${EVIL}` : EVIL);
        await explorer.goto(`#flow?${query.toString()}`);

        expect(await page.locator('main img, main script').count()).toBe(0);
        expect(
          await page
            .locator('.flow')
            .evaluate((node: { innerHTML: string }) => node.innerHTML.includes('onerror=alert(1)>')),
        ).toBe(false);
        explorer.complaints.splice(0);
      });

      it('in the filter', async () => {
        await explorer.goto(`#surface?q=${encodeURIComponent(EVIL)}&policy=${encodeURIComponent(EVIL)}`);

        expect(await page.locator('main img, main script').count()).toBe(0);
        expect(await page.getByLabel('Filter').inputValue()).toBe(EVIL);
      });

      it('in a decision', async () => {
        await explorer.goto('#live');
        await served.send('OPTIONS', `/orders?${encodeURI(EVIL_IMAGE)}`, {
          'Origin': EVIL_IMAGE,
          'Access-Control-Request-Method': EVIL_IMAGE,
          'Access-Control-Request-Headers': EVIL_IMAGE,
        });
        const row = page.locator('.decision').filter({ hasText: EVIL_IMAGE });
        await row.waitFor();

        expect(await row.locator('.decision__origin').textContent()).toBe(EVIL_IMAGE);
        expect(await row.locator('.decision__what').textContent()).toContain(EVIL_IMAGE);
        expect(await page.locator('main img, main script').count()).toBe(0);
        await row.locator('summary').click();
        await row.getByText('No browser would send this').waitFor();
        explorer.complaints.splice(0);
      });
    });

    it('serves the keyboard', async () => {
      await explorer.load('');
      const walked: unknown[] = [];
      for (let at = 0; at < 14; at += 1) {
        await page.keyboard.press('Tab');
        walked.push(await focused(page));
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      }
      expect(walked.slice(0, 4)).toEqual(['Skip to the content', 'Surface', 'Flow', 'Live']);
      expect(walked.slice(4, 10)).toEqual([
        '3Any origin',
        '4Credentials',
        '3No other origin',
        '1No preflight for POST',
        '2Enforced',
        '4Versions differ',
      ]);
      expect(walked.slice(12)).toEqual(['/catalogue', 'Flow of GET /catalogue']);

      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await page.locator('.details:not([hidden])').count()).toBe(1);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await explorer.drawn();
      expect(await page.locator('.verdict').textContent()).toContain('Readable');
    });

    it.each([
      ['flow', BLOCKED, 24],
      ['live', '#live', 16],
    ])('every stop of the keyboard is visible: %s', async (name, hash, stops) => {
      if (name === 'live') await someDecisions(served);
      await explorer.load(hash);
      if (name === 'live') await page.locator('.decision').first().waitFor();
      const walked: unknown[] = [];
      for (let at = 0; at < stops; at += 1) {
        await page.keyboard.press('Tab');
        walked.push(await focused(page));
        expect(
          await page.evaluate(`(() => {
            const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
            const { width, height, bottom, top } = document.activeElement.getBoundingClientRect();
            return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && width > 0 && height > 0 && bottom > 0 && top < innerHeight;
          })()`),
        ).toBe(true);
      }

      expect(walked.slice(0, 4)).toEqual(['Skip to the content', 'Surface', 'Flow', 'Live']);
      if (name === 'flow') expect(walked).toContain('Show all steps');
      if (name === 'live') expect(walked).toEqual(expect.arrayContaining(['Pause', 'Refused only', 'Clear']));
      await page.keyboard.press('Shift+Tab');
      expect(await focused(page)).toBe(walked.at(-2));
    });

    it('skips to the content, and keeps the place', async () => {
      await explorer.load(ALLOWED);
      const { hash } = new URL(page.url());
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');

      expect(await page.locator(':focus').getAttribute('id')).toBe('main');
      expect(new URL(page.url()).hash).toBe(hash);
    });

    it('sent no request to another server, and broke no rule of its policy', () => {
      expect(explorer.elsewhere()).toEqual([]);
      expect(explorer.complaints).toEqual([]);
    });
  });

  describe('looks', () => {
    let served: Served;

    beforeAll(async () => {
      const [setting] = SETTINGS;
      if (setting === undefined) throw new TypeError('There is no setting.');
      served = await Served.start(setting, explorerApp(), { configure: withVersions });
      await someDecisions(served);
    });
    afterAll(async () => {
      await served.close();
    });

    it.each([
      ['surface', ''],
      ['flow', BLOCKED],
      ['flow-allowed', ALLOWED],
      ['flow-handshake', SOCKET],
      ['live', '#live'],
    ])('%s: axe finds nothing, in light and dark, and it fits', async (name, hash) => {
      const explorer = await ExplorerPage.open(browser, served);
      const { page } = explorer;
      await explorer.goto(hash);
      if (name === 'live') await page.locator('.decision--refused').first().waitFor();
      if (name === 'surface') await routeOf(page, 'replace').getByRole('button').click();
      for (const summary of await page.locator('summary').all()) await summary.click();

      for (const width of [1440, 1280, 390, 320]) {
        await page.setViewportSize({ width, height: 860 });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          expect(await axeFindings(page)).toEqual([]);
        }
        expect(
          await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
        ).toBeLessThanOrEqual(0);
      }
      await explorer.close();
    });

    it('on paper: light, unfolded, without buttons', async () => {
      const explorer = await ExplorerPage.open(browser, served, { colorScheme: 'dark' });
      const { page } = explorer;
      await explorer.goto(BLOCKED);
      await page.emulateMedia({ media: 'print' });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");

      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await page.locator('.sentences').isVisible()).toBe(true);
      expect(await page.locator('.copy button').first().isVisible()).toBe(false);
      expect(await page.locator('nav').isVisible()).toBe(false);
      await explorer.close();
    });
  });
});

async function shell(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('curl', 'curl -sS')]);
  return stdout;
}
