/**
 * The options of {@link CorsExplorerModule.forRoot}.
 *
 * @publicApi
 */
export interface CorsExplorerOptions {
  /**
   * Where the page is, below the global prefix: segments of letters, digits, `-`, `_`, `.` and `~`, with slashes between them.
   * Default: `cors-explorer`.
   */
  path?: string;
  /**
   * Whether something else decides who may open the page: a guard of the application, a proxy that asks for a log-in, a network that only
   * developers reach. Then the explorer starts in production too, needs no token, and answers on every host. Default: `false`, it refuses to
   * start where `NODE_ENV` is `production`, prints its address with a token, and answers only with the token and on a loopback name.
   */
  accessIsGuarded?: boolean;
}
