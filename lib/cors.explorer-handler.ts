/**
 * The name of the explorer's controller. It marks the explorer's own rows in `CorsService.routes()`
 * and in decision events. The class keeps this name after minification.
 */
export const EXPLORER_CONTROLLER = 'CorsExplorerController';

/**
 * Whether a handler is the explorer's own. Lists of the application's routes leave these handlers
 * out.
 *
 * @param handler of a route or a decision, such as `CatsController.find`; `undefined` for a key of
 * `paths`
 */
export function isExplorerHandler(handler: string | undefined): boolean {
  return handler?.startsWith(`${EXPLORER_CONTROLLER}.`) ?? false;
}
