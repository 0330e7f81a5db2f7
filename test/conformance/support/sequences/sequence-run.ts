import { CorsBrowser, type ProfileName } from 'nestjs-cors-policy/testing';
import { runInCorsPage } from '../cors-browser-driver.js';
import type { Seen } from '../differences.js';
import type { EngineBrowser, Tab } from '../engine-driver.js';
import { PAGES, type Place } from './places.js';
import type { Sequence, Step } from './sequence.js';
import type { SeenRequest, SequenceServer } from './sequence-server.js';

/** The result of a step: the view of its page, and the requests that arrived. */
export interface Happened {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly requests: readonly SeenRequest[];
}

let runs = 0;

/**
 * Runs sequences in an engine, with a tab for each page. Each run has its own URLs and, by their
 * paths, its own cookies.
 */
export class EngineRunner {
  private constructor(
    private readonly server: SequenceServer,
    private readonly tabs: ReadonlyMap<Place, Tab>,
  ) {}

  static async start(browser: EngineBrowser, server: SequenceServer): Promise<EngineRunner> {
    const tabs = new Map<Place, Tab>();
    for (const place of PAGES) {
      const tab = await browser.newTab();
      await tab.goto(`${server.origin(place)}/page`);
      tabs.set(place, tab);
    }
    return new EngineRunner(server, tabs);
  }

  run(sequence: Sequence): Promise<Happened[]> {
    return happenings(this.server, sequence, async ({ page, request }, url) => {
      const seen = await this.tabs
        .get(page)
        ?.evaluate(`corsRun(${JSON.stringify(request)}, ${JSON.stringify(url)})`);
      if (!isSeen(seen)) throw new TypeError(`The page saw ${JSON.stringify(seen)}.`);
      return seen;
    });
  }
}

export async function runInCorsBrowser(
  server: SequenceServer,
  profile: ProfileName,
  sequence: Sequence,
): Promise<Happened[]> {
  // Time stands still: no sequence takes as long as the shortest time that anything is kept.
  const browser = new CorsBrowser(server.application, { profile, now: () => 0, servers: server.addresses });
  const happened = await happenings(server, sequence, ({ page, request }, url) =>
    runInCorsPage(browser.open(server.origin(page)), request, url),
  );
  await browser.close();
  return happened;
}

async function happenings(
  server: SequenceServer,
  sequence: Sequence,
  run: (step: Step, url: string) => Promise<Seen>,
): Promise<Happened[]> {
  const key = `${++runs}`;
  server.begin(key, sequence);
  const happened: Happened[] = [];
  for (const [at, step] of sequence.steps.entries()) {
    server.enter(key, at);
    const seen = await run(step, server.url(key, sequence, step.resource));
    const requests = server.take(key).map(facts => withoutKey(facts, key));
    happened.push({ seen: comparable(step, seen), requests });
  }
  server.end(key);
  return happened;
}

function withoutKey(facts: SeenRequest, key: string): SeenRequest {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value.replaceAll(`/q/${key}/`, '')]),
  );
}

/**
 * The compared facts of a page's view. For an unreadable response, only the fact that it is
 * unreadable.
 */
function comparable({ request }: Step, { readable, loaded, status, visible, body, type }: Seen) {
  if (request.via === 'img') return { readable, loaded };
  if (!readable) return { readable, ...(type === undefined ? {} : { type }) };
  return {
    readable,
    status,
    visible: [...(visible ?? [])].filter(isCompared).sort().join(' '),
    ...(body === undefined ? {} : { body: body.slice(body.lastIndexOf('#') + 1) }),
  };
}

/** The excluded headers differ between the two servers, independent of the browser. */
function isCompared(name: string): boolean {
  return !['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length'].includes(name);
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'readable' in value;
}
