import { type Browser, chromium } from 'playwright-core';
import { describeWithProgram } from '../support/installed-program.js';
import { CHROMIUM, findChromium, HOW_TO_GET_CHROMIUM } from './find-chromium.js';

export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param more arguments of the command line */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(HOW_TO_GET_CHROMIUM);
  }
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGUMENTS, ...more] });
}

export function describeWithChromium(title: string, suite: () => void): void {
  describeWithProgram(CHROMIUM, title, suite);
}
