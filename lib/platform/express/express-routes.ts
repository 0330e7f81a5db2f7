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
  const waiting = new Map<string, DiscoveredRoute[]>();
  for (const route of routes) {
    const key = `${route.method} ${LegacyRouteConverter.tryConvert(route.path, { logs: false })}`;
    waiting.set(key, [...(waiting.get(key) ?? []), route]);
  }
  return instance.router.stack.flatMap(({ route: registered }) =>
    [registered?.path].flat().flatMap((path): RegisteredRoute[] => {
      if (registered === undefined || typeof path !== 'string') return [];
      const methods = methodsOf(registered);
      const [method = ''] = methods;
      // The same path may be registered more than once: the first of them is the first.
      const [discovered] = waiting.get(`${method} ${path}`) ?? [];
      if (discovered !== undefined && isRegistrationOf(registered, discovered)) {
        waiting.get(`${method} ${path}`)?.shift();
        return [{ method, path, registered, discovered }];
      }
      return methods
        .filter(each => endsRequests(registered, each))
        .map(each => ({ method: each, path, registered, discovered: undefined }));
    }),
  );
}

/** A method that the instance has another function for has lost its metadata. */
function isRegistrationOf({ stack }: ExpressRoute, { callback }: DiscoveredRoute): boolean {
  return (
    !Reflect.hasMetadata(PATH_METADATA, callback) ||
    stack.some(({ handle }) => Reflect.hasMetadata(PATH_METADATA, handle))
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
