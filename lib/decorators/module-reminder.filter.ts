import {
  Catch,
  type ExceptionFilter,
  Inject,
  Logger,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_INSTANCE } from '../cors.constants.js';
import { decoratedPlaces } from './decorated-places.js';
import { listedPlaces } from './listed-places.js';
import { isFirstReminder } from './reminded-applications.js';

/** An exception that is never thrown, so that the filter catches nothing. */
class NeverThrown extends Error {}

/**
 * Warns if an application uses `@CorsPolicy()` without `CorsModule`.
 *
 * `@CorsPolicy()` adds this filter to its class or method. Nest creates the filter without any
 * module and calls its lifecycle hooks, so that this code runs in applications that do not import
 * `CorsModule`.
 */
@Catch(NeverThrown)
export class CorsModuleReminder implements ExceptionFilter<NeverThrown>, OnApplicationBootstrap {
  constructor(
    // Optional, because a test with parts of an application has to start without them.
    @Optional()
    @Inject(HttpAdapterHost)
    private readonly host?: { readonly httpAdapter?: unknown },
    @Optional() @Inject(ModulesContainer) private readonly modules?: ModulesContainer,
  ) {}

  onApplicationBootstrap(): void {
    const { host, modules } = this;
    if (!host?.httpAdapter || modules === undefined) return;
    const isImported = [...modules.values()].some(({ providers }) => providers.has(CORS_MODULE_INSTANCE));
    if (isImported || !isFirstReminder(modules)) return;
    const { effective, ineffective } = decoratedPlaces(modules);
    new Logger('CorsModule').warn(
      `@CorsPolicy() has no effect on ${listedPlaces([...effective, ...ineffective])}, because CorsModule is not imported. ` +
        'Import CorsModule.forRoot() in the root module.',
    );
  }

  catch(exception: NeverThrown): never {
    throw exception;
  }
}
