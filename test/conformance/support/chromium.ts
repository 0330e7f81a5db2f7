import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium, HOW_TO_GET_CHROMIUM } from '../../browser/find-chromium.js';
import { type EngineBrowser } from './engine-driver.js';
import { TEST_HOSTS } from './origins.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=${TEST_HOSTS.map(host => `MAP ${host} 127.0.0.1`).join(', ')}`,
];

// By default, Debian's Chromium blocks third-party cookies. Playwright's incognito contexts block
// them, too.
const PREFERENCES = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };

/** Chromium, with the test's names leading here and its certificate accepted. */
export async function launchChromiumForScenarios(): Promise<EngineBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(HOW_TO_GET_CHROMIUM);
  const profile = mkdtempSync(join(tmpdir(), 'conformance-chromium-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    ignoreHTTPSErrors: true,
  });
  return {
    newTab: async () => {
      const page = await context.newPage();
      return {
        goto: url => page.goto(url, { waitUntil: 'domcontentloaded' }),
        evaluate: script => page.evaluate(script),
      };
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
