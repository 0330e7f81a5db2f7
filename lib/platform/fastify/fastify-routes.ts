import {
  type DiscoveredRoute,
  type PathParameters,
  type RouteVersion,
  type SpecificTableRoute,
  hostFilter,
  namesPath,
  type Registration,
} from '../../routing/index.js';
import type {
  FastifyAdapter,
  FastifyInstance,
  FastifyRequest,
  FastifyRouteOptions,
} from './fastify-instance.js';

/**
 * The key of the registration in a route's `config`. The value is `null` for a route of the
 * application itself. Fastify passes the config to every hook of a request.
 */
const REGISTRATION = Symbol('nestjs-cors-policy: registration');

type EmptyParameterAdapter = Pick<FastifyAdapter, 'requireNonEmptyParams'>;

type Filters = Pick<SpecificTableRoute<unknown>, 'servesHost' | 'accepts'>;

/** The config that Fastify keeps for a chosen route. */
interface RouteConfig {
  [REGISTRATION]?: Registration | null;
  readonly url?: string;
  readonly method?: string | readonly string[];
}

/** A route on Fastify's router. */
class RouteSlot implements SpecificTableRoute<DiscoveredRoute | undefined> {
  /** Whether Fastify has derived a HEAD route from it. */
  servesHead = false;
  private madeFilters: Filters | undefined;

  constructor(
    // Kept as an object, because later `onRoute` hooks may still change the options.
    readonly options: FastifyRouteOptions,
    private readonly registration: Registration | undefined,
    private readonly adapter: EmptyParameterAdapter,
    readonly path = options.url,
  ) {}

  /** Absent for a route that the application registered itself. */
  get payload(): DiscoveredRoute | undefined {
    return this.registration?.route;
  }

  get methods(): readonly string[] {
    const own = listOf(this.options.method);
    return this.servesHead ? [...own, 'HEAD'] : own;
  }

  get constraints(): SpecificTableRoute<unknown>['constraints'] {
    return this.options.constraints;
  }

  get versions(): readonly RouteVersion[] | undefined {
    const version = this.options.constraints?.version as RouteVersion | readonly RouteVersion[] | undefined;
    return version === undefined ? undefined : listOf(version);
  }

  get servesHost(): Filters['servesHost'] {
    return this.filters.servesHost;
  }

  get accepts(): Filters['accepts'] {
    return this.filters.accepts;
  }

  /** The same route at another path. */
  at(path: string): RouteSlot {
    return new RouteSlot(this.options, this.registration, this.adapter, path);
  }

  private get filters(): Filters {
    this.madeFilters ??= {
      servesHost: hostFilter(this.payload?.hosts),
      accepts: this.payload && emptyParameterFilter(this.adapter, this.path),
    };
    return this.madeFilters;
  }
}

/** The routes that Fastify registers, and which of them are Nest's. */
export class FastifyRoutes {
  private readonly slots: RouteSlot[] = [];
  private readonly byUrl = new Map<string, Registration[]>();
  private readonly filters = new Map<string, Filters['accepts']>();
  private current: { readonly registration: Registration; options?: FastifyRouteOptions } | undefined;

  constructor(
    private readonly instance: Pick<FastifyInstance, 'hasRoute'>,
    private readonly adapter: EmptyParameterAdapter,
  ) {}

  /** The number of routes. Fastify accepts routes until it listens. */
  get size(): number {
    return this.slots.length;
  }

  /** Runs the registration of a Nest route. */
  during(registration: Registration, register: () => unknown): unknown {
    const current: NonNullable<FastifyRoutes['current']> = { registration };
    this.current = current;
    try {
      return register();
    } finally {
      this.current = undefined;
      // Later `onRoute` hooks may have changed the path too.
      registration.isMisplaced = current.options?.url !== registration.path;
    }
  }

  /** Called by Fastify's `onRoute` hook. */
  record(options: FastifyRouteOptions): void {
    const { current } = this;
    const registration =
      current && isRouteOf(current.registration, options) ? current.registration : undefined;
    if (current !== undefined && registration !== undefined) current.options ??= options;
    setRegistration(options, registration ?? null);
    const last = this.slots.at(-1);
    // Fastify adds a HEAD route directly after its GET route, with the same handler.
    if (options.method === 'HEAD' && last?.path === options.url && last.options.handler === options.handler) {
      last.servesHead = true;
      return;
    }
    this.slots.push(new RouteSlot(options, registration, this.adapter));
    if (registration === undefined) return;
    const others = this.byUrl.get(options.url);
    if (others === undefined) this.byUrl.set(options.url, [registration]);
    else others.push(registration);
  }

  /**
   * The Nest routes that Fastify may have chosen for a request. Empty if the not-found handler or
   * the host filter of the controller answers. Several if another hook has replaced the route's
   * `config` and only constraints tell the routes apart.
   */
  chosenFor(request: FastifyRequest): readonly DiscoveredRoute[] {
    const { url = '', originalUrl = url } = request.raw;
    if (request.is404 || !namesPath(originalUrl)) return [];
    return this.registrationsOf(request.routeOptions.config ?? {}).flatMap(({ route, servesHost, path }) => {
      if (route === undefined || servesHost?.(request.hostname) === false) return [];
      return this.filterOf(path)?.(originalUrl, request.params) === false ? [] : [route];
    });
  }

  tableRoutes(): readonly SpecificTableRoute<DiscoveredRoute | undefined>[] {
    return [...this.slots, ...this.slots.flatMap(slot => this.twinOf(slot))];
  }

  /** Cached by path, because each request needs it. */
  private filterOf(path: string): Filters['accepts'] {
    if (!this.filters.has(path)) this.filters.set(path, emptyParameterFilter(this.adapter, path));
    return this.filters.get(path);
  }

  private registrationsOf(config: RouteConfig): readonly Registration[] {
    const { [REGISTRATION]: registration, url = '', method = [] } = config;
    if (registration !== undefined) return registration === null ? [] : [registration];
    const methods = listOf(method);
    return (this.byUrl.get(url) ?? []).filter(
      other =>
        other.method === 'ALL' ||
        methods.includes(other.method) ||
        (other.method === 'GET' && method === 'HEAD'),
    );
  }

  /** For a plugin's `/`, Fastify reports only `/prefix`, but usually also serves `/prefix/`. */
  private twinOf(slot: RouteSlot): RouteSlot[] {
    const { method, url, constraints, prefix = '', routePath } = slot.options;
    if (prefix === '' || routePath !== '') return [];
    const [first = ''] = listOf(method);
    return this.instance.hasRoute({ method: first, url: `${url}/`, constraints }) ? [slot.at(`${url}/`)] : [];
  }
}

/** Copies the config, because the application may pass one object for several routes. */
function setRegistration(options: FastifyRouteOptions, registration: Registration | null): void {
  const given: RouteConfig | undefined = options.config;
  // Fastify derives a HEAD route from a GET route with its config.
  if (given?.[REGISTRATION] === registration) return;
  const config: RouteConfig = { ...given };
  config[REGISTRATION] = registration;
  options.config = config;
}

/** Whether a registration added a route. Another hook may add routes at the same time. */
function isRouteOf(registration: Registration, { method, url }: FastifyRouteOptions): boolean {
  if (url !== registration.path) return false;
  if (registration.method === 'ALL') return typeof method !== 'string' || method === 'HEAD';
  return method === registration.method || (method === 'HEAD' && registration.method === 'GET');
}

function listOf<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

/**
 * Nest's filter for empty parameters: such requests get the not-found handler although find-my-way
 * matches them. Older versions of the adapter have no filter.
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
