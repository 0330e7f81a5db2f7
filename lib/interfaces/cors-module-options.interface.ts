import type { CorsPathPolicy, CorsPolicyOptions } from '../policy/index.js';

/**
 * The options of {@link CorsModule.forRoot}.
 *
 * @publicApi
 */
export interface CorsModuleOptions {
  /**
   * The outermost level of policy options. A field applies where no decorator and no key of
   * `paths` sets it, and on paths that no route serves. Default: no cross-origin access.
   */
  defaults?: CorsPolicyOptions;
  /**
   * Named policies, for `@CorsPolicy('name')` and for `paths`. All of them are checked at start-up,
   * including those that are not used. Default: none.
   */
  policies?: Record<string, CorsPolicyOptions>;
  /**
   * Policies by URL path, for content that no controller serves: GraphQL, static files, handlers of
   * other packages. A key is a whole path with the global prefix, or ends in `/*` for everything
   * below a path. An exact key wins, then the longest key. A field applies if neither the method
   * nor the controller of a route sets it. `'unmanaged'` leaves a path to the application's own
   * handlers. Default: none.
   *
   * @example
   * ```ts
   * CorsModule.forRoot({
   *   defaults: { origin: 'https://app.example.com', credentials: true },
   *   policies: { open: { origin: '*', credentials: false } },
   *   paths: {
   *     '/fonts/*': 'open',
   *     '/docs-json': { origin: 'https://docs.example.com' },
   *     '/mcp': 'unmanaged',
   *   },
   * })
   * ```
   */
  paths?: Record<string, CorsPathPolicy>;
  /**
   * Whether a refused preflight of an allowed origin is answered with the headers of the policy.
   * The console of the browser then names the refused method or header.
   * Default: `false`.
   */
  debug?: boolean;
  /**
   * When `CorsInterceptor` is used. `'auto'`: only on HTTP adapters without a Node.js server. On
   * adapters with one (Express, Fastify, NodeAdapter and others), the module reaches every
   * response. `'always'`: on all adapters, the interceptor and an OPTIONS route, with Nest's
   * HTTP adapter interface alone. Default: `'auto'`.
   */
  interceptor?: 'auto' | 'always';
  /**
   * The time that all predicates and resolvers of one request have together, in whole milliseconds
   * from 1 to 60000. After that, the origin is refused, and the cause is logged. The `timeout` of
   * `cachedOrigins()` cannot be longer. Default: 5000.
   */
  originTimeout?: number;
  /**
   * The exact origins under which browsers reach this application, for example through a proxy. A
   * request is then same-origin if its `Origin` is one of these; `Host` is not used. `enforce` also
   * refuses requests for other host names, which prevents DNS rebinding. Default: none. A request
   * is then same-origin if its `Origin` is the scheme and host that it was sent to, or if the
   * browser says so in `Sec-Fetch-Site`.
   *
   * @example
   * ```ts
   * CorsModule.forRoot({ ownOrigins: 'https://api.example.com' })
   * ```
   */
  ownOrigins?: string | string[];
}
