/**
 * The options of {@link CorsService.rehearse}.
 *
 * @publicApi
 */
export interface CorsRehearsalOptions {
  /**
   * Whether predicates and resolver classes of the candidate are asked. They are asked after the
   * response was sent, with the platform's request. Otherwise, requests that only they can decide
   * are counted. Default: `false`.
   */
  askPredicates?: boolean;
}
