import type FindMyWay from 'find-my-way';
import { type RouteConstraints, valueStrategy } from './route-constraints.js';
import { type TableRoute, ALL_METHODS } from './route-table.js';

type Router = FindMyWay.Instance<FindMyWay.HTTPVersion.V1>;
type RouterMethod = FindMyWay.HTTPMethod;

/** Creates a find-my-way router. Fastify uses the same library. */
export type RouterFactory = typeof FindMyWay;

/** The values of a path's parameters. */
export type PathParameters = Readonly<Record<string, string | undefined>>;

export interface SpecificTableRoute<Payload> extends Omit<TableRoute<Payload>, 'method' | 'path'> {
  /** In find-my-way's syntax. */
  readonly path: string;
  /** In upper case, or {@link ALL_METHODS}. */
  readonly methods: readonly string[];
  /** The constraints that the platform received, by name. Absent: only the versions count. */
  readonly constraints?: RouteConstraints | undefined;
  /**
   * Returns false if the chosen route passes the request to the not-found handler. Absent: it never
   * does.
   */
  readonly accepts?: ((url: string, parameters: PathParameters) => boolean) | undefined;
}

/** The settings of the platform's router. */
export interface SpecificRouterOptions {
  readonly createRouter: RouterFactory;
  /** The methods of `@All()` routes. */
  readonly allMethods: readonly string[];
  /** Whether a GET route also serves HEAD. */
  readonly headRoutes: boolean;
  readonly caseSensitive: boolean;
  readonly ignoreTrailingSlash: boolean;
  readonly ignoreDuplicateSlashes: boolean;
  readonly useSemicolonDelimiter: boolean;
  /** In characters of a parameter's value. */
  readonly maxParamLength: number;
}

/** A router, and whether one tree serves both HEAD and GET. */
interface MadeRouter {
  readonly router: Router;
  readonly headIsGet: boolean;
}

/** The route that the router chose, and the values of its parameters. */
export interface ChosenRoute<Payload> {
  readonly route: SpecificTableRoute<Payload>;
  readonly parameters: PathParameters;
}

/**
 * A group of routes and their router. The router is created on demand, because most routes of a
 * large application get no preflight.
 */
export class SpecificRouteGroup<Payload> {
  private routes: SpecificTableRoute<Payload>[] = [];
  private made: MadeRouter | undefined;

  constructor(
    private readonly options: SpecificRouterOptions,
    /** The constraint names of all routes in the table. */
    private readonly constraintNames: ReadonlySet<string>,
  ) {}

  add(route: SpecificTableRoute<Payload>): void {
    // An array that grows from empty reserves 17 places, and most groups have one route.
    if (this.routes.length === 0) this.routes = [route];
    else this.routes.push(route);
  }

  /** Whether HEAD has exactly the routes of GET. It usually has. */
  get headIsGet(): boolean {
    return this.router.headIsGet;
  }

  find(method: string, url: string, constraints: object | undefined): ChosenRoute<Payload> | undefined {
    const { router, headIsGet } = this.router;
    const tree = method === 'HEAD' && headIsGet ? 'GET' : method;
    const result = router.find(tree as RouterMethod, url, constraints);
    if (result === null) return undefined;
    return { route: result.store as SpecificTableRoute<Payload>, parameters: result.params };
  }

  private get router(): MadeRouter {
    return (this.made ??= this.makeRouter());
  }

  private makeRouter(): MadeRouter {
    const { createRouter, allMethods, headRoutes, ...routerOptions } = this.options;
    const names = [...this.constraintNames].filter(name => name !== 'host');
    const router = createRouter({
      ...routerOptions,
      // The platform has already accepted these paths.
      allowUnsafeRegex: true,
      constraints: Object.fromEntries(names.map(name => [name, valueStrategy(name)])),
    });
    const byMethod = new Map<string, SpecificTableRoute<Payload>[]>();
    for (const route of this.routes) {
      for (const method of route.methods.flatMap(each => (each === ALL_METHODS ? allMethods : [each]))) {
        byMethod.set(method, listWith(byMethod.get(method), route));
      }
    }
    const get = byMethod.get('GET') ?? [];
    // Routes that name HEAD take precedence.
    if (headRoutes) byMethod.set('HEAD', [...(byMethod.get('HEAD') ?? []), ...get]);
    const headIsGet = isSameList(byMethod.get('HEAD') ?? [], get);
    for (const [method, served] of byMethod) {
      if (method === 'HEAD' && headIsGet) continue;
      for (const route of served) register(router, method, route);
    }
    return { router, headIsGet };
  }
}

export function constraintsOf({ versions, constraints }: SpecificTableRoute<unknown>): RouteConstraints {
  return constraints ?? (versions === undefined ? NONE : { version: versions });
}

const NONE: RouteConstraints = {};

function register<Payload>(router: Router, method: string, route: SpecificTableRoute<Payload>): void {
  try {
    router.on(method as RouterMethod, route.path, { constraints: constraintsOf(route) }, NO_HANDLER, route);
  } catch {
    // The route exists already. The platform ignores that for the HEAD routes that it derives, and
    // refuses to start with other duplicates.
  }
}

/**
 * The router requires a handler. Only the stored route is read, and the handler is never called.
 */
const NO_HANDLER = Function.prototype as () => void;

function listWith<Item>(list: Item[] | undefined, item: Item): Item[] {
  if (list === undefined) return [item];
  list.push(item);
  return list;
}

function isSameList<Item>(some: readonly Item[], others: readonly Item[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}
