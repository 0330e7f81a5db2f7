import { type InstalledProgram, findProgram } from '../support/installed-program.js';

export const HOW_TO_GET_CHROMIUM =
  'No Chromium found: install one (`apt-get install chromium` on Debian) or set CHROMIUM_PATH to its executable.';

export const CHROMIUM: InstalledProgram = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  executables: ['chromium', 'chromium-browser', 'google-chrome'],
  howToGet: HOW_TO_GET_CHROMIUM,
};

/** CHROMIUM_PATH if set, else the first Chromium on PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findProgram(CHROMIUM, env);
}
