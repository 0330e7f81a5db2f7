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

/** No code throws this. */
class NeverThrown extends Error {}

/**
 * Warns where `@CorsPolicy()` is used without `CorsModule`. `@CorsPolicy()` adds this filter, since Nest then makes an instance of it without
 * any module, and tells it that the application has started. It catches nothing, and Nest asks filters only about exceptions.
 */
@Catch(NeverThrown)
export class CorsModuleReminder implements ExceptionFilter<NeverThrown>, OnApplicationBootstrap {
  constructor(
    // Optional: a reminder must not keep a test with parts of an application from starting.
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
