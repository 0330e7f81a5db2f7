import { METHODS } from 'node:http';
import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import {
  ALL_METHODS,
  type DiscoveredRoute,
  type NestRouteTable,
  type TableRoute,
  OrderedRouteTable,
} from '../../routing/index.js';
import { nestTableRoute } from '../nest-table-route.js';
import type { Registration } from '../registration.js';
import type { ExpressInstance, ExpressLayer, ExpressRequest, ExpressRoute } from './express-instance.js';
import { ExpressTarget, pathInApplication } from './express-request-target.js';

type Route = DiscoveredRoute | undefined;

/** The routes on the router of an Express application: those of Nest, and those that were registered on the application itself. */
export class ExpressRoutes {
  private readonly registrations = new WeakMap<ExpressLayer, Registration>();
  private readonly nestRoutes = new WeakMap<object, Registration>();
  private readonly middlewareRoutes = new WeakSet();
  /** Those that have no routes inside. */
  private readonly plainLayers: WeakSet<ExpressLayer>;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: AbstractHttpAdapter,
    private readonly config: ApplicationConfig,
  ) {
    const { stack } = instance.router;
    // The adapter's own middleware.
    this.plainLayers = new WeakSet(stack.length === 1 ? stack : []);
  }

  /** Runs what registers a route of Nest, and remembers the layers that it adds. */
  during(registration: Registration, register: () => unknown): unknown {
    return this.added(register, layer => {
      this.registrations.set(layer, registration);
      if (layer.route !== undefined) this.nestRoutes.set(layer.route, registration);
    });
  }

  /** Runs what registers a middleware through the adapter, which Express has as a route if it is for some methods only. */
  duringMiddleware(register: () => unknown): unknown {
    return this.added(register, layer => {
      this.plainLayers.add(layer);
      if (layer.route !== undefined) this.middlewareRoutes.add(layer.route);
    });
  }

  /** Whether routes of the application's own, on a router in it too, may stand before what is registered next. */
  mayHavePassedRoutes(): boolean {
    return this.instance.router.stack.some(
      layer => !this.plainLayers.has(layer) && !this.registrations.has(layer),
    );
  }

  /** Whether a route that Express has matched was registered on the application itself, or on a router in it, and serves a method. */
  isOnPlatform(route: ExpressRoute, method: string): boolean {
    if (this.middlewareRoutes.has(route)) return false;
    const registration = this.nestRoutes.get(route);
    return registration?.route === undefined && servesMethod(route, method);
  }

  /** The table of the routes, with the settings that the router was made with. */
  table(): NestRouteTable {
    const { caseSensitive = false, strict = false, stack } = this.instance.router;
    const routes = stack.flatMap(layer => this.tableRoutes(layer));
    return new OrderedRouteTable<Route>(routes, { caseSensitive, strict });
  }

  /** The routes that a request leads to, at any place in the router and whatever middleware has made of its URL. */
  predicted(
    table: NestRouteTable,
    request: ExpressRequest,
    { mount }: { readonly mount: string },
  ): readonly Route[] {
    const path = pathInApplication(request, mount);
    const servesVersion = (route: Route): boolean =>
      route !== undefined && this.servesVersion(route, request);
    return table.at(new ExpressTarget(request, path, servesVersion)).find(request.method);
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
    const { route } = layer;
    if (discovered !== undefined && registration?.isPrefix === true) {
      const below = `${registration.path.replace(/\/$/, '')}{/*nestjsCorsPolicyRest}`;
      return [{ ...nestTableRoute(discovered, below), method: ALL_METHODS }];
    }
    if (route === undefined || this.middlewareRoutes.has(route)) return [];
    return [route.path].flat().flatMap((path): TableRoute<Route>[] => {
      if (typeof path !== 'string' && !(path instanceof RegExp)) return [];
      if (discovered !== undefined) return [nestTableRoute(discovered, path)];
      return methodsOf(route).map(method => ({ method, path, ...PLATFORM_ROUTE }));
    });
  }

  // Nest's own filter tells; an extractor of the application's may throw.
  private servesVersion(route: DiscoveredRoute, request: ExpressRequest): boolean {
    const versioning = this.config.getVersioning();
    if (versioning === undefined) return true;
    try {
      const versions = route.versions as Parameters<AbstractHttpAdapter['applyVersionFilter']>[1];
      const filter: unknown = this.adapter.applyVersionFilter(() => true, versions, versioning);
      return (
        typeof filter === 'function' && Reflect.apply(filter, undefined, [request, {}, () => false]) === true
      );
    } catch {
      return false;
    }
  }
}

/** A route of the application's own may pass the request on, which nothing tells beforehand. */
const PLATFORM_ROUTE = {
  servesHost: undefined,
  versions: undefined,
  payload: undefined,
  mayPassOn: true,
} satisfies Partial<TableRoute<Route>>;

/** For a HEAD request, Express names routes in passing that it does not serve. */
function servesMethod({ methods }: ExpressRoute, method: string): boolean {
  const name = method.toLowerCase();
  return methods['_all'] === true || methods[name] === true || (name === 'head' && methods['get'] === true);
}

/** `app.all()` names every method that Node knows. */
function methodsOf({ methods }: ExpressRoute): string[] {
  const names = Object.keys(methods).map(name => name.toUpperCase());
  return names.includes('_ALL') || names.length >= METHODS.length ? [ALL_METHODS] : names;
}
