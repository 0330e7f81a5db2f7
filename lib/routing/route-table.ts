import type { HostFilter } from './host-filter.js';
import type { PathMatching } from './paths/path-readings.js';
import type { RouteVersion } from './route-version.js';

/** The method of `@All()` routes. */
export const ALL_METHODS = 'ALL';

/** Tells whether a route matches a path. */
export interface PathMatcher {
  test(path: string): boolean;
}

/** A route in a table, with what the table's owner wants to find by it. */
export interface TableRoute<Payload> {
  /** In upper case, or {@link ALL_METHODS}. */
  readonly method: string;
  /** In the platform's syntax, or what tells whether it matches. */
  readonly path: string | PathMatcher;
  readonly servesHost: HostFilter | undefined;
  /** The versions that it serves; absent where it serves all, or the path tells the version. */
  readonly versions: readonly RouteVersion[] | undefined;
  /** Whether it may pass a request on to the next route, which only the request itself would show. */
  readonly mayPassOn?: boolean;
  readonly payload: Payload;
}

/** Where a request goes, as far as routing needs it. */
export interface RequestTarget<Payload> {
  /** The request target as it was sent: path and query. */
  readonly url: string;
  /** Without a port, as the platform tells it. */
  readonly hostname: string;
  /** The `Host` header, as far as the platform routes by it. */
  readonly host?: string | undefined;
  /** Whether a route serves the request's version; absent on preflights, which do not carry it. */
  readonly servesVersion?: ((payload: Payload) => boolean) | undefined;
}

/** What a table knows about one target. */
export interface RoutesAtTarget<Payload> {
  /**
   * The payloads of the routes that may answer a request with this method, as the platform's router would choose: one, none, or several
   * where only the version, which is not known, tells them apart, or where the first may pass the request on to the next.
   */
  find(method: string): readonly Payload[];
}

/** Finds routes as a platform's own router does. */
export interface RouteTable<Payload> {
  /** Every method that some route names, {@link ALL_METHODS} excepted. */
  readonly methods: ReadonlySet<string>;
  /** What the platform takes for the same path. */
  readonly matching: PathMatching;
  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload>;
}
