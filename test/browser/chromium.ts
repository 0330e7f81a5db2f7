import { type Browser, chromium } from 'playwright-core';
import { findChromium, HOW_TO_GET_CHROMIUM } from './find-chromium.js';

export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(HOW_TO_GET_CHROMIUM);
  }
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}

/** A suite that needs a browser. Without one it is skipped, loudly; where CI says so it fails instead. */
export function describeWithChromium(name: string, suite: () => void): void {
  if (findChromium() !== undefined) {
    describe(name, suite);
  } else if (process.env.CI) {
    describe(name, () => {
      it('needs Chromium', () => {
        throw new Error(HOW_TO_GET_CHROMIUM);
      });
    });
  } else {
    // Past Jest, which keeps a skipped suite's console to itself when it reports as JSON.
    process.stderr.write(`${name}: skipped. ${HOW_TO_GET_CHROMIUM}\n`);
    describe.skip(name, suite);
  }
}
