/** The name of the explorer's controller, which its routes and decisions go by. */
export const EXPLORER_CONTROLLER = 'CorsExplorerController';

/** Whether a handler, such as `CatsController.find`, is the explorer's own: its page shows the application and not itself. */
export function isExplorerHandler(handler: string): boolean {
  return handler.startsWith(`${EXPLORER_CONTROLLER}.`);
}
