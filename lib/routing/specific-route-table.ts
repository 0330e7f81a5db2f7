import type FindMyWay from 'find-my-way';
import { namesPath } from './request-path.js';
import {
  type RequestTarget,
  type RouteTable,
  type RoutesAtTarget,
  type TableRoute,
  ALL_METHODS,
} from './route-table.js';
import { unknownConstraints, valueStrategy } from './route-constraints.js';

type Router = FindMyWay.Instance<FindMyWay.HTTPVersion.V1>;
type RouterMethod = FindMyWay.HTTPMethod;

/** Makes a router of the library that Fastify itself routes with. */
export type RouterFactory = typeof FindMyWay;

/** The values of a path's parameters. */
export type PathParameters = Readonly<Record<string, string | undefined>>;

export interface SpecificTableRoute<Payload> extends TableRoute<Payload> {
  /** What a request must have, by the constraint's name, as the platform was given it; absent: its versions. */
  readonly constraints?: Readonly<Record<string, unknown>> | undefined;
  /** Whether the route, once chosen, does not pass the request on to the not-found handler after all. Absent: never. */
  readonly accepts?: ((url: string, parameters: PathParameters) => boolean) | undefined;
}

/** The settings of the platform's router. */
export interface SpecificRouteTableOptions {
  readonly createRouter: RouterFactory;
  /** The methods that `@All()` stands for. */
  readonly allMethods: readonly string[];
  /** Whether a GET route serves HEAD too. */
  readonly headRoutes: boolean;
  readonly caseSensitive: boolean;
  readonly ignoreTrailingSlash: boolean;
  readonly ignoreDuplicateSlashes: boolean;
  readonly useSemicolonDelimiter: boolean;
  /** In characters of a parameter's value. */
  readonly maxParamLength: number;
  /** Whether the platform's own router chooses a route with these parameters; absent: the table knows all routes of it. */
  readonly confirms?: (
    method: string,
    url: string,
    constraints: object,
    parameters: PathParameters,
  ) => boolean;
}

const NOTHING: readonly never[] = [];
const UNCONSTRAINED: readonly object[] = [{}];

/** Finds routes as Fastify does: the most specific path serves. */
export class SpecificRouteTable<Payload> implements RouteTable<Payload> {
  readonly methods: ReadonlySet<string>;
  private readonly router: Router;
  /** What a preflight does not tell: each combination of values may come with the actual request. */
  private readonly unknown: readonly Readonly<Record<string, unknown>>[];
  private readonly isConstrained: boolean;
  /** Whether HEAD has just the routes of GET, as it mostly has: then one tree serves both. */
  private readonly headIsGet: boolean;

  constructor(
    routes: readonly SpecificTableRoute<Payload>[],
    private readonly options: SpecificRouteTableOptions,
  ) {
    const { createRouter, allMethods, headRoutes, ...routerOptions } = options;
    const constraints = routes.map(constraintsOf);
    this.unknown = unknownConstraints(constraints);
    this.isConstrained =
      options.confirms !== undefined || constraints.some(each => Object.keys(each).length > 0);
    const names = new Set(constraints.flatMap(each => Object.keys(each)).filter(name => name !== 'host'));
    this.router = createRouter({
      ...routerOptions,
      // The platform accepted these paths already.
      allowUnsafeRegex: true,
      constraints: Object.fromEntries([...names].map(name => [name, valueStrategy(name)])),
    });
    const byMethod = new Map<string, SpecificTableRoute<Payload>[]>();
    for (const route of routes) {
      for (const method of route.method === ALL_METHODS ? allMethods : [route.method]) {
        byMethod.set(method, listWith(byMethod.get(method), route));
      }
    }
    const get = byMethod.get('GET') ?? [];
    // After the routes that name HEAD themselves, which stand before it.
    if (headRoutes) byMethod.set('HEAD', [...(byMethod.get('HEAD') ?? []), ...get]);
    this.headIsGet = isSameList(byMethod.get('HEAD') ?? [], get);
    this.methods = new Set(byMethod.keys());
    for (const [method, served] of byMethod) {
      if (method === 'HEAD' && this.headIsGet) continue;
      for (const route of served) this.register(method, route);
    }
  }

  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload> {
    // find-my-way takes the first character for a slash; Nest's adapter does not serve such targets.
    const isServed = namesPath(target.url);
    const { host } = target;
    const constraints = this.isConstrained
      ? this.unknown.map(unknown => ({ ...unknown, host }))
      : UNCONSTRAINED;
    return {
      find: method =>
        isServed && this.methods.has(method) ? this.select(method, target, constraints) : NOTHING,
    };
  }

  private register(method: string, route: SpecificTableRoute<Payload>): void {
    try {
      this.router.on(
        method as RouterMethod,
        route.path,
        { constraints: constraintsOf(route) },
        NO_HANDLER,
        route,
      );
    } catch {
      // There already. The platform ignores that for the HEAD routes that it makes itself, and starts with no other duplicates.
    }
  }

  private select(
    method: string,
    target: RequestTarget<Payload>,
    constraints: readonly object[],
  ): readonly Payload[] {
    const found: Payload[] = [];
    for (const each of constraints) {
      const route = this.choose(method, target, each);
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
    constraints: object,
  ): SpecificTableRoute<Payload> | undefined {
    const { url } = target;
    const tree = method === 'HEAD' && this.headIsGet ? 'GET' : method;
    const result = this.router.find(tree as RouterMethod, url, constraints);
    if (result === null) return undefined;
    const { params } = result;
    if (this.options.confirms?.(method, url, constraints, params) === false) return undefined;
    const route = result.store as SpecificTableRoute<Payload>;
    if (route.accepts?.(url, params) === false) return undefined;
    // A host-bound controller answers 404 for other hosts itself: no other route gets the request.
    return route.servesHost?.(target.hostname) === false ? undefined : route;
  }
}

/** The router has to have a handler, which nobody calls: the table only looks up what was stored. */
const NO_HANDLER = Function.prototype as () => void;

function listWith<Item>(list: Item[] | undefined, item: Item): Item[] {
  if (list === undefined) return [item];
  list.push(item);
  return list;
}

const IDENTITY = ['path', 'constraints', 'versions', 'servesHost', 'accepts', 'payload'] as const;

/** Whether both have the same routes, down to the objects: then no request could tell them apart. */
function isSameList<Payload>(
  some: readonly SpecificTableRoute<Payload>[],
  others: readonly SpecificTableRoute<Payload>[],
): boolean {
  const isSame = (route: SpecificTableRoute<Payload>, index: number): boolean =>
    IDENTITY.every(key => route[key] === others[index]?.[key]);
  return some.every(isSame) && some.length === others.length;
}

function constraintsOf({
  versions,
  constraints,
}: SpecificTableRoute<unknown>): Readonly<Record<string, unknown>> {
  return constraints ?? (versions === undefined ? {} : { version: versions });
}
