import { METHODS } from 'node:http';
import { LegacyRouteConverter } from '@nestjs/core/router/legacy-route-converter.js';
import { ALL_METHODS, type DiscoveredRoute } from '../../routing/index.js';
import type { ExpressInstance, ExpressRoute } from './express-instance.js';

// Nest copies a handler's metadata to the callback that it registers.
const PATH_METADATA = 'path';

/** A route on Express's router. */
export interface RegisteredRoute {
  /** In upper case, or {@link ALL_METHODS}. */
  readonly method: string;
  /** As Express has it. */
  readonly path: string;
  readonly registered: ExpressRoute;
  /** The route of Nest that it is; absent for one that the application registered itself, and that answers. */
  readonly discovered: DiscoveredRoute | undefined;
}

/** The routes on Express's router in the order in which it serves them, paired with those that were discovered. */
export function registeredRoutes(
  instance: ExpressInstance,
  routes: readonly DiscoveredRoute[],
): RegisteredRoute[] {
  const waiting = new WaitingRoutes(routes);
  const found: RegisteredRoute[] = [];
  for (const { route: registered } of instance.router.stack) {
    if (registered === undefined) continue;
    const { path: paths } = registered;
    if (!Array.isArray(paths)) addRegistered(registered, paths, waiting, found);
    else for (const path of paths) addRegistered(registered, path, waiting, found);
  }
  return found;
}

function addRegistered(
  registered: ExpressRoute,
  path: unknown,
  waiting: WaitingRoutes,
  found: RegisteredRoute[],
): void {
  if (typeof path !== 'string') return;
  const methods = methodsOf(registered);
  const [method = ''] = methods;
  const discovered = waiting.take(method, path, registered);
  if (discovered !== undefined) {
    found.push({ method, path, registered, discovered });
    return;
  }
  for (const each of methods) {
    if (endsRequests(registered, each)) found.push({ method: each, path, registered, discovered });
  }
}

/** Discovered routes that were not met on Express's router yet. */
class WaitingRoutes {
  private readonly byName = new Map<string, DiscoveredRoute[]>();

  constructor(routes: readonly DiscoveredRoute[]) {
    for (const route of routes) {
      const name = `${route.method} ${convertedPath(route.path)}`;
      const others = this.byName.get(name);
      if (others === undefined) this.byName.set(name, [route]);
      else others.push(route);
    }
  }

  /** The same path may be registered more than once: the first of them is the first. */
  take(method: string, path: string, registered: ExpressRoute): DiscoveredRoute | undefined {
    const routes = this.byName.get(`${method} ${path}`);
    const [first] = routes ?? [];
    return first !== undefined && isRegistrationOf(registered, first) ? routes?.shift() : undefined;
  }
}

/** As Nest's adapter writes it; every path that it writes otherwise has one of these. */
function convertedPath(path: string): string {
  return /[*+]/.test(path) ? LegacyRouteConverter.tryConvert(path, { logs: false }) : path;
}

/** A method that the instance has another function for has lost its metadata. */
function isRegistrationOf({ stack }: ExpressRoute, { callback }: DiscoveredRoute): boolean {
  return (
    stack.some(({ handle }) => Reflect.hasOwnMetadata(PATH_METADATA, handle)) ||
    !Reflect.hasOwnMetadata(PATH_METADATA, callback)
  );
}

/**
 * Whether the last handler of a route takes no `next`, so that whatever it matches goes no further. One that takes it may be a middleware
 * (Nest registers its own that way): what stands behind it is as good as reached.
 */
function endsRequests({ stack }: ExpressRoute, method: string): boolean {
  const last = stack.findLast(
    layer => layer.method === undefined || layer.method.toUpperCase() === method || method === ALL_METHODS,
  );
  return last !== undefined && last.handle.length < 3;
}

/** `app.all()` names every method that Node knows. */
function methodsOf({ methods }: ExpressRoute): string[] {
  const names = Object.keys(methods).map(name => name.toUpperCase());
  return names.includes('_ALL') || names.length >= METHODS.length ? [ALL_METHODS] : names;
}
