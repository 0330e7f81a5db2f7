import {
  ALL_METHODS,
  type DiscoveredRoute,
  type PathParameters,
  type RouteVersion,
  type SpecificTableRoute,
  hostFilter,
} from '../../routing/index.js';
import type { FastifyAdapter, FastifyInstance, FastifyRouteOptions } from './fastify-instance.js';

/** The key of a {@link RouteSlot} in a route's `config`, where only that tells it. */
export const ROUTE_SLOT = Symbol.for('nestjs-cors-policy:route');

// What @nestjs/platform-fastify keeps of @RouteConstraints().
const CONSTRAINTS_METADATA = '__fastify_route_constraints__';

type EmptyParameterAdapter = Pick<FastifyAdapter, 'requireNonEmptyParams'>;

type Filters = Pick<SpecificTableRoute<unknown>, 'servesHost' | 'accepts'>;

/** A route on Fastify's router, and the route of Nest that it is. */
export class RouteSlot implements SpecificTableRoute<DiscoveredRoute | undefined> {
  /** Absent for a route that the application registered itself. */
  payload: DiscoveredRoute | undefined;
  readonly versions: readonly RouteVersion[] | undefined;
  /** Whether Fastify has made a route for HEAD of it. */
  servesHead = false;
  private madeFilters: Filters | undefined;

  constructor(
    /** As it was registered. */
    readonly method: string | readonly string[],
    readonly path: string,
    readonly handler: unknown,
    readonly constraints: SpecificTableRoute<unknown>['constraints'],
    private readonly adapter: EmptyParameterAdapter,
  ) {
    this.versions = asList(constraints?.version);
  }

  get methods(): readonly string[] {
    const own = listOf(this.method);
    return this.servesHead ? [...own, 'HEAD'] : own;
  }

  get servesHost(): Filters['servesHost'] {
    return this.filters.servesHost;
  }

  get accepts(): Filters['accepts'] {
    return this.filters.accepts;
  }

  // Made when the first request comes: most routes have none, and nobody has to wait for them at the start.
  private get filters(): Filters {
    this.madeFilters ??= {
      servesHost: hostFilter(this.payload?.hosts),
      accepts: this.payload && emptyParameterFilter(this.adapter, this.path),
    };
    return this.madeFilters;
  }
}

/** What a route's `config` gets from the module. */
class SlotConfig {
  readonly [ROUTE_SLOT]: RouteSlot;

  constructor(slot: RouteSlot) {
    this[ROUTE_SLOT] = slot;
  }
}

/** What Fastify hands to every hook of a request's route. */
export interface RouteConfig {
  readonly [ROUTE_SLOT]?: RouteSlot;
  /** As the route was registered. */
  readonly url?: string;
  readonly method?: string | readonly string[];
}

/** Records the routes that Fastify registers, and pairs them with those that were discovered. */
export class FastifyRoutes {
  /** How many there are: Fastify takes routes until it listens. */
  size = 0;
  /** Those for OPTIONS; the hooks of the application's own may add to them until then. */
  readonly forOptions: FastifyRouteOptions[] = [];
  private readonly byPath = new Map<string, RouteSlot[]>();
  /** At which other URL Fastify may serve a route. */
  private readonly twins = new Map<RouteSlot, Parameters<FastifyInstance['hasRoute']>[0]>();

  constructor(
    private readonly instance: Pick<FastifyInstance, 'hasRoute'>,
    private readonly adapter: EmptyParameterAdapter,
    /** Whether Fastify may have routes beside those that are recorded here. */
    private readonly hasOthers = false,
  ) {}

  /** For Fastify's `onRoute` hook. */
  record(options: FastifyRouteOptions): void {
    this.size += 1;
    if (listOf(options.method).includes('OPTIONS')) this.forOptions.push(options);
    const slot = this.servedGet(options) ?? this.slotFor(options);
    // Mostly its URL and method tell a route, and nothing has to be added to these options: each has a hidden class of its own.
    if (!this.hasOthers && options.config === undefined && isUnconstrained(slot)) return;
    options.config = Object.assign(new SlotConfig(slot), options.config);
  }

  /** The slot of the route that Fastify chose for a request. */
  slotOf(config: RouteConfig): RouteSlot | undefined {
    const { [ROUTE_SLOT]: slot, url = '', method } = config;
    if (slot !== undefined || this.hasOthers) return slot;
    const [first = ''] = listOf(method ?? []);
    return this.byPath.get(url)?.find(other => isUnconstrained(other) && other.methods.includes(first));
  }

  pair(routes: readonly DiscoveredRoute[]): void {
    const waiting = new Map<string, DiscoveredRoute[]>();
    for (const route of routes) add(waiting, route);
    for (const [path, slots] of this.byPath) {
      // Each once: Fastify takes version '2' and versions ['2'] for two routes, which look alike here, and are told in their order.
      const candidates = waiting.get(path) ?? [];
      for (const slot of slots) {
        const found = candidates.findIndex(route => isRegisteredAs(slot, route));
        slot.payload = found === -1 ? undefined : candidates.splice(found, 1)[0];
      }
    }
  }

  tableRoutes(): readonly SpecificTableRoute<DiscoveredRoute | undefined>[] {
    const twins = [...this.twins].filter(([, query]) => this.instance.hasRoute(query));
    return [
      ...[...this.byPath.values()].flat(),
      ...twins.map(([{ methods, versions, constraints, servesHost, accepts, payload }, { url: path }]) => ({
        methods,
        path,
        versions,
        constraints,
        servesHost,
        accepts,
        payload,
      })),
    ];
  }

  /** The route for GET that Fastify has just made one for HEAD of, at the same URL: they share their handler. */
  private servedGet({ method, url, handler }: FastifyRouteOptions): RouteSlot | undefined {
    if (method !== 'HEAD') return undefined;
    const slot = this.byPath.get(url)?.findLast(other => other.handler === handler);
    if (slot !== undefined) slot.servesHead = true;
    return slot;
  }

  private slotFor({
    method,
    url,
    constraints,
    handler,
    prefix = '',
    routePath,
  }: FastifyRouteOptions): RouteSlot {
    const slot = new RouteSlot(method, url, handler, constraints, this.adapter);
    add(this.byPath, slot);
    // Of a plugin's `/`, Fastify tells `/prefix` only, and mostly serves `/prefix/` too.
    if (prefix !== '' && routePath === '') {
      const [first = ''] = listOf(method);
      this.twins.set(slot, { method: first, url: `${url}/`, constraints });
    }
    return slot;
  }
}

function add<Route extends { readonly path: string }>(byPath: Map<string, Route[]>, route: Route): void {
  const others = byPath.get(route.path);
  if (others === undefined) byPath.set(route.path, [route]);
  else others.push(route);
}

function listOf(method: string | readonly string[]): readonly string[] {
  return typeof method === 'string' ? [method] : method;
}

function isUnconstrained({ constraints }: RouteSlot): boolean {
  return constraints === undefined || Object.keys(constraints).length === 0;
}

/**
 * Nest's adapter gives requests whose parameters are empty to the not-found handler, although find-my-way matches them. What exactly it
 * refuses is for its own filter to say; older versions have none.
 */
export function emptyParameterFilter(
  adapter: EmptyParameterAdapter,
  url: string,
): SpecificTableRoute<unknown>['accepts'] {
  const filtered = url.includes(':') ? adapter.requireNonEmptyParams?.(url, () => true) : undefined;
  if (filtered === undefined) return undefined;
  const reply = { callNotFound: () => undefined };
  return (requested: string, params: PathParameters) =>
    filtered({ params, raw: { url: requested } }, reply) === true;
}

function isRegisteredAs(
  { method: registered, versions, constraints }: RouteSlot,
  route: DiscoveredRoute,
): boolean {
  const [method, ...others] = listOf(registered);
  const isNamed = others.length === 0 ? route.method === method : route.method === ALL_METHODS;
  return (
    isNamed &&
    hasSameItems(versions ?? [], route.requestVersions ?? []) &&
    hasSameEntries(constraints, Reflect.getMetadata(CONSTRAINTS_METADATA, route.handler))
  );
}

function hasSameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every(item => others.includes(item));
}

/** The version apart, which comes from another decorator. */
function hasSameEntries(some: object | undefined, others: unknown): boolean {
  if (some === undefined && others === undefined) return true;
  const found = Object.entries(some ?? {}).filter(([name]) => name !== 'version');
  const expected = new Map<string, unknown>(Object.entries(others ?? {}));
  expected.delete('version');
  return found.length === expected.size && found.every(([name, value]) => expected.get(name) === value);
}

function asList(value: unknown): readonly RouteVersion[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]) as readonly RouteVersion[];
}
