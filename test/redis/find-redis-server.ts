import { type InstalledProgram, findProgram } from '../support/installed-program.js';

export const HOW_TO_GET_REDIS =
  'No redis-server found: install one (`apt-get install redis-server` on Debian) or set REDIS_SERVER_PATH to its executable.';

export const REDIS_SERVER: InstalledProgram = {
  name: 'redis-server',
  variable: 'REDIS_SERVER_PATH',
  executables: ['redis-server'],
  howToGet: HOW_TO_GET_REDIS,
};

/** REDIS_SERVER_PATH if set, else the first redis-server on PATH. */
export function findRedisServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findProgram(REDIS_SERVER, env);
}
