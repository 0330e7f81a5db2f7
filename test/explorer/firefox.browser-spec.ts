import { jest } from '@jest/globals';
import type { EngineBrowser } from '../conformance/support/engine-driver.js';
import { describeWithFirefox, launchFirefox } from '../conformance/support/firefox.js';
import { SETTINGS } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { STRANGER, explorerApp, withVersions } from './support/explorer-app.js';
import { tokenOf } from './support/opened.js';
import { SCENARIOS, queryOf } from './support/scenarios.js';

jest.setTimeout(90_000);

type Tab = Awaited<ReturnType<EngineBrowser['newTab']>>;

describeWithFirefox('The explorer in Firefox', () => {
  let browser: EngineBrowser;
  let served: Served;
  let tab: Tab;

  beforeAll(async () => {
    const [setting] = SETTINGS;
    if (setting === undefined) throw new TypeError('There is no setting.');
    served = await Served.start(setting, explorerApp(), { configure: withVersions });
    browser = await launchFirefox();
    tab = await browser.newTab();
    await tab.goto(`${served.url}/cors-explorer?token=${tokenOf(served.app)}`);
    await until("document.documentElement.dataset.ready === ''");
    await tab.evaluate(`globalThis.violations = [];
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))`);
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  /** Waits until an expression is true on the page. */
  async function until(expression: string): Promise<void> {
    const end = Date.now() + 15_000;
    while ((await tab.evaluate(expression)) !== true) {
      if (Date.now() > end) throw new Error(`It did not become true: ${expression}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async function goto(hash: string): Promise<void> {
    await tab.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await until(`document.documentElement.dataset.place === location.hash`);
  }

  it('shows the surface, and unfolds a row', async () => {
    await goto('#surface?q=changetheme');
    expect(await tab.evaluate("document.querySelectorAll('.route').length")).toBe(1);
    await tab.evaluate("document.querySelector('.disclose').click()");

    expect(await tab.evaluate("document.querySelector('.details tbody').textContent")).toContain(
      'credentialstruecontroller',
    );
  });

  it.each(SCENARIOS.slice(0, 6))('%s: draws the flow', async (_, question, outcome) => {
    await goto(`#flow?${queryOf(question)}`);
    await until(`document.querySelector('.flow')?.ariaBusy === 'false'`);

    expect(await tab.evaluate("document.querySelector('.diagram').dataset.outcome")).toBe(outcome);
    expect(await tab.evaluate("document.querySelectorAll('.diagram .icon--passed').length > 0")).toBe(
      outcome === 'readable',
    );
  });

  it('shows a decision as it happens, and filters it', async () => {
    await goto('#live?path=%2Fcatalogue%2Ffirefox');
    await until("document.querySelector('.state').textContent === 'Watching'");
    await served.get('/orders', { Origin: STRANGER });
    await served.get('/catalogue/firefox', { Origin: STRANGER });
    await until("document.querySelectorAll('.decision').length > 1");

    expect(
      await tab.evaluate(
        "[...document.querySelectorAll('.decision:not([hidden]) .decision__what')].map(node => node.textContent).join()",
      ),
    ).toBe('GET /catalogue/firefox');
  });

  it('broke no rule of its Content-Security-Policy', async () => {
    expect(await tab.evaluate('violations.join()')).toBe('');
  });
});
