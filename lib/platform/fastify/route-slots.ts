import type { FastifyRequest } from './fastify-instance.js';
import { ROUTE_SLOT, type RouteSlot } from './fastify-routes.js';

/** A route's configuration with what the module put there. */
interface RouteConfig {
  readonly [ROUTE_SLOT]?: RouteSlot;
}

/** What Fastify keeps of a route. */
interface RouteContext {
  readonly config?: RouteConfig;
  /** `null` where there are none. */
  readonly onSend?: unknown;
}

/**
 * Reads what Fastify keeps of the route that it chose for a request, also of the one that stands for unknown paths. Fastify makes
 * `routeOptions` anew for each reading, and reads all the request's headers for it: so it is asked once, to learn under which symbol of its
 * own a request has the same.
 */
export class RouteSlots {
  private contextKey: symbol | undefined;

  of(request: FastifyRequest): RouteSlot | undefined {
    const config = this.contextOf(request)?.config ?? request.routeOptions.config;
    return (config as RouteConfig | undefined)?.[ROUTE_SLOT];
  }

  /** Whether hooks wait for the reply to be sent, as far as can be told. */
  hasSendHooks(request: FastifyRequest): boolean {
    return this.contextOf(request)?.onSend !== null;
  }

  private contextOf(request: FastifyRequest): RouteContext | undefined {
    this.contextKey ??= contextKeyOf(request);
    return this.contextKey && (Reflect.get(request, this.contextKey) as RouteContext | undefined);
  }
}

function contextKeyOf(request: FastifyRequest): symbol | undefined {
  const { config } = request.routeOptions;
  if (config === undefined) return undefined;
  return Object.getOwnPropertySymbols(request).find(key => {
    const value: unknown = Reflect.get(request, key);
    return typeof value === 'object' && value !== null && 'config' in value && value.config === config;
  });
}
