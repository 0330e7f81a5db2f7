import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findFirefox } from '../../conformance/support/firefox.js';
import { findChromium } from '../find-chromium.js';
import { listeningPort } from './connect-proxy.js';
import { Marionette } from './marionette.js';

/** A browser whose console can be read. */
export interface ConsoleBrowser {
  /**
   * Runs a script in a new page.
   *
   * @param script the body of an asynchronous function
   * @param isComplete whether these are all the messages that are waited for; absent: none is
   * @returns what the script resolves to, and the messages of the console
   */
  run(
    pageUrl: string,
    script: string,
    isComplete?: (messages: readonly string[]) => boolean,
  ): Promise<{ readonly result: unknown; readonly messages: readonly string[] }>;
  close(): Promise<void>;
}

/** Messages come a little after what they are about, in milliseconds. */
const SETTLING_TIME = 300;
const LONGEST_WAIT = 5_000;

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

export async function chromiumConsole(proxyPort: number): Promise<ConsoleBrowser> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: CHROMIUM_ARGUMENTS,
    proxy: { server: `http://127.0.0.1:${proxyPort}` },
  });
  return {
    run: async (pageUrl, script, isComplete) => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const messages: string[] = [];
      page.on('console', message => messages.push(message.text()));
      await page.goto(pageUrl, { waitUntil: 'domcontentloaded' });
      const result: unknown = await page.evaluate(`(async () => { ${script} })()`);
      await settled(() => Promise.resolve(messages), isComplete);
      await context.close();
      return { result, messages };
    },
    close: () => browser.close(),
  };
}

// Of pages only: the browser's own code complains there too, now and then.
const CONSOLE = `return Services.console.getMessageArray()
  .filter(each => each instanceof Ci.nsIScriptError && each.category !== 'chrome javascript')
  .map(each => each.errorMessage);`;

export async function firefoxConsole(proxyPort: number): Promise<ConsoleBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'why-blocked-firefox-'));
  const port = await freePort();
  writeFileSync(join(profile, 'user.js'), preferences(port, proxyPort));
  const flags = [
    '--headless',
    '--no-remote',
    '--marionette',
    '--remote-allow-system-access',
    '--profile',
    profile,
  ];
  const child = spawn(findFirefox() ?? '', flags, { stdio: 'ignore' });
  const exited = new Promise(resolve => child.once('exit', resolve));
  const marionette = await Marionette.connect(port);
  await marionette.send('WebDriver:NewSession', { acceptInsecureCerts: true });
  const inChrome = async (script: string): Promise<unknown> => {
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    const value = await marionette.send('WebDriver:ExecuteScript', { script, args: [] });
    await marionette.send('Marionette:SetContext', { value: 'content' });
    return value;
  };
  return {
    run: async (pageUrl, script, isComplete) => {
      await inChrome('Services.console.reset();');
      await marionette.send('WebDriver:Navigate', { url: pageUrl });
      const body = `const done = arguments[0]; (async () => { ${script} })().then(done, error => done(String(error)));`;
      const result = await marionette.send('WebDriver:ExecuteAsyncScript', { script: body, args: [] });
      const read = async (): Promise<readonly string[]> => {
        const messages = await inChrome(CONSOLE);
        return Array.isArray(messages) ? messages.map(String) : [];
      };
      return { result, messages: await settled(read, isComplete) };
    },
    close: async () => {
      marionette.close();
      child.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The messages as soon as they are complete, or when nothing more is to be expected. */
async function settled(
  read: () => Promise<readonly string[]>,
  isComplete: ((messages: readonly string[]) => boolean) | undefined,
): Promise<readonly string[]> {
  const end = Date.now() + (isComplete === undefined ? SETTLING_TIME : LONGEST_WAIT);
  for (;;) {
    const messages = await read();
    if (isComplete?.(messages) === true || Date.now() > end) return messages;
    await sleep(50);
  }
}

function preferences(port: number, proxyPort: number): string {
  const values = {
    'marionette.port': port,
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'browser.startup.homepage': 'about:blank',
    'intl.locale.requested': 'en-US',
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
    .join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const port = listeningPort(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}
