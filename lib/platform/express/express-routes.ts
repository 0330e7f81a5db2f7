import { METHODS } from 'node:http';
import {
  ALL_METHODS,
  DeferredRouteTable,
  type DiscoveredRoute,
  type NestRouteTable,
  type TableRoute,
  OrderedRouteTable,
  type Registration,
  nestTableRoute,
} from '../../routing/index.js';
import type {
  ExpressInstance,
  ExpressLayer,
  ExpressMount,
  ExpressRequest,
  ExpressRoute,
} from './express-instance.js';
import { replaceMethod } from '../replace-method.js';
import type { ServesVersion } from '../version-filter.js';
import { ExpressTarget, pathInApplication } from './express-request-target.js';
import { matchedPath, platformRoutes } from './platform-routes.js';

type Route = DiscoveredRoute | undefined;

/**
 * The routes on the router of an Express application: Nest's routes, and routes of the application
 * itself.
 */
export class ExpressRoutes {
  private readonly registrations = new Map<ExpressLayer, Registration>();
  private readonly nestRoutes = new Map<object, Registration>();
  private readonly middlewareRoutes = new WeakSet();
  private readonly platformRoutes = new WeakSet();
  /** Whether another application is mounted in this one. */
  mountsApplications = false;
  private readonly mounted = new WeakMap<ExpressLayer, Partial<ExpressInstance>>();
  /** Layers that contain no routes. */
  private readonly plainLayers: WeakSet<ExpressLayer>;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly servesVersion: ServesVersion,
  ) {
    const { stack } = instance.router;
    // The adapter's own middleware.
    this.plainLayers = new WeakSet(stack.length === 1 ? stack : []);
  }

  /** Runs the registration of a Nest route, and remembers the layers that it adds. */
  during(registration: Registration, register: () => unknown): unknown {
    registration.isMisplaced = !registration.isPrefix;
    return this.added(register, layer => {
      this.registrations.set(layer, registration);
      if (layer.route === undefined) return;
      this.nestRoutes.set(layer.route, registration);
      if (layer.route.path === registration.path) registration.isMisplaced = false;
    });
  }

  /**
   * Tells the middleware that Nest registers apart from routes. `wrap` returns the middleware that
   * Express gets.
   */
  takeMiddleware(adapter: object, wrap: (middleware: unknown) => unknown = each => each): void {
    replaceMethod(adapter, 'createMiddlewareFactory', (create, args) => {
      const register = create(args) as (path: unknown, callback: unknown) => unknown;
      return (path: unknown, callback: unknown) =>
        this.duringMiddleware(() => register(path, wrap(callback)));
    });
  }

  /**
   * Runs the registration of a middleware through the adapter. Express stores it as a route if it
   * is limited to certain methods.
   */
  duringMiddleware(register: () => unknown): unknown {
    return this.added(register, layer => {
      this.plainLayers.add(layer);
      if (layer.route !== undefined) this.middlewareRoutes.add(layer.route);
    });
  }

  /** Runs a call of `use()` with middleware, routers or applications, in this order. */
  duringUse(used: readonly unknown[], register: () => unknown): unknown {
    let index = 0;
    return this.added(register, layer => {
      const each = used[index++];
      if (!isMounted(each)) {
        this.plainLayers.add(layer);
        return;
      }
      this.mounted.set(layer, each);
      this.mountsApplications ||= 'handle' in each;
    });
  }

  /**
   * Whether routes of the application itself may stand before the next registration. Routes on a
   * mounted router count too.
   */
  mayHavePassedRoutes(): boolean {
    return this.instance.router.stack.some(
      layer => !this.plainLayers.has(layer) && !this.registrations.has(layer),
    );
  }

  /**
   * Whether a matched route belongs to the application itself and serves the method. Routes on
   * mounted routers and applications belong to it too. A route of an application that a middleware
   * calls is part of that middleware.
   */
  isOnPlatform(route: ExpressRoute, { method, app }: ExpressRequest): boolean {
    if (this.middlewareRoutes.has(route) || this.nestRoutes.get(route)?.route !== undefined) return false;
    if (!servesMethod(route, method)) return false;
    if (app !== this.instance) return this.mounts(app);
    if (!this.platformRoutes.has(route)) this.collectPlatformRoutes();
    return this.platformRoutes.has(route);
  }

  /** Whether a mounted application receives the request before a route of Nest serves it. */
  isForMounted(path: string, method: string, isThat: (app: object) => boolean): boolean {
    for (const layer of this.instance.router.stack) {
      const app = this.mounted.get(layer);
      const isRoute = layer.route !== undefined && this.registrations.get(layer)?.route !== undefined;
      if (!(isRoute && servesMethod(layer.route, method)) && !(app !== undefined && isThat(app))) continue;
      if (matchedPath(layer, path) !== undefined) return !isRoute;
    }
    return false;
  }

  /** Builds the table of the routes, with the settings of the router. */
  table(): NestRouteTable {
    const { caseSensitive = false, strict = false, stack } = this.instance.router;
    const layers = [...stack];
    return new DeferredRouteTable(
      { ignoresCase: !caseSensitive, ignoresLastSlash: !strict },
      () =>
        new OrderedRouteTable<Route>(
          layers.flatMap(layer => this.tableRoutes(layer)),
          { caseSensitive, strict },
        ),
    );
  }

  /**
   * The routes that a request leads to now, at any depth of routers. Middleware may have rewritten
   * its URL.
   */
  predicted(
    table: NestRouteTable,
    request: ExpressRequest,
    { mount }: { readonly mount: string },
  ): readonly Route[] {
    const path = pathInApplication(request, mount);
    const servesVersion = (route: Route): boolean => this.servesVersion(route, request);
    return table.at(new ExpressTarget(request, path, servesVersion)).find(request.method.toUpperCase());
  }

  private added(register: () => unknown, remember: (layer: ExpressLayer) => void): unknown {
    const { stack } = this.instance.router;
    const before = stack.length;
    const result = register();
    for (const layer of this.instance.router.stack.slice(before)) remember(layer);
    return result;
  }

  private tableRoutes(layer: ExpressLayer): TableRoute<Route>[] {
    const registration = this.registrations.get(layer);
    const discovered = registration?.route;
    if (discovered !== undefined && registration?.isPrefix === true) {
      const below = `${registration.path.replace(/\/$/, '')}{/*nestjsCorsPolicyRest}`;
      return [{ ...nestTableRoute(discovered, below), method: ALL_METHODS }];
    }
    const { route } = layer;
    if (route !== undefined && discovered !== undefined) {
      return typeof route.path === 'string' ? [nestTableRoute(discovered, route.path)] : [];
    }
    if (route !== undefined && this.middlewareRoutes.has(route)) return [];
    return platformRoutes(layer, inner => this.stackOf(inner)).flatMap(({ route: own, path }) =>
      methodsOf(own).map(method => ({ method, path, ...PLATFORM_ROUTE })),
    );
  }

  private collectPlatformRoutes(): void {
    for (const layer of this.instance.router.stack) {
      for (const { route } of platformRoutes(layer, inner => this.stackOf(inner)))
        this.platformRoutes.add(route);
    }
  }

  /** The layers of the router or application that a layer mounts. */
  private stackOf(layer: ExpressLayer): readonly ExpressLayer[] {
    const { handle } = layer;
    const stack: unknown = this.mounted.get(layer)?.router?.stack ?? Reflect.get(handle, 'stack');
    return Array.isArray(stack) ? (stack as readonly ExpressLayer[]) : [];
  }

  /** Whether an application is mounted in this one, at any depth. */
  private mounts(app: ExpressMount | undefined): boolean {
    for (let outer = app; outer !== undefined; outer = outer.parent) if (outer === this.instance) return true;
    return false;
  }
}

/** Whether an argument of `use()` is a router or an application, which may contain routes. */
export function isMounted(used: unknown): used is Partial<ExpressInstance> {
  return typeof used === 'function' && ('handle' in used || 'stack' in used);
}

/** Whether a route of the application passes a request on is unknown before it runs. */
const PLATFORM_ROUTE = {
  servesHost: undefined,
  versions: undefined,
  payload: undefined,
  mayPassOn: true,
} satisfies Partial<TableRoute<Route>>;

/** For HEAD, Express may report a route that does not serve the method. */
function servesMethod({ methods }: ExpressRoute, method: string): boolean {
  const name = method.toLowerCase();
  return methods._all === true || methods[name] === true || (name === 'head' && methods.get === true);
}

/** `app.all()` lists every method that Node knows. */
function methodsOf({ methods }: ExpressRoute): string[] {
  const names = Object.keys(methods).map(name => name.toUpperCase());
  return names.includes('_ALL') || names.length >= METHODS.length ? [ALL_METHODS] : names;
}
