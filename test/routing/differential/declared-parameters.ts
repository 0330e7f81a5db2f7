/** How many parameters the handler of a platform route declares. */
export type ParameterCount = 0 | 2 | 3;

/** The same handler with that many declared parameters: what a route is must not depend on it. */
export function withParameters<Request, Response>(
  handle: (request: Request, response: Response, next?: () => void) => void,
  count: ParameterCount,
): typeof handle {
  switch (count) {
    case 0:
      return (...all) => {
        handle(...all);
      };
    case 2:
      return (request, response, ...rest) => {
        handle(request, response, ...rest);
      };
    case 3:
      return (request, response, next) => {
        handle(request, response, next);
      };
  }
}

/** The request header at which routes of the platform pass a request on, on Express. */
export const PASS_ON = 'x-pass-on';
