import type { FastifyRequest } from './fastify-instance.js';
import { ROUTE_SLOT, type RouteSlot } from './fastify-routes.js';

/** A route's configuration with what the module put there. */
interface RouteConfig {
  readonly [ROUTE_SLOT]?: RouteSlot;
}

/**
 * Reads the slot of the route that Fastify chose for a request. Fastify makes `routeOptions` anew for each reading, and reads all the
 * request's headers for it: so it is asked once, to learn under which symbol of its own a request has the same configuration.
 */
export class RouteSlots {
  private contextKey: symbol | undefined;

  of(request: FastifyRequest): RouteSlot | undefined {
    const context: unknown =
      this.contextKey === undefined ? undefined : Reflect.get(request, this.contextKey);
    const config = configIn(context) ?? this.learn(request);
    return config?.[ROUTE_SLOT];
  }

  private learn(request: FastifyRequest): RouteConfig | undefined {
    const config: RouteConfig | undefined = request.routeOptions.config;
    this.contextKey = Object.getOwnPropertySymbols(request).find(
      key => config !== undefined && configIn(Reflect.get(request, key)) === config,
    );
    return config;
  }
}

function configIn(context: unknown): RouteConfig | undefined {
  if (typeof context !== 'object' || context === null || !('config' in context)) return undefined;
  return context.config as RouteConfig | undefined;
}
