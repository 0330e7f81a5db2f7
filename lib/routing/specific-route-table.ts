import type { PathMatching } from './paths/path-readings.js';
import { PathPrefixes } from './path-prefixes.js';
import { namesPath } from './request-path.js';
import { type RouteConstraints, unknownConstraints } from './route-constraints.js';
import { type RequestTarget, type RouteTable, type RoutesAtTarget, ALL_METHODS } from './route-table.js';
import {
  type PathParameters,
  type SpecificRouterOptions,
  type SpecificTableRoute,
  SpecificRouteGroup,
  constraintsOf,
} from './specific-route-group.js';

export interface SpecificRouteTableOptions extends SpecificRouterOptions {
  /**
   * Whether the platform's own router chooses a route with these parameters. Absent if the table
   * knows all routes.
   */
  readonly confirms?: (
    method: string,
    url: string,
    constraints: object | undefined,
    parameters: PathParameters,
  ) => boolean;
}

const NOTHING: readonly never[] = [];
const UNCONSTRAINED: readonly undefined[] = [undefined];

/** The inputs of a look-up for one request target. */
interface LookUp<Payload> {
  readonly target: RequestTarget<Payload>;
  /** The most specific group comes first. */
  readonly groups: readonly SpecificRouteGroup<Payload>[];
  /** There is one look-up for each. `undefined` means without constraints. */
  readonly constraints: readonly (RouteConstraints | undefined)[];
}

/**
 * Finds routes as Fastify does: the most specific path wins, in any order of registration. It uses
 * Fastify's router, find-my-way. So regular expressions, wildcards, decoding and backtracking are
 * identical.
 */
export class SpecificRouteTable<Payload> implements RouteTable<Payload> {
  readonly methods: ReadonlySet<string>;
  readonly matching: PathMatching;
  private readonly prefixes: PathPrefixes<SpecificRouteGroup<Payload>>;
  /**
   * The constraint values that a preflight does not carry. The actual request may have any
   * combination.
   */
  private readonly unknown: readonly RouteConstraints[];
  private readonly isConstrained: boolean;

  constructor(
    routes: readonly SpecificTableRoute<Payload>[],
    private readonly options: SpecificRouteTableOptions,
  ) {
    this.matching = {
      ignoresCase: !options.caseSensitive,
      ignoresLastSlash: options.ignoreTrailingSlash,
    };
    const constraints = routes.map(constraintsOf).filter(each => Object.keys(each).length > 0);
    const names = new Set(constraints.flatMap(each => Object.keys(each)));
    this.unknown = unknownConstraints(constraints);
    this.isConstrained = options.confirms !== undefined || constraints.length > 0;
    this.prefixes = new PathPrefixes(options, () => new SpecificRouteGroup(options, names));
    const methods = new Set<string>(options.headRoutes ? ['HEAD'] : []);
    for (const route of routes) {
      this.prefixes.groupOf(route.path).add(route);
      for (const method of route.methods) methods.add(method);
    }
    if (methods.delete(ALL_METHODS)) for (const method of options.allMethods) methods.add(method);
    this.methods = methods;
  }

  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload> {
    // find-my-way treats the first character as a slash. Nest's adapter does not serve such
    // targets.
    if (!namesPath(target.url)) return { find: () => NOTHING };
    const { url, host } = target;
    const lookUp: LookUp<Payload> = {
      target,
      groups: this.prefixes.groupsAt(url),
      constraints: this.isConstrained ? this.unknown.map(unknown => ({ ...unknown, host })) : UNCONSTRAINED,
    };
    // Shared by GET and HEAD, which usually have the same routes.
    let routesOfGet: readonly Payload[] | undefined;
    return {
      find: method => {
        if (!this.methods.has(method)) return NOTHING;
        if (!this.findsSameAsGet(method, lookUp)) return this.select(method, lookUp);
        return (routesOfGet ??= this.select('GET', lookUp));
      },
    };
  }

  private findsSameAsGet(method: string, { groups }: LookUp<Payload>): boolean {
    if (method === 'GET') return true;
    return method === 'HEAD' && this.options.confirms === undefined && groups.every(group => group.headIsGet);
  }

  private select(method: string, { target, groups, constraints }: LookUp<Payload>): readonly Payload[] {
    const found: Payload[] = [];
    for (const each of constraints) {
      const route = this.choose(method, target, groups, each);
      if (route === undefined) continue;
      if (route.versions !== undefined && target.servesVersion !== undefined) {
        if (target.servesVersion(route.payload)) return [route.payload];
      } else if (!found.includes(route.payload)) found.push(route.payload);
    }
    return found;
  }

  private choose(
    method: string,
    target: RequestTarget<Payload>,
    groups: readonly SpecificRouteGroup<Payload>[],
    constraints: RouteConstraints | undefined,
  ): SpecificTableRoute<Payload> | undefined {
    const { url } = target;
    for (const group of groups) {
      const chosen = group.find(method, url, constraints);
      if (chosen === undefined) continue;
      const { route, parameters } = chosen;
      if (this.options.confirms?.(method, url, constraints, parameters) === false) return undefined;
      if (route.accepts?.(url, parameters) === false) return undefined;
      // A controller with a `host` answers 404 for other hosts. No other route gets the request.
      return route.servesHost?.(target.hostname) === false ? undefined : route;
    }
    return undefined;
  }
}
