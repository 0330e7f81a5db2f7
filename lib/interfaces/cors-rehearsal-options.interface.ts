/**
 * The options of {@link CorsService.rehearse}.
 *
 * @publicApi
 */
export interface CorsRehearsalOptions {
  /**
   * Whether predicates and resolver classes of the candidate are asked. They are asked after the answer has gone out, and with the request of
   * the platform. Default: `false`, requests that only they could decide are counted.
   */
  askPredicates?: boolean;
}
