import type { CorsPathPolicy, CorsPolicyOptions } from '../policy/index.js';

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
   * Policies by URL path, for what no controller of the application serves: GraphQL, static files, handlers of other packages. A key is a whole
   * path, the global prefix included, or ends in `/*` for everything below a path. An exact key wins, then the longest one. A field counts where
   * neither the method nor the controller of a route sets it. `'unmanaged'` leaves a path to the application's own handlers. Default: none.
   *
   * @example
   * ```ts
   * CorsModule.forRoot({
   *   defaults: { origin: 'https://app.example.com', credentials: true },
   *   policies: { open: { origin: '*', credentials: false } },
   *   paths: { '/fonts/*': 'open', '/docs-json': { origin: 'https://docs.example.com' }, '/mcp': 'unmanaged' },
   * })
   * ```
   */
  paths?: Record<string, CorsPathPolicy>;
  /**
   * Whether refusals explain themselves: a preflight of an allowed origin that asks for too much is answered with the headers
   * that are true, so that the browser's console names the cause. Default: `false`.
   */
  debug?: boolean;
  /**
   * `'auto'`: on adapters with a server of Node's (Express, Fastify, NodeAdapter and others) every response is reached;
   * `CorsInterceptor` serves HTTP adapters without a server of Node's. `'always'`: the interceptor and the OPTIONS route handler everywhere,
   * through Nest's HTTP adapter interface alone. Default: `'auto'`.
   */
  interceptor?: 'auto' | 'always';
  /**
   * How long all predicates and resolvers of a request have together, in whole milliseconds from 1 to 60000. After that the origin is refused,
   * and the cause is logged. A `timeout` of `cachedOrigins()` may not be longer. Default: 5000.
   */
  originTimeout?: number;
  /**
   * The exact origins under which browsers reach this application, as a proxy in front has them. Then a request is same-origin if its `Origin` is
   * one of these, whatever `Host` says, and `enforce` also refuses requests for any other host name, with which DNS rebinding comes. Default: a
   * request is same-origin if its `Origin` is the scheme and host that it was sent to, or the browser says so.
   *
   * @example
   * ```ts
   * CorsModule.forRoot({ ownOrigins: 'https://api.example.com' })
   * ```
   */
  ownOrigins?: string | string[];
}
