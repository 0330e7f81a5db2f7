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
import { CorsDecisions, CorsStateHolder, refusal } from './exchange/index.js';
import { CorsInterceptor } from './platform/index.js';
import { OptionCopies, compileOwnOrigins, isPlainObject } from './policy/index.js';
import { CorsApplication, CorsStartup, assertAsyncOptions, assertImportedOnce } from './startup/index.js';

const INJECTED = [CorsService, CorsInterceptor];
addCopy(INJECTED);

/**
 * Decides CORS for each route. Import this module once, in the root module. It is global.
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
   * Prepares the platform. Nest calls this method before it registers the routes of the
   * application. It adds no middleware.
   *
   * @internal
   */
  configure(): void {
    this.startup?.beforeRoutes();
  }

  /**
   * Registers the module.
   *
   * The start of the application rejects with a {@link CorsConfigurationError} if a policy is
   * wrong.
   *
   * @param options the module options. Default: `{}`, no cross-origin access without a decorator
   */
  static override forRoot(options: CorsModuleOptions = {}): DynamicModule {
    return complete(super.forRoot(options));
  }

  /**
   * Registers the module with options that other providers create at start-up.
   *
   * @throws {CorsConfigurationError} if not exactly one of `useFactory`, `useClass` and
   * `useExisting` is set
   * @example
   * ```ts
   * CorsModule.forRootAsync({
   *   imports: [ConfigModule],
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({
   *     defaults: { origin: config.getOrThrow('ORIGINS') },
   *   }),
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
      // Different in each call, so that Nest never treats two imports as one module.
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

/** The value of {@link CORS_OWN_HOSTS}. The explorer may belong to another copy of the package. */
function ownHosts(options: CorsModuleOptions): readonly string[] | undefined {
  const copy: unknown = new OptionCopies().of(options);
  const own = isPlainObject(copy) ? compileOwnOrigins(copy.ownOrigins) : undefined;
  return own && [...own.hosts];
}
