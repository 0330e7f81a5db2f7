import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const HOW_TO_GET_NGINX =
  'No nginx found: install it (`apt-get install nginx` on Debian) or set NGINX_PATH to its executable.';

/** NGINX_PATH if set, else the first nginx on PATH and where Debian keeps what only root runs. */
export function findNginx(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env.NGINX_PATH;
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : undefined;
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/sbin'].filter(folder => folder !== '');
  return folders.map(folder => join(folder, 'nginx')).find(isExecutable);
}

/** A suite that needs nginx. Without it the suite is skipped, loudly; where CI says so it fails instead. */
export function describeWithNginx(name: string, suite: () => void): void {
  if (findNginx() !== undefined) {
    describe(name, suite);
  } else if (process.env.CI) {
    describe(name, () => {
      it('needs nginx', () => {
        throw new Error(HOW_TO_GET_NGINX);
      });
    });
  } else {
    process.stderr.write(`${name}: skipped. ${HOW_TO_GET_NGINX}\n`);
    describe.skip(name, suite);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
