import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Server as SocketIoServer } from 'socket.io';
import { ChatGateway } from '../../sample/05-realtime/src/chat/chat.gateway.js';
import { type Platform, type Realtime, startRealtime } from '../../sample/05-realtime/src/realtime.js';
import { launchChromiumForScenarios } from '../conformance/support/chromium.js';
import type { EngineBrowser } from '../conformance/support/engine-driver.js';
import { describeWithFirefox, launchFirefox } from '../conformance/support/firefox.js';
import { axeFindings } from '../explorer/support/accessibility.js';
import { describeWithChromium, launchChromium } from './chromium.js';
import { RealtimeTab, type ShownWays, WAYS, logInScript } from './realtime/realtime-tab.js';
import { type SeenRequest, noteRequests } from '../sockets/support/seen-requests.js';
import { firefoxConsole } from './why-blocked/console-browsers.js';

jest.setTimeout(60_000);

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const REFUSED = Object.fromEntries(WAYS.map(way => [way, 'refused']));
const ALLOWED = Object.fromEntries(WAYS.map(way => [way, 'allowed']));

function start(platform: Platform): Promise<Realtime> {
  return startRealtime({
    platform,
    chatPort: 0,
    frontEndPort: 0,
    strangerPort: 0,
    logger: ['error', 'fatal'],
  });
}

function outcomesOf(ways: ShownWays): Record<string, string> {
  return Object.fromEntries(Object.entries(ways).map(([way, { outcome }]) => [way, outcome]));
}

/** The origins of the pages that the gateway sees. */
function originsAtGateway(sample: Realtime): (string | undefined)[] {
  const origins: (string | undefined)[] = [];
  const { server } = sample.app.get<{ readonly server: SocketIoServer }>(ChatGateway);
  server.use((socket, next) => {
    origins.push(socket.handshake.headers.origin);
    next();
  });
  return origins;
}

/** One entry for each kind of message that the stranger's page causes in any browser. */
const COMPLAINTS = [
  /http:\S+\/chat\/session/,
  /http:\S+\/chat\/messages/,
  /http:\S+\/socket\.io\//,
  /ws:\S+\/socket\.io\//,
];

/** Messages come a little after what they are about. */
function isComplete(messages: readonly string[]): boolean {
  return COMPLAINTS.every(complaint => messages.some(message => complaint.test(message)));
}

/** Expects that texts with `…` in place of what they leave out stand in the console. */
function expectInConsole(messages: readonly string[], texts: readonly string[]): void {
  for (const text of texts) {
    const pattern = text
      .split('…')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    expect(messages).toContainEqual(expect.stringMatching(pattern));
  }
}

/**
 * The part of the console that a page shows, without the first fact, which is its own error, and
 * the last, which is the server's.
 */
function consoleTexts(ways: ShownWays): string[] {
  return Object.values(ways).flatMap(({ facts }) => facts.slice(1, -1));
}

function suite(launch: () => Promise<EngineBrowser>, platforms: readonly Platform[]): void {
  let browser: EngineBrowser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  describe.each(platforms)('on %s', platform => {
    let sample: Realtime;
    let seen: SeenRequest[];
    let atGateway: (string | undefined)[];
    let own: RealtimeTab;

    beforeAll(async () => {
      sample = await start(platform);
      seen = noteRequests(sample.app.getHttpServer());
      atGateway = originsAtGateway(sample);
      own = await RealtimeTab.open(browser, sample.chat);
      expect(outcomesOf(await own.logIn('Ada'))).toEqual(ALLOWED);
    });

    afterAll(() => sample.close());

    it("the chat's own page and the front end chat with each other", async () => {
      const frontEnd = await RealtimeTab.open(browser, sample.frontEnd);
      expect(outcomesOf(await frontEnd.ways())).toEqual({ ...ALLOWED, 'log-in': 'not tried' });

      await own.say('Hello');
      expect(await frontEnd.messagesUntil('Hello')).toEqual([`Ada, on ${sample.chat}Hello`]);
      await frontEnd.say('Hello back');
      expect(await own.messagesUntil('Hello back')).toContain(`Ada, on ${sample.frontEnd}Hello back`);
      expect(atGateway).toContain(sample.frontEnd);
    });

    it('the stranger gets nothing, although the browser sends the session', async () => {
      const stranger = await RealtimeTab.open(browser, sample.stranger);
      const ways = await stranger.logIn('Mallory');

      expect(outcomesOf(ways)).toEqual(REFUSED);
      for (const { facts } of Object.values(ways)) {
        expect(facts.at(-1)).toContain(`The policy allows ${sample.frontEnd}, and not ${sample.stranger}.`);
      }
      expect(await stranger.messages()).toBe(0);

      const itsRequests = seen.filter(({ origin }) => origin === sample.stranger);
      expect(new Set(itsRequests.map(({ event, method, path }) => `${event} ${method} ${path}`))).toEqual(
        new Set([
          'request OPTIONS /chat/session',
          'request GET /chat/messages',
          'request GET /socket.io/',
          'upgrade GET /socket.io/',
        ]),
      );
      for (const { method, cookie } of itsRequests) {
        if (method !== 'OPTIONS') expect(cookie).toMatch(/^chat_session=/);
      }
      expect(atGateway).not.toContain(sample.stranger);
    });
  });
}

describeWithChromium('The chat in Chromium', () => {
  suite(launchChromiumForScenarios, ['express', 'fastify']);

  describe('the page', () => {
    let browser: Browser;
    let sample: Realtime;

    beforeAll(async () => {
      browser = await launchChromium();
      sample = await start('express');
    });

    afterAll(async () => {
      await browser.close();
      await sample.close();
    });

    it('shows the stranger the messages of the console', async () => {
      const page = await browser.newPage();
      const messages: string[] = [];
      page.on('console', message => messages.push(message.text()));
      await page.goto(sample.stranger);

      const texts = consoleTexts(await page.evaluate<ShownWays>(logInScript('Mallory')));
      expect(texts).toHaveLength(6);
      for (const end = Date.now() + 5_000; !isComplete(messages) && Date.now() < end;) await sleep(50);
      expectInConsole(messages, texts);
      await page.close();
    });

    it.each(['light', 'dark'] as const)('%s: axe finds nothing, and it fits', async colorScheme => {
      const context = await browser.newContext({ colorScheme });
      for (const where of ['chat', 'stranger'] as const) {
        const page = await context.newPage();
        const failures: Error[] = [];
        page.on('pageerror', error => failures.push(error));
        await page.goto(sample[where]);
        await page.evaluate(logInScript('Ada'));
        for (const width of [390, 1280, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({
            path: `${SCREENSHOTS}realtime-${where}-${colorScheme}-${width}.png`,
            fullPage: true,
          });
          expect(
            await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
          ).toBeLessThanOrEqual(0);
        }
        expect(await axeFindings(page)).toEqual([]);
        expect(failures).toEqual([]);
      }
      await context.close();
    });
  });
});

describeWithFirefox('The chat in Firefox', () => {
  suite(launchFirefox, ['express']);

  it('the page shows the stranger the messages of the console', async () => {
    const sample = await start('express');
    // Firefox uses no proxy for names of this machine.
    const browser = await firefoxConsole(1);
    try {
      const { result, messages } = await browser.run(
        sample.stranger,
        `return await ${logInScript('Mallory')};`,
        isComplete,
      );
      const texts = consoleTexts(result as ShownWays);
      expect(texts).toHaveLength(6);
      expectInConsole(messages, texts);
    } finally {
      await browser.close();
      await sample.close();
    }
  });
});
