import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Served } from '../../e2e/support/served.js';
import { tokenOf } from './opened.js';

/**
 * Waits until the page shows the content of its fragment. Playwright's own waiting would need
 * `unsafe-eval`.
 */
const SHOWN = `new Promise(resolve => {
  const look = () => (document.documentElement.dataset.place === location.hash ? resolve() : requestAnimationFrame(look));
  look();
})`;

/**
 * The explorer's page in a separate browser context, with all messages of its console and all of
 * its requests.
 */
export class ExplorerPage {
  /** Errors, warnings and violations of the Content-Security-Policy among them. */
  readonly complaints: string[] = [];
  readonly requested: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('request', request => this.requested.push(request.url()));
  }

  /** Opens the address that the application has printed. */
  static async open(
    browser: Browser,
    { app, url }: Served,
    options: BrowserContextOptions = {},
  ): Promise<ExplorerPage> {
    const context = await browser.newContext(options);
    const explorer = new ExplorerPage(context, await context.newPage(), `${url}/cors-explorer`);
    await explorer.load(`?token=${tokenOf(app)}`);
    return explorer;
  }

  /** Loads the page again at a place, such as `#flow?url=/`. */
  async load(hash: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.url}${hash}`);
    await this.page.locator('html[data-ready]').waitFor();
    if (hash.startsWith('#flow')) await this.drawn();
  }

  /** Goes to a place as a link on the page does. */
  async goto(hash: string): Promise<void> {
    const place = hash === '' ? '#surface' : hash;
    // Goes through another place if the page is already there, so that each load starts again.
    if (!(await this.moveTo(place))) {
      await this.moveTo('#surface?q=elsewhere');
      await this.moveTo(place);
    }
    if (hash.startsWith('#flow')) await this.drawn();
  }

  private async moveTo(place: string): Promise<boolean> {
    const hasMoved = await this.page.evaluate(
      `(before => before !== (location.hash = ${JSON.stringify(place)}, location.hash))(location.hash)`,
    );
    await this.page.evaluate(SHOWN);
    return hasMoved === true;
  }

  /** Waits for the answer to the question that stands in the form. */
  async drawn(): Promise<void> {
    await this.page.locator('.flow[aria-busy="false"]').waitFor();
  }

  /** Everything that is open to origins but its own. */
  elsewhere(): string[] {
    const { origin } = new URL(this.url);
    return this.requested.filter(url => !url.startsWith(`${origin}/cors-explorer`) && url !== 'about:blank');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
