import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { parseRunResult, type RunResult } from './run-result.js';

/** The quickstart's page in a browser context of its own, with all that its console says. */
export class QuickstartPage {
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(message.text());
      }
    });
    page.on('pageerror', error => this.complaints.push(String(error)));
  }

  static async open(
    browser: Browser,
    origin: string,
    options?: BrowserContextOptions,
  ): Promise<QuickstartPage> {
    const context = await browser.newContext(options);
    const quickstart = new QuickstartPage(context, await context.newPage());
    await quickstart.goto(origin);
    return quickstart;
  }

  async goto(origin: string): Promise<void> {
    await this.page.goto(origin);
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    await this.page.locator('html[data-ready]').waitFor();
  }

  async run(scenario: string): Promise<RunResult> {
    await this.page.getByTestId(`run-${scenario}`).click();
    await this.page.locator(`#${scenario}[aria-busy="false"]`).waitFor();
    return this.result(scenario);
  }

  async runAll(): Promise<void> {
    await this.page.getByTestId('run-all').click();
    await this.page.getByTestId('spoken').filter({ hasText: 'All run' }).waitFor({ state: 'attached' });
  }

  async result(scenario: string): Promise<RunResult> {
    const result = this.page.getByTestId(`result-${scenario}`);
    await result.waitFor({ state: 'attached' });
    return parseRunResult(await result.textContent());
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
