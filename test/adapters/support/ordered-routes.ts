import { type MatchFunction, match } from 'path-to-regexp';
import type { Handler } from './handlers.js';
import type { FoundRoute, RouteTable } from './route-table.js';

export interface PathMatching {
  readonly caseSensitive: boolean;
  readonly ignoreTrailingSlash: boolean;
}

type Parameters = Record<string, string | string[]>;

interface OrderedRoute<Request, Response> {
  readonly method: string | undefined;
  readonly handler: Handler<Request, Response>;
  readonly match: MatchFunction<Parameters>;
}

/** The first route that was registered and matches gets the request. */
export class OrderedRoutes<Request, Response> implements RouteTable<Request, Response> {
  private readonly routes: OrderedRoute<Request, Response>[] = [];

  constructor(private readonly matching: PathMatching) {}

  add(method: string | undefined, path: string, handler: Handler<Request, Response>): void {
    this.routes.push({ method, handler, match: pathMatcher(path, this.matching) });
  }

  find(method: string, path: string): readonly FoundRoute<Request, Response>[] {
    return this.routes
      .filter(route => route.method === undefined || serves(route.method, method))
      .flatMap(route => {
        const matched = route.match(path);
        return matched === false ? [] : [{ handler: route.handler, params: matched.params }];
      });
  }
}

export function pathMatcher(
  path: string,
  { caseSensitive, ignoreTrailingSlash }: PathMatching,
  end = true,
): MatchFunction<Parameters> {
  const pattern = ignoreTrailingSlash && path.length > 1 ? path.replace(/\/+$/, '') : path;
  return match<Parameters>(pattern, { sensitive: caseSensitive, trailing: ignoreTrailingSlash, end });
}

/** Whether a route for one method serves a request with another: HEAD is served by GET. */
export function serves(routeMethod: string, method: string): boolean {
  return routeMethod === method || (method === 'HEAD' && routeMethod === 'GET');
}
