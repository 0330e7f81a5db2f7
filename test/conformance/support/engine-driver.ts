import { setTimeout as sleep } from 'node:timers/promises';
import type { Seen } from './differences.js';
import type { ConformanceBrowser, ConformancePage } from './run-scenario.js';
import type { ScenarioRequest } from './scenario.js';

/** A tab, as Playwright and Puppeteer have it. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}

export interface EngineBrowser {
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

/**
 * A real engine. Its tabs share cookies and caches. Each scenario has its own URLs, which keeps
 * scenarios separate.
 */
export class EngineDriver implements ConformanceBrowser {
  private readonly idle: Tab[] = [];
  private creating: Promise<unknown> = Promise.resolve();

  constructor(private readonly browser: EngineBrowser) {}

  async open(url: string): Promise<ConformancePage> {
    const tab = await this.borrow();
    await tab.goto(url);
    return {
      run: (request, target) => run(tab, request, target),
      close: () => {
        this.idle.push(tab);
        return Promise.resolve();
      },
    };
  }

  /** Twice: browsers keep the cookies of a visit and of another site's frame or request apart. */
  async seed(pageUrl: string, cookieUrl: string, cookie: string): Promise<void> {
    const url = `${cookieUrl}/seed?cookie=${encodeURIComponent(cookie)}`;
    const tab = await this.borrow();
    await tab.goto(url);
    await tab.goto(pageUrl);
    await tab.evaluate(
      `fetch(${JSON.stringify(url)}, { credentials: 'include' }).then(response => response.text())`,
    );
    this.idle.push(tab);
  }

  /** Tabs are made one after the other, which Firefox needs, and used again. */
  private async borrow(): Promise<Tab> {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const created = this.creating.then(() => this.browser.newTab());
    this.creating = created;
    return created;
  }

  wait(milliseconds: number): Promise<void> {
    return sleep(milliseconds);
  }
}

async function run(tab: Tab, request: ScenarioRequest, url: string): Promise<Seen> {
  const seen = await tab.evaluate(`corsRun(${JSON.stringify(request)}, ${JSON.stringify(url)})`);
  if (!isSeen(seen)) throw new TypeError(`The page saw ${JSON.stringify(seen)}.`);
  return seen;
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'readable' in value;
}
