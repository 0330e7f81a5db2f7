import puppeteer from 'puppeteer-core';
import { type InstalledProgram, describeWithProgram, findProgram } from '../../support/installed-program.js';
import type { EngineBrowser } from './engine-driver.js';
import { TEST_HOSTS } from './origins.js';

export const HOW_TO_GET_FIREFOX =
  'No Firefox found: install one (`apt-get install firefox-esr` on Debian) or set FIREFOX_PATH to its executable.';

const FIREFOX: InstalledProgram = {
  name: 'Firefox',
  variable: 'FIREFOX_PATH',
  executables: ['firefox-esr', 'firefox'],
  howToGet: HOW_TO_GET_FIREFOX,
};

/**
 * Firefox over WebDriver BiDi. The names of the test resolve to this machine, and its certificate
 * is accepted. Requests are never intercepted.
 *
 * @param preferences more of them, by their names
 */
export async function launchFirefox(
  preferences: Readonly<Record<string, string | number | boolean>> = {},
): Promise<EngineBrowser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error(HOW_TO_GET_FIREFOX);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.dns.localDomains': TEST_HOSTS.join(','),
      // Each sequence of requests has cookies of its own, and all are kept.
      'network.cookie.maxPerHost': 20_000,
      'network.cookie.quotaPerHost': 20_000,
      'network.cookie.maxNumber': 100_000,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      ...preferences,
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

export function describeWithFirefox(title: string, suite: () => void): void {
  describeWithProgram(FIREFOX, title, suite);
}

/** FIREFOX_PATH if set, else the first Firefox on PATH. */
export function findFirefox(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findProgram(FIREFOX, env);
}
