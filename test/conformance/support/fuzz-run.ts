import { CorsBrowser, type ProfileName } from 'nestjs-cors-policy/testing';
import { runInCorsPage } from './cors-browser-driver.js';
import type { Seen } from './differences.js';
import { type EngineBrowser, EngineDriver } from './engine-driver.js';
import { type FuzzCase, fuzzCase } from './fuzz-case.js';
import { FuzzServer } from './fuzz-server.js';

const BATCH = 250;
const AT_A_TIME = 6;

export interface FuzzDifference {
  readonly case: FuzzCase;
  readonly engine: unknown;
  readonly corsBrowser: unknown;
}

/**
 * Sends the same random requests to the same random answers from an engine and from CorsBrowser,
 * and returns the differences.
 */
export async function fuzz(
  profile: ProfileName,
  browser: EngineBrowser,
  seed: number,
  count: number,
): Promise<FuzzDifference[]> {
  const server = await FuzzServer.start();
  const differences: FuzzDifference[] = [];
  try {
    const page = server.origin('page');
    const driver = new EngineDriver(browser);
    await driver.seed(`${page}/page`, server.origin('api'), 'seed=1; Path=/');
    const tab = await browser.newTab();
    await tab.goto(`${page}/page`);
    for (let from = 0; from < count; from += BATCH) {
      const cases = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) =>
        fuzzCase(seed, from + at),
      );
      const told = cases.map(fuzzed => ({ ...fuzzed, hops: undefined, url: server.url('engine', fuzzed) }));
      const seen: unknown = await tab.evaluate(`corsRunCases(${JSON.stringify(told)}, ${AT_A_TIME})`);
      for (const [at, fuzzed] of cases.entries()) {
        const engine = { seen: seenOf(seen, at), log: server.log('engine', fuzzed) };
        const corsBrowser = await inCorsBrowser(server, profile, page, fuzzed);
        if (JSON.stringify(engine) !== JSON.stringify(corsBrowser))
          differences.push({ case: fuzzed, engine, corsBrowser });
      }
    }
  } finally {
    server.close();
  }
  return differences;
}

async function inCorsBrowser(server: FuzzServer, profile: ProfileName, page: string, fuzzed: FuzzCase) {
  // Time stands still: no case takes as long as the shortest max-age.
  const browser = new CorsBrowser(server.application, { profile, now: () => 0 });
  await browser.setCookie('seed=1; Path=/', server.origin('api'));
  const url = server.url('cors-browser', fuzzed);
  const seen = [];
  for (const request of fuzzed.requests) {
    const attempt = runInCorsPage(browser.open(page), request, url).catch(() => ({ readable: false }));
    seen.push(comparable(await attempt));
  }
  await browser.close();
  return { seen, log: server.log('cors-browser', fuzzed) };
}

/**
 * The compared facts of a request. For an unreadable response, only the fact that it is unreadable.
 */
function comparable({ readable, status, visible }: Seen) {
  return readable
    ? { readable, status, visible: [...(visible ?? [])].filter(isCompared).sort() }
    : { readable };
}

/** The excluded headers differ between the two servers, independent of the browser. */
function isCompared(name: string): boolean {
  return !['connection', 'keep-alive', 'date', 'transfer-encoding'].includes(name);
}

function seenOf(value: unknown, at: number) {
  const seen: unknown = Array.isArray(value) ? value[at] : undefined;
  return Array.isArray(seen) ? seen.filter(isSeen).map(comparable) : [];
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'readable' in value;
}
