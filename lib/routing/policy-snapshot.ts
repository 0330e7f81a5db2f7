import type { CompiledPolicy, PolicyEntry } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { PreflightMemory } from './preflight-memory.js';

type RoutesByController = ReadonlyMap<unknown, ReadonlyMap<unknown, DiscoveredRoute | undefined>>;

/**
 * The policies of an application at one moment. Immutable: a reload makes another, and a request that began with one ends with it.
 */
export class PolicySnapshot {
  /** Whether some policy has predicates to ask, or refuses by itself: what must be known before a handler runs. */
  readonly decidesEarly: boolean;
  /** Whether some policy has predicates. */
  readonly hasPredicates: boolean;
  /** What was made ready for preflights with these policies. */
  readonly preflights = new PreflightMemory();
  private byController: RoutesByController | undefined;

  constructor(
    /** Decides where no Nest route answers. */
    readonly defaults: PolicyEntry,
    private readonly entries: ReadonlyMap<DiscoveredRoute | undefined, PolicyEntry>,
  ) {
    const policies = [defaults, ...entries.values()].map(({ policy }) => policy);
    this.hasPredicates = policies.some(({ origin }) => origin.predicates.length > 0);
    this.decidesEarly = this.hasPredicates || policies.some(({ enforce }) => enforce);
  }

  /** The policy of the route that answers; the module defaults' where none does. */
  entryOf(route: DiscoveredRoute | undefined): PolicyEntry {
    return this.entries.get(route) ?? this.defaults;
  }

  policyOf(route: DiscoveredRoute | undefined): CompiledPolicy {
    return this.entryOf(route).policy;
  }

  /**
   * A route of a handler as an execution context names it: all its routes share their policy. A request-scoped controller that binds its
   * methods has new ones for each request, which only their name tells.
   */
  routeOfHandler(controller: unknown, handler: { readonly name: string }): DiscoveredRoute | undefined {
    this.byController ??= routesByController(this.entries.keys());
    const handlers = this.byController.get(controller);
    return handlers?.get(handler) ?? handlers?.get(handler.name.replace(/^bound /, ''));
  }
}

/** By what tells a handler: only the interceptor asks by it. */
function routesByController(routes: Iterable<DiscoveredRoute | undefined>): RoutesByController {
  const byController = new Map<unknown, Map<unknown, DiscoveredRoute | undefined>>();
  for (const route of routes) {
    const handlers = byController.get(route?.controller) ?? new Map<unknown, DiscoveredRoute | undefined>();
    for (const key of [route?.handler, route?.callback, route?.methodName]) handlers.set(key, route);
    byController.set(route?.controller, handlers);
  }
  return byController;
}
