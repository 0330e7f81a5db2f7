import type { IncomingMessage, Server } from 'node:http';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeWithChromium, launchChromium } from '../browser/chromium.js';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { explorerApp, withVersions } from './support/explorer-app.js';
import { ExplorerPage } from './support/explorer-page.js';
import { tokenOf } from './support/opened.js';

jest.setTimeout(60_000);

const REBOUND = 'rebound.evil.example';

/** The text that a script of the page reads, or the status if it is not 200. */
async function read(page: Page, path: string): Promise<unknown> {
  return page.evaluate(
    `fetch(${JSON.stringify(path)}, { credentials: 'include' }).then(answer => (answer.ok ? answer.text() : answer.status))`,
  );
}

describeWithChromium('Access to the explorer in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    // The name of another site now resolves to this machine (DNS rebinding).
    browser = await launchChromium([`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`]);
  });
  afterAll(() => browser.close());

  describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))('on $platform', setting => {
    let served: Served;

    beforeAll(async () => {
      served = await Served.start(setting, explorerApp(), { configure: withVersions });
    });
    afterAll(() => served.close());

    it('the token leaves the address bar, goes into no Referer, and a cookie keeps it', async () => {
      const token = tokenOf(served.app);
      const referers = new Set<string | undefined>();
      const server = served.app.getHttpServer() as Server;
      server.on('request', ({ headers }: IncomingMessage) => referers.add(headers.referer));
      const explorer = await ExplorerPage.open(browser, served);
      const { page } = explorer;

      expect(page.url()).toBe(`${served.url}/cors-explorer`);
      expect(explorer.requested.filter(url => url.includes(token))).toHaveLength(1);
      expect(await page.evaluate('document.cookie')).toBe('');
      await explorer.load('#live');
      await page.getByText('Watching').waitFor();
      expect(await page.locator('html').innerHTML()).not.toContain(token);
      expect([...referers]).toEqual([undefined]);
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/cors-explorer' });
      await explorer.close();
    });

    it('the fragment of the address survives', async () => {
      const explorer = await ExplorerPage.open(browser, served);
      await explorer.load(`?token=${tokenOf(served.app)}#surface?q=orders`);

      expect(explorer.page.url()).toBe(`${served.url}/cors-explorer#surface?q=orders`);
      await explorer.close();
    });

    it('a page without the token reads nothing', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${served.url}/nowhere`);

      expect(await read(page, '/cors-explorer/surface')).toBe(403);
      await context.close();
    });

    it('another site whose name resolves to this machine reads nothing, even with the token', async () => {
      const token = tokenOf(served.app);
      const explorer = await ExplorerPage.open(browser, served);
      const page = await explorer.page.context().newPage();
      await page.goto(`http://${REBOUND}:${portOf(served.app)}/nowhere`);

      // It is of the same origin as the answer: CORS has no say.
      expect(await read(page, '/catalogue')).toBe('[]');
      for (const path of ['', '/surface', '/files/app.js', '/live']) {
        expect(await read(page, `/cors-explorer${path}`)).toBe(403);
        expect(await read(page, `/cors-explorer${path}?token=${token}`)).toBe(403);
      }
      await explorer.close();
    });
  });
});
