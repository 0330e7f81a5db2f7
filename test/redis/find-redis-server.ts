import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const HOW_TO_GET_REDIS =
  'No redis-server found: install one (`apt-get install redis-server` on Debian) or set REDIS_SERVER_PATH to its executable.';

/** REDIS_SERVER_PATH if set, else the first redis-server on PATH. */
export function findRedisServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env.REDIS_SERVER_PATH;
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return folders.map(folder => join(folder, 'redis-server')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
