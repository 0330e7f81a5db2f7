import { pathToRegexp } from 'path-to-regexp';
import { OrderedRouteIndex } from './ordered-route-index.js';
import { pathOf } from './request-path.js';
import {
  type RequestTarget,
  type RouteTable,
  type RoutesAtTarget,
  type TableRoute,
  ALL_METHODS,
} from './route-table.js';
import type { RouteVersion } from './route-version.js';

/** The settings of the platform's router. */
export interface OrderedRouteTableOptions {
  readonly caseSensitive: boolean;
  /** Whether `/cats` and `/cats/` differ. */
  readonly strict: boolean;
}

interface PathMatcher<Payload> {
  readonly route: TableRoute<Payload>;
  readonly regexp: RegExp;
}

/**
 * Finds routes as Express does: first registered, first served. A route that is bound to other hosts or versions passes the request on
 * to the next.
 */
export class OrderedRouteTable<Payload> implements RouteTable<Payload> {
  readonly methods: ReadonlySet<string>;
  private readonly index: OrderedRouteIndex<PathMatcher<Payload>>;

  constructor(
    routes: readonly TableRoute<Payload>[],
    private readonly options: OrderedRouteTableOptions,
  ) {
    this.methods = new Set(routes.map(route => route.method).filter(method => method !== ALL_METHODS));
    this.index = new OrderedRouteIndex(options.caseSensitive);
    for (const route of routes) this.index.add(route.path, { route, regexp: this.compile(route.path) });
  }

  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload> {
    const path = pathOf(target.url);
    const matched: TableRoute<Payload>[] = [];
    const isEncoded = path.includes('%');
    for (const { route, regexp } of this.index.candidates(path)) {
      const match = regexp.exec(path);
      if (match === null) continue;
      // Express answers 400 here, whatever the method of the route: what stands behind is out of reach.
      if (isEncoded && match.some(isUndecodable)) break;
      if (route.servesHost === undefined || route.servesHost(target.hostname)) matched.push(route);
    }
    return { find: method => this.select(matched, method, target) };
  }

  private compile(path: string): RegExp {
    const { caseSensitive, strict } = this.options;
    const loose = strict || path === '/' ? path : path.replace(/\/+$/, '');
    return pathToRegexp(loose, { sensitive: caseSensitive, end: true, trailing: !strict }).regexp;
  }

  private select(
    routes: readonly TableRoute<Payload>[],
    method: string,
    { servesVersion }: RequestTarget<Payload>,
  ): readonly Payload[] {
    const found: Payload[] = [];
    let taken: Set<RouteVersion> | undefined;
    for (const { method: served, versions, payload } of routes) {
      if (served !== method && served !== ALL_METHODS && !(method === 'HEAD' && served === 'GET')) continue;
      if (versions === undefined) {
        found.push(payload);
        return found;
      }
      if (servesVersion !== undefined) {
        if (servesVersion(payload)) return [payload];
        continue;
      }
      const others = (taken ??= new Set());
      if (versions.every(each => others.has(each))) continue;
      found.push(payload);
      for (const each of versions) others.add(each);
    }
    return found;
  }
}

function isUndecodable(parameter: string | undefined, index: number): boolean {
  if (index === 0 || parameter === undefined) return false;
  try {
    decodeURIComponent(parameter);
    return false;
  } catch {
    return true;
  }
}
