import { type AnyHandler, type ErrorHandler, type Handler, type Next, isErrorHandler } from './handlers.js';
import { type PathMatching, pathMatcher, serves } from './ordered-routes.js';
import type { FoundRoute, Params, RouteTable } from './route-table.js';

/** The properties of a request that the pipeline reads and writes. */
export interface RoutedRequest {
  readonly method: string;
  readonly url: string;
  params: Params;
}

type Matcher = (method: string, path: string) => Params | undefined;

type Layer<Request, Response> =
  | { readonly matches: Matcher; readonly handler: Handler<Request, Response> }
  | { readonly matches: Matcher; readonly errorHandler: ErrorHandler<Request, Response> }
  | { readonly routes: RouteTable<Request, Response> };

const EVERYTHING: Matcher = () => ({});

/**
 * Middleware, routes and error handlers in the order of their registration. The adapter uses it as
 * its instance.
 */
export class RequestPipeline<Request extends RoutedRequest, Response> {
  private readonly layers: Layer<Request, Response>[] = [];

  constructor(
    private readonly newTable: () => RouteTable<Request, Response>,
    private readonly matching: PathMatching,
    private readonly end: (error: unknown, request: Request, response: Response) => void,
  ) {}

  /** Registers middleware or an error handler, for a path and everything below it. */
  use(path: string, handler: AnyHandler<Request, Response>): void {
    const match = path === '/' || path === '' ? undefined : pathMatcher(path, this.matching, false);
    const matches: Matcher =
      match === undefined
        ? EVERYTHING
        : (_method, requested) => {
            const matched = match(requested);
            return matched === false ? undefined : matched.params;
          };
    this.layers.push(isErrorHandler(handler) ? { matches, errorHandler: handler } : { matches, handler });
  }

  /** Registers middleware for a whole path, and for a method where one is given. */
  useExact(method: string | undefined, path: string, handler: Handler<Request, Response>): void {
    // Nest writes the root route of a controller with a trailing slash, which its route does not
    // have.
    const match = pathMatcher(path.length > 1 ? path.replace(/\/$/, '') : path, this.matching);
    this.layers.push({
      handler,
      matches: (requestMethod, requested) => {
        if (method !== undefined && !serves(method, requestMethod)) return undefined;
        const matched = match(requested);
        return matched === false ? undefined : matched.params;
      },
    });
  }

  route(method: string | undefined, path: string, handler: Handler<Request, Response>): void {
    const last = this.layers.at(-1);
    const routes = last !== undefined && 'routes' in last ? last.routes : this.newTable();
    // First, so that a path that the table rejects leaves no empty table behind.
    routes.add(method, path, handler);
    if (last === undefined || !('routes' in last)) this.layers.push({ routes });
  }

  handle(request: Request, response: Response): void {
    let position = 0;
    const next: Next = error => {
      for (; position < this.layers.length; position += 1) {
        const layer = this.layers[position];
        if (layer === undefined) break;
        const step = this.stepOf(layer, request, response, error, next);
        if (step !== undefined) {
          position += 1;
          run(step, next);
          return;
        }
      }
      this.end(error, request, response);
    };
    next();
  }

  private stepOf(
    layer: Layer<Request, Response>,
    request: Request,
    response: Response,
    error: unknown,
    next: Next,
  ): (() => unknown) | undefined {
    const path = pathOf(request.url);
    if ('routes' in layer) {
      if (error !== undefined) return undefined;
      return () => {
        runRoutes(layer.routes.find(request.method, path), request, response, next);
      };
    }
    if ('errorHandler' in layer) {
      if (error === undefined || layer.matches(request.method, path) === undefined) return undefined;
      return () => layer.errorHandler(error, request, response, next);
    }
    if (error !== undefined) return undefined;
    return () => {
      const params = layer.matches(request.method, path);
      if (params === undefined) {
        next();
        return undefined;
      }
      request.params = params;
      return layer.handler(request, response, next);
    };
  }
}

function runRoutes<Request extends RoutedRequest, Response>(
  routes: readonly FoundRoute<Request, Response>[],
  request: Request,
  response: Response,
  next: Next,
  position = 0,
): void {
  const route = routes[position];
  if (route === undefined) {
    next();
    return;
  }
  const passOn: Next = error => {
    if (error === undefined) runRoutes(routes, request, response, next, position + 1);
    else next(error);
  };
  request.params = route.params;
  run(() => route.handler(request, response, passOn), passOn);
}

/** A handler may throw, or return a promise that rejects. */
function run(step: () => unknown, next: Next): void {
  try {
    const result = step();
    if (result instanceof Promise) result.catch(next);
  } catch (error) {
    next(error);
  }
}

/** The path of a URL as routes are chosen by it. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
