import type { ConfigurableModuleAsyncOptions } from '@nestjs/common';
import type { CorsModuleOptions } from './cors-module-options.interface.js';

/**
 * A provider that creates the options of the module, for `useClass` and `useExisting`.
 *
 * @publicApi
 */
export interface CorsOptionsFactory {
  createCorsOptions(): CorsModuleOptions | Promise<CorsModuleOptions>;
}

/**
 * The options of {@link CorsModule.forRootAsync}: `imports`, and exactly one of `useFactory` (with
 * `inject`), `useClass` and `useExisting`.
 *
 * @publicApi
 */
export type CorsModuleAsyncOptions = Omit<
  ConfigurableModuleAsyncOptions<CorsModuleOptions, 'createCorsOptions'>,
  'provideInjectionTokensFrom'
>;
