/**
 * The options of {@link CorsExplorerModule.forRoot}.
 *
 * @publicApi
 */
export interface CorsExplorerOptions {
  /**
   * The path of the page, below the global prefix: segments of letters, digits, `-`, `_`, `.` and
   * `~`, with slashes between them. Default: `cors-explorer`.
   */
  path?: string;
  /**
   * Whether something else decides about access to the page: a guard of the application, a proxy
   * that asks for a log-in, a network that only developers reach.
   *
   * With `true`, the explorer starts in production, needs no token, and answers on every host, or
   * on the hosts of `ownOrigins` if that option is set.
   *
   * With `false`, the explorer does not start if `NODE_ENV` is `production`. It prints its address
   * with a token, and answers only with the token and on a loopback name. Default: `false`.
   */
  accessIsGuarded?: boolean;
}
