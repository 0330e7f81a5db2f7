import { randomUUID } from 'node:crypto';
import { type DynamicModule, Inject, Module, Optional } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_INSTANCE, CORS_MODULE_OPTIONS, CORS_OWN_HOSTS, CORS_SERVICE } from './cors.constants.js';
import { addCopy, otherCopiesOf } from './cors.copies.js';
import { ConfigurableModuleClass } from './cors.module-definition.js';
import { CorsService } from './cors.service.js';
import { CsrfOrigins } from './csrf/index.js';
import {
  CrowdLog,
  DecisionReporter,
  EarlierHeadersLog,
  OriginFailureLog,
  RefusalLog,
  SYSTEM_CLOCK,
} from './diagnostics/index.js';
import type { CorsModuleAsyncOptions, CorsModuleOptions } from './interfaces/index.js';
import { CorsDecisions, CorsInterceptor, CorsStateHolder, refusal } from './platform/index.js';
import { OptionCopies, compileOwnOrigins, isPlainObject } from './policy/index.js';
import { CorsApplication, CorsStartup, assertAsyncOptions, assertImportedOnce } from './startup/index.js';

/** What applications inject. */
const INJECTED = [CorsService, CorsInterceptor];
addCopy(INJECTED);

/**
 * CORS, decided per route. Import it once, in the root module; it serves the whole application.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CorsModule.forRoot({
 *       defaults: { origin: 'https://app.example.com', credentials: true },
 *       policies: { partners: { origin: 'https://*.partner.example', methods: ['GET'] } },
 *     }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 * @publicApi
 */
@Module({})
export class CorsModule extends ConfigurableModuleClass {
  /** @internal */
  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Optional() @Inject(CORS_MODULE_INSTANCE) instance?: string,
    @Optional() @Inject(CorsStartup) private readonly startup?: CorsStartup,
  ) {
    super();
    assertImportedOnce(modules, instance);
  }

  /**
   * Applies no middleware. Nest calls it before it registers the routes of the application.
   *
   * @internal
   */
  configure(): void {
    this.startup?.beforeRoutes();
  }

  /**
   * Registers the module.
   *
   * @param options what holds where no decorator says otherwise; without any, nothing is opened to other origins
   * @see {@link CorsConfigurationError} for what is thrown when the application starts
   */
  static override forRoot(options: CorsModuleOptions = {}): DynamicModule {
    return complete(super.forRoot(options));
  }

  /**
   * Registers the module with options that are made while the application starts, from other providers.
   *
   * @throws {CorsConfigurationError} unless exactly one of `useFactory`, `useClass` and `useExisting` is given
   * @example
   * ```ts
   * CorsModule.forRootAsync({
   *   imports: [ConfigModule],
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ defaults: { origin: config.getOrThrow('ORIGINS') } }),
   * })
   * ```
   */
  static override forRootAsync(options: CorsModuleAsyncOptions): DynamicModule {
    assertAsyncOptions(options);
    return complete(super.forRootAsync(options));
  }
}

function complete(definition: DynamicModule): DynamicModule {
  const aliases = otherCopiesOf(INJECTED);
  return {
    ...definition,
    global: true,
    providers: [
      ...(definition.providers ?? []),
      // Unlike in each call, so that Nest never takes two of them for one module.
      { provide: CORS_MODULE_INSTANCE, useValue: randomUUID() },
      {
        provide: RefusalLog,
        inject: [ApplicationConfig],
        useFactory: (config: ApplicationConfig) =>
          new RefusalLog(SYSTEM_CLOCK, () => config.getGlobalPrefix()),
      },
      { provide: OriginFailureLog, useFactory: () => new OriginFailureLog() },
      {
        provide: CorsDecisions,
        inject: [OriginFailureLog, RefusalLog],
        useFactory: (failures: OriginFailureLog, refusals: RefusalLog) =>
          new CorsDecisions({
            onFailure: failures.listener,
            refusal,
            observer: new DecisionReporter(refusals),
            onEarlierHeaders: new EarlierHeadersLog().listener,
            onCrowd: new CrowdLog().listener,
          }),
      },
      { provide: CORS_OWN_HOSTS, inject: [CORS_MODULE_OPTIONS], useFactory: ownHosts },
      CorsStateHolder,
      CorsApplication,
      CsrfOrigins,
      CorsStartup,
      CorsService,
      { provide: CORS_SERVICE, useExisting: CorsService },
      CorsInterceptor,
      ...aliases,
    ],
    exports: [...INJECTED, CORS_SERVICE, CORS_OWN_HOSTS, ...aliases.map(({ provide }) => provide)],
  };
}

/** For the explorer, which may run from another copy of the package. */
function ownHosts(options: CorsModuleOptions): readonly string[] | undefined {
  const copy: unknown = new OptionCopies().of(options);
  const own = isPlainObject(copy) ? compileOwnOrigins(copy.ownOrigins) : undefined;
  return own && [...own.hosts];
}
