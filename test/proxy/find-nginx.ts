import { type InstalledProgram, describeWithProgram, findProgram } from '../support/installed-program.js';

export const HOW_TO_GET_NGINX =
  'No nginx found: install it (`apt-get install nginx` on Debian) or set NGINX_PATH to its executable.';

const NGINX: InstalledProgram = {
  name: 'nginx',
  variable: 'NGINX_PATH',
  executables: ['nginx'],
  // Where Debian keeps what only root runs.
  folders: ['/usr/sbin'],
  howToGet: HOW_TO_GET_NGINX,
};

/** NGINX_PATH if set, else the first nginx on PATH and where Debian keeps it. */
export function findNginx(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findProgram(NGINX, env);
}

export function describeWithNginx(title: string, suite: () => void): void {
  describeWithProgram(NGINX, title, suite);
}
