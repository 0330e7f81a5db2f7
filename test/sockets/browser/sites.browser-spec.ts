import { jest } from '@jest/globals';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { OrderedAdapter } from '../../adapters/ordered-adapter.js';
import { describeWithChromium } from '../../browser/chromium.js';
import { launchChromiumForScenarios } from '../../conformance/support/chromium.js';
import type { EngineBrowser, Tab } from '../../conformance/support/engine-driver.js';
import { describeWithFirefox, launchFirefox } from '../../conformance/support/firefox.js';
import { portOf } from '../../e2e/support/applications.js';
import { type Way, connectInSandbox, takeSessionByJsonp, tryAll } from './support/page.js';
import { type Site, endTls, startPages } from './support/sites.js';
import { type SocketApplication, startSocketApplication } from './support/socket-application.js';

jest.setTimeout(60_000);

const PLATFORMS: readonly { readonly name: string; readonly create: () => AbstractHttpAdapter }[] = [
  { name: 'Express', create: () => new ExpressAdapter() },
  { name: 'Fastify', create: () => new FastifyAdapter({ forceCloseConnections: true }) },
  { name: 'another adapter', create: () => new OrderedAdapter() },
];

const SERVERS: readonly { readonly sockets: 'Socket.IO' | 'ws'; readonly ways: readonly Way[] }[] = [
  {
    sockets: 'Socket.IO',
    ways: ['Socket.IO, polling', 'Socket.IO, polling and upgrade', 'Socket.IO, websocket only', 'graphql-ws'],
  },
  { sockets: 'ws', ways: ['ws'] },
];

const WITH_LIBRARY = PLATFORMS.flatMap(platform =>
  SERVERS.map(server => ({
    ...server,
    name: `${server.sockets} on ${platform.name}`,
    create: platform.create,
  })),
);
const WITHOUT_LIBRARY = SERVERS.map(server => ({
  ...server,
  name: `${server.sockets} without the library`,
  create: () => new ExpressAdapter(),
}));

const SESSION = 'session=ada';

function all(ways: readonly Way[], outcome: string): Record<string, string> {
  return Object.fromEntries(ways.map(way => [way, outcome]));
}

/** An application as browsers reach it. */
interface Reached extends SocketApplication {
  readonly origin: string;
}

const applications = new Map<string, Reached>();
const sites: Site[] = [];
let trusted: string;
let evil: string;

beforeAll(async () => {
  const pages = await startPages();
  sites.push(pages);
  trusted = `https://app.test:${pages.port}`;
  evil = `https://evilapp.test:${pages.port}`;
  for (const { name, create, sockets } of [...WITH_LIBRARY, ...WITHOUT_LIBRARY]) {
    const origin = name.endsWith('without the library') ? undefined : trusted;
    const application = await startSocketApplication(create(), sockets, origin);
    const site = await endTls(portOf(application.app));
    sites.push(site);
    applications.set(name, { ...application, origin: `https://api.test:${site.port}` });
  }
});

afterAll(async () => {
  for (const site of sites) site.close();
  for (const { app } of applications.values()) await app.close();
});

function application(name: string): Reached {
  const found = applications.get(name);
  if (found === undefined) throw new TypeError(`There is no ${name}.`);
  return found;
}

function suite(launch: () => Promise<EngineBrowser>): void {
  let browser: EngineBrowser;
  let tab: Tab;

  beforeAll(async () => {
    browser = await launch();
    tab = await browser.newTab();
    // Opens the session: cookies know no ports.
    await tab.goto(`${application('Socket.IO on Express').origin}/page`);
  });

  afterAll(() => browser.close());

  async function onPage(page: string, script: string): Promise<unknown> {
    await tab.goto(page);
    return tab.evaluate(script);
  }

  /** The result of a page's script, and the requests that the application receives. */
  async function visit({ seen, connections }: Reached, page: string, script: string) {
    const [requestsBefore, connectionsBefore] = [seen.length, connections.length];
    const result = await onPage(page, script);
    return { result, seen: seen.slice(requestsBefore), connections: connections.slice(connectionsBefore) };
  }

  describe.each(WITHOUT_LIBRARY)('$name', ({ name, ways }) => {
    const webSockets = ways.filter(way => way !== 'Socket.IO, polling');

    test('a page of any site uses the session', async () => {
      const api = application(name);
      const { result, connections } = await visit(api, evil, tryAll(api.origin, webSockets));
      expect(result).toEqual(all(webSockets, SESSION));
      expect(connections).toEqual(webSockets.map(() => `with ${SESSION} from ${evil}`));
    });
  });

  test('without the library, a page of any site takes a session of Socket.IO by JSONP', async () => {
    const { origin } = application('Socket.IO without the library');
    expect(await onPage(evil, takeSessionByJsonp(origin))).toBe(`40 42["cookies","${SESSION}"]`);
  });

  describe.each(WITH_LIBRARY)('$name', ({ name, sockets, ways }) => {
    test('the trusted site connects with the session', async () => {
      const api = application(name);
      const { result, connections } = await visit(api, trusted, tryAll(api.origin, ways));
      expect(result).toEqual(all(ways, SESSION));
      expect(connections).toEqual(ways.map(() => `with ${SESSION} from ${trusted}`));
    });

    test("so does the application's own page", async () => {
      const { origin } = application(name);
      expect(await onPage(`${origin}/page`, tryAll(origin, ways))).toEqual(all(ways, SESSION));
    });

    test('another site is refused, although its requests carry the session', async () => {
      const api = application(name);
      const { result, seen, connections } = await visit(api, evil, tryAll(api.origin, ways));
      expect(result).toEqual(all(ways, 'refused'));
      expect(connections).toEqual([]);

      const webSockets = ways.filter(way => way !== 'Socket.IO, polling');
      const requests = seen.filter(({ origin }) => origin === evil);
      expect(requests.filter(({ event }) => event === 'upgrade')).toHaveLength(webSockets.length);
      for (const { cookie } of requests) expect(cookie).toBe(SESSION);
    });

    if (sockets === 'ws') {
      test('so is a sandboxed frame of the trusted site', async () => {
        const api = application(name);
        const { result, seen } = await visit(api, trusted, connectInSandbox(api.origin));
        expect(result).toBe('refused');
        expect(seen.at(-1)).toMatchObject({ event: 'upgrade', origin: 'null', cookie: SESSION });
      });
    } else {
      test("JSONP works only for the application's own pages", async () => {
        const api = application(name);
        const own = await onPage(`${api.origin}/page`, takeSessionByJsonp(api.origin));
        expect(own).toBe(`40 42["cookies","${SESSION}"]`);
        const { result, seen } = await visit(api, evil, takeSessionByJsonp(api.origin));
        expect(result).toBe('refused');
        expect(seen.at(-1)).toMatchObject({ event: 'request', path: '/socket.io/', cookie: SESSION });
      });
    }
  });
}

describeWithChromium('Sockets and two sites in Chromium', () => {
  suite(launchChromiumForScenarios);
});

describeWithFirefox('Sockets and two sites in Firefox', () => {
  // Cookies go to other sites, as they do without tracking protection.
  suite(() => launchFirefox({ 'network.cookie.cookieBehavior': 0 }));
});
