import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from './quickstart-stories.js';
import { parseRunResult, type RunResult } from './run-result.js';

/** The quickstart's page in its own browser context, with its console's errors and warnings. */
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
    return QuickstartPage.inContext(await browser.newContext(options), origin);
  }

  static async inContext(context: BrowserContext, origin: string): Promise<QuickstartPage> {
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

  async run(scenario: string): Promise<Record<Role, RunResult>> {
    await this.page.getByTestId(`run-${scenario}`).click();
    return this.results(scenario);
  }

  async runAll(): Promise<void> {
    await this.page.getByTestId('run-all').click();
    await this.page
      .getByTestId('spoken')
      .filter({ hasText: 'All requests have run.' })
      .waitFor({ state: 'attached' });
  }

  /** The results of the last run, as soon as it is over. */
  async results(scenario: string): Promise<Record<Role, RunResult>> {
    await this.page.locator(`#${scenario}[aria-busy="false"]`).waitFor();
    return {
      trusted: await this.result(scenario, 'trusted'),
      untrusted: await this.result(scenario, 'untrusted'),
    };
  }

  text(testId: string): Promise<string | null> {
    return this.page.getByTestId(testId).textContent();
  }

  private async result(scenario: string, role: Role): Promise<RunResult> {
    return parseRunResult(await this.page.getByTestId(`result-${scenario}-${role}`).textContent());
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
