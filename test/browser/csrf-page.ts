import type { BrowserContext, Page } from 'playwright-core';

export type CookieKind = 'none' | 'unset' | 'lax' | 'strict';

/** The page of sample/04-csrf, on one of its origins. */
export class CsrfPage {
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async open(context: BrowserContext, origin: string): Promise<CsrfPage> {
    const csrf = new CsrfPage(context, await context.newPage());
    await csrf.page.goto(origin);
    await csrf.untilReady();
    return csrf;
  }

  async logIn(cookie: CookieKind): Promise<void> {
    await this.page.locator('#cookie').selectOption(cookie);
    await this.page.getByTestId('log-in').click();
    await this.page.getByTestId('session').filter({ hasText: 'Logged in' }).waitFor();
    await this.untilReady();
  }

  /** Sends a request as a visitor of the page would, and gives the outcome in the page's words. */
  async attempt(id: string, defence: string): Promise<string> {
    // Chromium renders a page in the background once a second, and Playwright waits for the
    // rendering.
    await this.page.bringToFront();
    await this.page.locator('#defence').selectOption(defence);
    await this.page.getByTestId(`run-${id}`).click();
    const outcome = this.page.locator(`[data-testid="outcome-${id}"][data-outcome]`);
    await outcome.waitFor();
    const word = await outcome.textContent();
    await this.closeOtherTabs();
    return word ?? '';
  }

  /** A request that was sent as a navigation opened a separate tab. */
  private async closeOtherTabs(): Promise<void> {
    const others = this.context.pages().filter(page => page !== this.page && page.url().includes('attempt='));
    await Promise.all(others.map(page => page.close()));
  }

  async untilReady(): Promise<void> {
    await this.page.locator('html[data-ready]').waitFor();
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
