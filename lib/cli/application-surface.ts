import type { INestApplication } from '@nestjs/common';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { CORS_SERVICE } from '../cors.constants.js';
import type { CorsRoute } from '../interfaces/index.js';
import { rootModuleOf, setupOf } from './module-file.js';
import type { NamedApplication } from './named-application.js';
import { ProjectPackages } from './project-packages.js';
import { FunctionPlaces } from './surface/function-places.js';
import { withPlaces } from './surface/placed-functions.js';

/** The longest wait for an application to close, in milliseconds. Its surface is known by then. */
const CLOSING_LIMIT = 2_000;

/**
 * Starts an application without listening, and reads its routes with their policies.
 *
 * @throws {UsageError} if the command line names something that does not exist
 * @throws the error that keeps the application from starting
 */
export async function surfaceOf({
  file,
  exportName,
  setup,
  platform,
  showsPlaces,
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
    // An unhandled rejection ends the process one turn later. Then the application has not started.
    await nextTurn();
    const service = serviceOf(app);
    return showsPlaces ? await placedRoutes(service) : service.routes();
  } finally {
    await Promise.race([closed(app), sleep(CLOSING_LIMIT)]);
  }
}

interface SurfaceService {
  routes(): CorsRoute[];
  /** Absent if the application has an older version of the package. */
  routesAsWritten?(): CorsRoute[];
}

/** Routes whose functions tell where they were written, if the runtime knows that. */
async function placedRoutes(service: SurfaceService): Promise<CorsRoute[]> {
  const routes = service.routes();
  const written = service.routesAsWritten?.();
  const places = written === undefined ? undefined : await FunctionPlaces.open();
  if (written === undefined || places === undefined) return routes;
  try {
    return withPlaces(routes, written, value => places.placeOf(value));
  } finally {
    places.close();
  }
}

/** By its token, since the application may have the package in the other module format. */
function serviceOf(app: INestApplication): SurfaceService {
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
    // The surface was read before.
  }
}

/** Writes the application's warnings and errors to standard error. */
const STDERR_LOGGER = {
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: unknown) => process.stderr.write(`${String(message)}\n`),
  error: (message: unknown) => process.stderr.write(`${String(message)}\n`),
  fatal: (message: unknown) => process.stderr.write(`${String(message)}\n`),
};
