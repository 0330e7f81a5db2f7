import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import type { EngineBrowser } from './engine-driver.js';
import { TEST_HOSTS } from './origins.js';

const NAMES = ['firefox-esr', 'firefox'];

export const HOW_TO_GET_FIREFOX =
  'No Firefox found: install one (`apt-get install firefox-esr` on Debian) or set FIREFOX_PATH to its executable.';

/** Firefox over WebDriver BiDi, with the test's names leading here and its certificate accepted. Requests are never intercepted. */
export async function launchFirefox(): Promise<EngineBrowser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error(HOW_TO_GET_FIREFOX);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.dns.localDomains': TEST_HOSTS.join(','),
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
  return {
    newTab: async () => {
      const page = await browser.newPage();
      return {
        goto: url => page.goto(url, { waitUntil: 'domcontentloaded' }),
        evaluate: script => page.evaluate(script),
      };
    },
    close: () => browser.close(),
  };
}

/** A suite that needs Firefox. Without one it is skipped, loudly; where CI says so it fails instead. */
export function describeWithFirefox(name: string, suite: () => void): void {
  if (findFirefox() !== undefined) {
    describe(name, suite);
  } else if (process.env.CI) {
    describe(name, () => {
      it('needs Firefox', () => {
        throw new Error(HOW_TO_GET_FIREFOX);
      });
    });
  } else {
    // Past Jest, which keeps a skipped suite's console to itself when it reports as JSON.
    process.stderr.write(`${name}: skipped. ${HOW_TO_GET_FIREFOX}\n`);
    describe.skip(name, suite);
  }
}

/** FIREFOX_PATH if set, else the first Firefox on PATH. */
export function findFirefox({ FIREFOX_PATH, PATH }: NodeJS.ProcessEnv = process.env): string | undefined {
  if (FIREFOX_PATH !== undefined && FIREFOX_PATH !== '')
    return isExecutable(FIREFOX_PATH) ? FIREFOX_PATH : undefined;
  const folders = (PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
