import { type CompiledPolicy, type PolicyEntry, strictestEnforcement } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import type { EndpointPolicies } from './gateways/endpoint-policies.js';
import type { SocketEndpoint } from './gateways/socket-endpoint.js';
import type { PathIndex, PathKey } from './paths/path-index.js';
import { type PoliciesAtPath, PathPolicies } from './paths/path-policies.js';
import { pathsOf } from './request-path.js';

type Route = DiscoveredRoute | undefined;
type RoutesByController = ReadonlyMap<unknown, ReadonlyMap<unknown, Route>>;

/** The policies that `paths` gives for each pair of route and key that can meet. */
export interface PathEntries {
  readonly keys: readonly PathKey[];
  readonly index: PathIndex<PathKey>;
  /** The policy of a route at the path of a key. `undefined` stands for no route, or for no key. */
  readonly entryOf: (route: Route, key: PathKey | undefined) => PolicyEntry;
  /** Every policy with its route. `undefined` stands for requests without a route. */
  readonly all: readonly (readonly [route: Route, entry: PolicyEntry])[];
}

/**
 * The policies of an application at one moment. It is immutable. A reload creates another one, and
 * a request keeps the snapshot that it began with.
 */
export class PolicySnapshot {
  /** Whether a policy has predicates or `enforce`, which are evaluated before a handler runs. */
  readonly decidesEarly: boolean;
  readonly hasPredicates: boolean;
  readonly setsResourcePolicy: boolean;
  /** The policies of a path without a key. */
  readonly elsewhere: PoliciesAtPath;
  private readonly paths: PathPolicies | undefined;
  private byController: RoutesByController | undefined;

  constructor(
    /** The policy if no Nest route answers and no key of `paths` matches. */
    readonly defaults: PolicyEntry,
    private readonly entries: ReadonlyMap<Route, PolicyEntry>,
    private readonly pathEntries?: PathEntries,
    private readonly decorated: ReadonlySet<DiscoveredRoute> = new Set(),
    /** The policies of the gateways, by endpoint. */
    readonly gateways: readonly EndpointPolicies[] = [],
  ) {
    const policies = [defaults, ...entries.values(), ...this.entriesOfKeys.map(([, entry]) => entry)].map(
      ({ policy }) => policy,
    );
    this.hasPredicates = policies.some(({ origin }) => origin.predicates.length > 0);
    this.setsResourcePolicy = [...policies, ...gateways.map(({ entry }) => entry.policy)].some(
      ({ resourcePolicy }) => resourcePolicy !== undefined,
    );
    this.decidesEarly = this.hasPredicates || strictestEnforcement(policies) !== false;
    const everywhere = new PathPolicies(
      pathEntries?.index,
      pathEntries?.entryOf ?? (route => this.entryOf(route)),
    );
    this.elsewhere = everywhere.elsewhere;
    if (pathEntries !== undefined) this.paths = everywhere;
  }

  /** The policies at the path of a request target. */
  at(url: string): PoliciesAtPath {
    return this.paths === undefined ? this.elsewhere : this.paths.at(...pathsOf(url));
  }

  /** The gateways on the application's own server that take a request target. */
  gatewaysAt(url: string): readonly EndpointPolicies[] {
    return this.gateways.filter(({ endpoint }) => endpoint.port === 0 && endpoint.serves(url));
  }

  /** The gateways at an endpoint. Absent if there are none. */
  gatewaysOf(endpoint: SocketEndpoint): EndpointPolicies | undefined {
    return this.gateways.find(each => each.endpoint === endpoint);
  }

  get keys(): readonly PathKey[] {
    return this.pathEntries?.keys ?? [];
  }

  /** Every policy from `paths` with its route. `undefined` stands for requests without a route. */
  get entriesOfKeys(): PathEntries['all'] {
    return this.pathEntries?.all ?? [];
  }

  /** The policy at the path of a key for requests without a route. */
  entryAt(key: PathKey): PolicyEntry {
    return this.pathEntries?.entryOf(undefined, key) ?? this.defaults;
  }

  /** Whether the route or its controller has a decorator. */
  isDecorated(route: DiscoveredRoute): boolean {
    return this.decorated.has(route);
  }

  /** The policy that is listed for a route, or `defaults` without a route. */
  entryOf(route: Route): PolicyEntry {
    return this.entries.get(route) ?? this.defaults;
  }

  policyOf(route: Route): CompiledPolicy {
    return this.entryOf(route).policy;
  }

  /**
   * A route of the handler in an execution context. All routes of a handler share their policy. If
   * a request-scoped controller binds its methods, the functions differ for each request, so the
   * name identifies the handler.
   */
  routeOfHandler(controller: unknown, handler: { readonly name: string }): Route {
    this.byController ??= routesByController(this.entries.keys());
    const handlers = this.byController.get(controller);
    return handlers?.get(handler) ?? handlers?.get(handler.name.replace(/^bound /, ''));
  }
}

/** Built on demand, because only the interceptor needs it. */
function routesByController(routes: Iterable<Route>): RoutesByController {
  const byController = new Map<unknown, Map<unknown, Route>>();
  for (const route of routes) {
    const handlers = byController.get(route?.controller) ?? new Map<unknown, Route>();
    for (const key of [route?.handler, route?.callback, route?.methodName]) handlers.set(key, route);
    byController.set(route?.controller, handlers);
  }
  return byController;
}
