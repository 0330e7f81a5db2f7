import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export const HOW_TO_GET_CHROMIUM =
  'No Chromium found: install one (`apt-get install chromium` on Debian) or set CHROMIUM_PATH to its executable.';

/** CHROMIUM_PATH if set, else the first Chromium on PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    return isExecutable(chosen) ? chosen : undefined;
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
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
