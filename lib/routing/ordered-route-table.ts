import { pathToRegexp } from 'path-to-regexp';
import { OrderedRouteIndex } from './ordered-route-index.js';
import type { PathMatching } from './paths/path-readings.js';
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

interface TableEntry<Payload> {
  readonly route: TableRoute<Payload>;
  /** Compiled on demand, because most routes of a large application get no preflight. */
  regexp: RegExp | undefined;
  /** The result if only this route matches. Created once. */
  readonly alone: readonly Payload[];
}

const NOTHING: readonly never[] = [];
const NO_PARAMETERS: readonly string[] = [];

/**
 * Finds routes as Express does: the first registered route wins. A route for other hosts or
 * versions passes the request on to the next one.
 */
export class OrderedRouteTable<Payload> implements RouteTable<Payload> {
  readonly methods: ReadonlySet<string>;
  readonly matching: PathMatching;
  private readonly index: OrderedRouteIndex<TableEntry<Payload>>;

  constructor(
    routes: readonly TableRoute<Payload>[],
    private readonly options: OrderedRouteTableOptions,
  ) {
    this.methods = new Set(routes.map(route => route.method).filter(method => method !== ALL_METHODS));
    this.matching = { ignoresCase: !options.caseSensitive, ignoresLastSlash: !options.strict };
    this.index = new OrderedRouteIndex(options.caseSensitive);
    for (const route of routes) {
      this.index.add(route.path, { route, regexp: undefined, alone: [route.payload] });
    }
  }

  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload> {
    const path = pathOf(target.url);
    const isEncoded = path.includes('%');
    const matched: TableEntry<Payload>[] = [];
    for (const matcher of this.index.candidates(path)) {
      const match = this.match(matcher, path);
      if (match === null) continue;
      // Express answers 400 here for any method, so it reaches no later route.
      if (isEncoded && match.some(isUndecodable)) break;
      const { servesHost } = matcher.route;
      if (servesHost === undefined || servesHost(target.hostname)) matched.push(matcher);
    }
    return { find: method => this.select(matched, method, target) };
  }

  /** The matched path and its parameters. Parameters of matchers are unknown. */
  private match(matcher: TableEntry<Payload>, path: string): readonly (string | undefined)[] | null {
    const { path: own } = matcher.route;
    if (typeof own !== 'string') return own.test(path) ? NO_PARAMETERS : null;
    return (matcher.regexp ??= this.compile(own)).exec(path);
  }

  private compile(path: string): RegExp {
    const { caseSensitive, strict } = this.options;
    const loose = strict || path === '/' ? path : path.replace(/\/+$/, '');
    return pathToRegexp(loose, { sensitive: caseSensitive, end: true, trailing: !strict }).regexp;
  }

  private select(
    matched: readonly TableEntry<Payload>[],
    method: string,
    { servesVersion }: RequestTarget<Payload>,
  ): readonly Payload[] {
    let found: Payload[] | undefined;
    let taken: Set<RouteVersion> | undefined;
    for (const { route, alone } of matched) {
      const { method: served, versions, payload, mayPassOn = false } = route;
      if (served !== method && served !== ALL_METHODS && !(method === 'HEAD' && served === 'GET')) continue;
      if (mayPassOn) {
        if (found?.includes(payload) !== true) (found ??= []).push(payload);
        continue;
      }
      if (versions === undefined) return found === undefined ? alone : [...found, payload];
      if (servesVersion !== undefined) {
        if (servesVersion(payload)) return found === undefined ? alone : [...found, payload];
      } else if (versions.some(each => taken?.has(each) !== true)) {
        (found ??= []).push(payload);
        taken = new Set([...(taken ?? []), ...versions]);
      }
    }
    return found ?? NOTHING;
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
