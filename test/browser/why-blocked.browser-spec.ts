import { describeWithFirefox } from '../conformance/support/firefox.js';
import { describeWithChromium } from './chromium.js';
import { CausesWorld, PAGE } from './why-blocked/causes-world.js';
import { type ConsoleBrowser, chromiumConsole, firefoxConsole } from './why-blocked/console-browsers.js';
import { type BrowserName, asOnPage, isSaid, sections } from './why-blocked/messages-page.js';
import { READABLE, SCENARIOS } from './why-blocked/scenarios.js';

function suite(name: BrowserName, launch: (proxyPort: number) => Promise<ConsoleBrowser>): void {
  let world: CausesWorld;
  let browser: ConsoleBrowser;

  beforeAll(async () => {
    world = await CausesWorld.start();
    browser = await launch(world.proxyPort);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it.each(SCENARIOS)('writes the message of the page: $heading', async ({ heading, page = '/', wrong }) => {
    const section = sections.find(each => each.heading === heading);
    const told = section?.messages.filter(message => message.browser === name) ?? [];
    const isTold = (messages: readonly string[]): boolean => told.every(({ text }) => isSaid(text, messages));
    const { result, messages } = await browser.run(PAGE + page, wrong, isTold);
    const missing = told.filter(({ text }) => !isSaid(text, messages));

    expect(section).toBeDefined();
    expect(result).not.toBe(READABLE);
    // Both in one comparison, so that a failure shows the current message. If the page quotes no
    // message, the browser writes none.
    const isComplete = missing.length === 0 && (told.length > 0 || messages.length === 0);
    expect({ missing, said: isComplete ? [] : messages.map(asOnPage) }).toEqual({ missing: [], said: [] });
  });

  it.each(SCENARIOS.filter(({ mended }) => mended !== undefined))(
    'reads the response after the fix of the page: $heading',
    async ({ page = '/', mended = '' }) => {
      const { result, messages } = await browser.run(PAGE + page, mended);

      expect(messages).toEqual([]);
      expect(result).toBe(READABLE);
    },
  );
}

describeWithChromium('docs/why-blocked.md in Chromium', () => {
  suite('Chromium', chromiumConsole);
});

describeWithFirefox('docs/why-blocked.md in Firefox', () => {
  suite('Firefox', firefoxConsole);
});
