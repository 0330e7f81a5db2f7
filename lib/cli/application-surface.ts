import type { INestApplication } from '@nestjs/common';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { CORS_SERVICE } from '../cors.constants.js';
import type { CorsRoute } from '../interfaces/index.js';
import { rootModuleOf, setupOf } from './module-file.js';
import type { NamedApplication } from './named-application.js';
import { ProjectPackages } from './project-packages.js';

/** The longest wait for an application to close, in milliseconds: what it still does is of no use to anybody. */
const CLOSING_LIMIT = 2_000;

/**
 * Starts an application as far as it goes without listening, and reads its routes with their policies.
 *
 * @throws {UsageError} where the command line names something that is not there
 * @throws what keeps the application from starting
 */
export async function surfaceOf({
  file,
  exportName,
  setup,
  platform,
}: NamedApplication): Promise<CorsRoute[]> {
  const root = await rootModuleOf(file, exportName);
  const prepare = setup === undefined ? undefined : await setupOf(setup);
  const packages = new ProjectPackages(file);
  const factory = await packages.factory();
  const options = { logger: STDERR_LOGGER, abortOnError: false };
  const app = await factory.create(root, await packages.adapter(platform), options);
  try {
    await prepare?.(app);
    await app.init();
    // A rejection that nobody handles ends an application a moment later: it has not started either.
    await nextTurn();
    return serviceOf(app).routes();
  } finally {
    await Promise.race([closed(app), sleep(CLOSING_LIMIT)]);
  }
}

/** By its token, since the application may have the package in the other module format. */
function serviceOf(app: INestApplication): { routes(): CorsRoute[] } {
  try {
    return app.get(CORS_SERVICE, { strict: false });
  } catch {
    throw new Error('The application does not import CorsModule.');
  }
}

async function closed(app: INestApplication): Promise<void> {
  try {
    await app.close();
  } catch {
    // What was to be read is read.
  }
}

/** Of the application's logs, what is wrong or doubtful; standard output is for the surface. */
const STDERR_LOGGER = {
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: unknown) => process.stderr.write(`${String(message)}\n`),
  error: (message: unknown) => process.stderr.write(`${String(message)}\n`),
  fatal: (message: unknown) => process.stderr.write(`${String(message)}\n`),
};
