import type { DiscoveredRoute } from '../../routing/index.js';
// Past the room's index, which stands on Nest: so this is in the package once, for both formats.
import { namesPath } from '../../routing/request-path.js';
import type { FastifyRequest } from './fastify-instance.js';
import type { FastifyRoutes, RouteConfig, RouteSlot } from './fastify-routes.js';

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
  // Each route has a configuration of its own.
  private readonly known = new WeakMap<RouteConfig, RouteSlot>();

  constructor(private readonly routes: Pick<FastifyRoutes, 'slotOf'>) {}

  /** The route of Nest that Fastify chose, unless the not-found handler or the controller's own host filter answers in the end. */
  routeOf(request: FastifyRequest): DiscoveredRoute | undefined {
    const { url = '', originalUrl = url } = request.raw;
    if (request.is404 || !namesPath(originalUrl)) return undefined;
    const slot = this.slotOf(request);
    if (slot?.servesHost?.(request.hostname) === false) return undefined;
    return slot?.accepts?.(originalUrl, request.params) === false ? undefined : slot?.payload;
  }

  /** Whether hooks wait for the reply to be sent, as far as can be told. */
  hasSendHooks(request: FastifyRequest): boolean {
    return this.contextOf(request)?.onSend !== null;
  }

  private slotOf(request: FastifyRequest): RouteSlot | undefined {
    const config: RouteConfig | undefined = this.contextOf(request)?.config ?? request.routeOptions.config;
    return config && (this.known.get(config) ?? this.find(config));
  }

  private find(config: RouteConfig): RouteSlot | undefined {
    const slot = this.routes.slotOf(config);
    if (slot !== undefined) this.known.set(config, slot);
    return slot;
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
