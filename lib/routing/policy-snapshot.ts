import { type CompiledPolicy, type PolicyEntry, strictestEnforcement } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import type { EndpointPolicies } from './gateways/endpoint-policies.js';
import type { SocketEndpoint } from './gateways/socket-endpoint.js';
import type { PathIndex, PathKey } from './paths/path-index.js';
import { type PoliciesAtPath, PathPolicies } from './paths/path-policies.js';
import { pathsOf } from './request-path.js';

type Route = DiscoveredRoute | undefined;
type RoutesByController = ReadonlyMap<unknown, ReadonlyMap<unknown, Route>>;

/** What `paths` says, for each route and key that can meet. */
export interface PathEntries {
  readonly keys: readonly PathKey[];
  readonly index: PathIndex<PathKey>;
  /** The policy of a route, or of what no route serves, at the path of a key, or of none. */
  readonly entryOf: (route: Route, key: PathKey | undefined) => PolicyEntry;
  /** Each of them, with the route whose it is; `undefined` for what no route serves. */
  readonly all: readonly (readonly [route: Route, entry: PolicyEntry])[];
}

/**
 * The policies of an application at one moment. Immutable: a reload makes another, and a request that began with one ends with it.
 */
export class PolicySnapshot {
  /** Whether some policy has predicates to ask, or refuses or reports by itself: what must be known before a handler runs. */
  readonly decidesEarly: boolean;
  /** Whether some policy has predicates. */
  readonly hasPredicates: boolean;
  /** Whether some policy has a `resourcePolicy`. */
  readonly setsResourcePolicy: boolean;
  /** The policies of a path without a key. */
  readonly elsewhere: PoliciesAtPath;
  private readonly paths: PathPolicies | undefined;
  private byController: RoutesByController | undefined;

  constructor(
    /** Decides where no Nest route answers, and no key of `paths` says otherwise. */
    readonly defaults: PolicyEntry,
    private readonly entries: ReadonlyMap<Route, PolicyEntry>,
    private readonly pathEntries?: PathEntries,
    private readonly decorated: ReadonlySet<DiscoveredRoute> = new Set(),
    /** Of the endpoints of gateways. */
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

  /** The gateways at the application's own server that take what a request target names. */
  gatewaysAt(url: string): readonly EndpointPolicies[] {
    return this.gateways.filter(({ endpoint }) => endpoint.port === 0 && endpoint.serves(url));
  }

  /** The gateways at an endpoint, if it has any. */
  gatewaysOf(endpoint: SocketEndpoint): EndpointPolicies | undefined {
    return this.gateways.find(each => each.endpoint === endpoint);
  }

  /** The keys of `paths`. */
  get keys(): readonly PathKey[] {
    return this.pathEntries?.keys ?? [];
  }

  /** Every policy that a key of `paths` gives, with the route whose it is; `undefined` for what no route serves. */
  get entriesOfKeys(): PathEntries['all'] {
    return this.pathEntries?.all ?? [];
  }

  /** The policy of what no route serves at the path of a key. */
  entryAt(key: PathKey): PolicyEntry {
    return this.pathEntries?.entryOf(undefined, key) ?? this.defaults;
  }

  /** Whether a decorator stands on the route or on its controller. */
  isDecorated(route: DiscoveredRoute): boolean {
    return this.decorated.has(route);
  }

  /** The policy of a route as it is listed; the module defaults' where none answers. */
  entryOf(route: Route): PolicyEntry {
    return this.entries.get(route) ?? this.defaults;
  }

  policyOf(route: Route): CompiledPolicy {
    return this.entryOf(route).policy;
  }

  /**
   * A route of a handler as an execution context names it: all its routes share their policy. A request-scoped controller that binds its
   * methods has new ones for each request, which only their name tells.
   */
  routeOfHandler(controller: unknown, handler: { readonly name: string }): Route {
    this.byController ??= routesByController(this.entries.keys());
    const handlers = this.byController.get(controller);
    return handlers?.get(handler) ?? handlers?.get(handler.name.replace(/^bound /, ''));
  }
}

/** By what tells a handler: only the interceptor asks by it. */
function routesByController(routes: Iterable<Route>): RoutesByController {
  const byController = new Map<unknown, Map<unknown, Route>>();
  for (const route of routes) {
    const handlers = byController.get(route?.controller) ?? new Map<unknown, Route>();
    for (const key of [route?.handler, route?.callback, route?.methodName]) handlers.set(key, route);
    byController.set(route?.controller, handlers);
  }
  return byController;
}
