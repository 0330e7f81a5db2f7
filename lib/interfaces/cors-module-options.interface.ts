import type { CorsPolicyOptions } from '../policy/index.js';

/**
 * The options of {@link CorsModule.forRoot}.
 *
 * @publicApi
 */
export interface CorsModuleOptions {
  /** The policy where no decorator says otherwise, also on paths that no route serves. Default: no cross-origin access. */
  defaults?: CorsPolicyOptions;
  /** Policies by name, for `@CorsPolicy('name')`. */
  policies?: Record<string, CorsPolicyOptions>;
  /**
   * Whether refusals explain themselves: a preflight of an allowed origin that asks for too much is answered with the headers
   * that are true, so that the browser's console names the cause. Default: `false`.
   */
  debug?: boolean;
  /**
   * `'auto'`: on Express and Fastify the platform itself decides, which reaches every response and costs least;
   * `CorsInterceptor` serves other HTTP adapters. `'always'`: the interceptor and the OPTIONS route handler everywhere,
   * through Nest's HTTP adapter interface alone. Default: `'auto'`.
   */
  interceptor?: 'auto' | 'always';
}
