import {
  ALL_METHODS,
  type DiscoveredRoute,
  type PathParameters,
  type RouteVersion,
  type SpecificTableRoute,
  hostFilter,
} from '../../routing/index.js';
import type { FastifyAdapter, FastifyInstance, FastifyRouteOptions } from './fastify-instance.js';

/** The key of a {@link RouteSlot} in a route's `config`, which Fastify hands to every hook. */
export const ROUTE_SLOT = Symbol.for('nestjs-cors-policy:route');

// What @nestjs/platform-fastify keeps of @RouteConstraints().
const CONSTRAINTS_METADATA = '__fastify_route_constraints__';

/** A route on Fastify's router, and the route of Nest that it is. */
export interface RouteSlot extends Pick<SpecificTableRoute<unknown>, 'versions' | 'constraints'> {
  readonly methods: readonly string[];
  readonly url: string;
  readonly handler: unknown;
  /** The other URL at which Fastify serves the route, if it does. */
  readonly twin: Parameters<FastifyInstance['hasRoute']>[0] | undefined;
  /** Absent for a route that the application registered itself. */
  discovered: DiscoveredRoute | undefined;
  servesHost: SpecificTableRoute<unknown>['servesHost'];
  accepts: SpecificTableRoute<unknown>['accepts'];
}

/** Records the routes that Fastify registers, and pairs them with those that were discovered. */
export class FastifyRoutes {
  private readonly slots: RouteSlot[] = [];

  constructor(
    private readonly instance: Pick<FastifyInstance, 'hasRoute'>,
    private readonly adapter: Pick<FastifyAdapter, 'requireNonEmptyParams'>,
  ) {}

  /** How many there are: Fastify takes routes until it listens. */
  get size(): number {
    return this.slots.length;
  }

  /** For Fastify's `onRoute` hook. */
  record(options: FastifyRouteOptions): void {
    const { method, url, constraints, handler, prefix = '', routePath } = options;
    const methods = typeof method === 'string' ? [method] : [...method];
    const [first = ''] = methods;
    const slot: RouteSlot = {
      methods,
      url,
      handler,
      // Of a plugin's `/`, Fastify tells `/prefix` only, and mostly serves `/prefix/` too.
      twin: prefix === '' || routePath !== '' ? undefined : { method: first, url: `${url}/`, constraints },
      versions: asList(constraints?.version),
      constraints,
      accepts: undefined,
      discovered: undefined,
      servesHost: undefined,
    };
    this.slots.push(slot);
    options.config = { ...options.config, [ROUTE_SLOT]: slot };
  }

  pair(routes: readonly DiscoveredRoute[]): void {
    const waiting = new Map<string, DiscoveredRoute[]>();
    for (const route of routes) waiting.set(route.path, [...(waiting.get(route.path) ?? []), route]);
    const atUrl = new Map<string, readonly RouteSlot[]>();
    for (const slot of this.slots) {
      const earlier = atUrl.get(slot.url) ?? [];
      atUrl.set(slot.url, [...earlier, slot]);
      // Each once: Fastify takes version '2' and versions ['2'] for two routes, which look alike here, and are told in their order.
      const candidates = waiting.get(slot.url) ?? [];
      const found = candidates.findIndex(route => isRegisteredAs(slot, route));
      const discovered = found === -1 ? servedGet(slot, earlier) : candidates.splice(found, 1)[0];
      slot.discovered = discovered;
      // What a route has for HEAD is the very same: so the table can tell that it is the same route.
      const same = earlier.find(other => discovered !== undefined && other.discovered === discovered);
      slot.servesHost = same === undefined ? hostFilter(discovered?.hosts) : same.servesHost;
      slot.accepts =
        same === undefined ? discovered && emptyParameterFilter(this.adapter, slot.url) : same.accepts;
    }
  }

  tableRoutes(): SpecificTableRoute<DiscoveredRoute | undefined>[] {
    return this.slots.flatMap(slot => {
      const { methods, url, twin, versions, constraints, accepts, servesHost, discovered: payload } = slot;
      const paths = twin !== undefined && this.instance.hasRoute(twin) ? [url, twin.url] : [url];
      const shared = { versions, constraints, accepts, servesHost, payload };
      return paths.flatMap(path => methods.map(method => ({ ...shared, method, path })));
    });
  }
}

/** The route of Nest for GET that Fastify made one for HEAD of, at the same URL and after it: they share their handler. */
function servedGet(
  { methods, handler }: RouteSlot,
  earlier: readonly RouteSlot[],
): DiscoveredRoute | undefined {
  if (!methods.includes('HEAD')) return undefined;
  return earlier.find(other => other.handler === handler)?.discovered;
}

/**
 * Nest's adapter gives requests whose parameters are empty to the not-found handler, although find-my-way matches them. What exactly it
 * refuses is for its own filter to say; older versions have none.
 */
export function emptyParameterFilter(
  adapter: Pick<FastifyAdapter, 'requireNonEmptyParams'>,
  url: string,
): SpecificTableRoute<unknown>['accepts'] {
  const filtered = url.includes(':') ? adapter.requireNonEmptyParams?.(url, () => true) : undefined;
  if (filtered === undefined) return undefined;
  const reply = { callNotFound: () => undefined };
  return (requested: string, params: PathParameters) =>
    filtered({ params, raw: { url: requested } }, reply) === true;
}

function isRegisteredAs({ methods, versions, constraints }: RouteSlot, route: DiscoveredRoute): boolean {
  const [method, ...others] = methods;
  const isNamed = others.length === 0 ? route.method === method : route.method === ALL_METHODS;
  const ownConstraints: unknown = Reflect.getMetadata(CONSTRAINTS_METADATA, route.handler);
  return (
    isNamed &&
    hasSameItems(versions ?? [], route.requestVersions ?? []) &&
    hasSameEntries(constraints, ownConstraints)
  );
}

function hasSameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every(item => others.includes(item));
}

/** The version apart, which comes from another decorator. */
function hasSameEntries(some: object = {}, others: unknown): boolean {
  const found = Object.entries(some).filter(([name]) => name !== 'version');
  const expected = new Map<string, unknown>(Object.entries(others ?? {}));
  expected.delete('version');
  return found.length === expected.size && found.every(([name, value]) => expected.get(name) === value);
}

function asList(value: unknown): readonly RouteVersion[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]) as readonly RouteVersion[];
}
