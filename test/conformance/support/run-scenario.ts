import { type Seen, differences } from './differences.js';
import { apiUrl, fill } from './origins.js';
import type { Scenario, ScenarioRequest } from './scenario.js';
import type { World } from './world.js';

/** A page that runs requests of scenarios. */
export interface ConformancePage {
  run(request: ScenarioRequest, url: string): Promise<Seen>;
  close(): Promise<void>;
}

/** Runs scenarios: an engine, or CorsBrowser. */
export interface ConformanceBrowser {
  open(url: string): Promise<ConformancePage>;
  /** Gets a cookie from a server as a user's visit and as a page's request would. */
  seed(pageUrl: string, cookieUrl: string, cookie: string): Promise<void>;
  wait(milliseconds: number): Promise<void>;
}

/** Runs a scenario and gives every difference from what the standard has. */
export async function runScenario(
  scenario: Scenario,
  world: World,
  browser: ConformanceBrowser,
): Promise<string[]> {
  const found: string[] = [];
  const pages = new Map<string, ConformancePage>();
  world.take(scenario);
  for (const [
    at,
    { page: placeholder = scenario.page, delayMs, request, expect },
  ] of scenario.steps.entries()) {
    const origin = fill(placeholder, world.origins);
    const pageUrl = `${origin}/page/${scenario.id}`;
    if (request.seed !== undefined) {
      const attributes = request.seed === true ? 'Path=/' : `Path=/; ${request.seed}`;
      await browser.seed(pageUrl, fill(scenario.api, world.origins), `seed_${scenario.id}=1; ${attributes}`);
    }
    const page = pages.get(origin) ?? (await browser.open(pageUrl));
    pages.set(origin, page);
    if (delayMs !== undefined) await browser.wait(delayMs);
    await world.enter(scenario, at);
    const seen = await page.run(request, apiUrl(scenario, world.origins, request.query));
    found.push(...differences(scenario, at, expect, seen, world.take(scenario), world.origins));
  }
  await Promise.all([...pages.values()].map(page => page.close()));
  return found;
}
