import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM_ARGUMENTS } from './chromium.js';
import { findChromium, HOW_TO_GET_CHROMIUM } from './find-chromium.js';

/**
 * A Chromium with a separate profile in which pages of other sites send cookies, or do not.
 * Debian's Chromium blocks such cookies by default.
 */
export async function launchWithThirdPartyCookies(
  allowed: boolean,
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(HOW_TO_GET_CHROMIUM);
  const profile = mkdtempSync(join(tmpdir(), 'csrf-chromium-'));
  mkdirSync(join(profile, 'Default'));
  const preferences = {
    profile: { block_third_party_cookies: !allowed, cookie_controls_mode: allowed ? 0 : 1 },
  };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...CHROMIUM_ARGUMENTS],
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
