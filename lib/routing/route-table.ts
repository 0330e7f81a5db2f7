import type { HostFilter } from './host-filter.js';
import type { PathMatching } from './paths/path-readings.js';
import type { RouteVersion } from './route-version.js';

/** The method of `@All()` routes. */
export const ALL_METHODS = 'ALL';

/** Tells whether a route matches a path. */
export interface PathMatcher {
  test(path: string): boolean;
}

/** A route in a table, with the payload that a look-up returns. */
export interface TableRoute<Payload> {
  /** In upper case, or {@link ALL_METHODS}. */
  readonly method: string;
  /** A path in the platform's syntax, or a matcher. */
  readonly path: string | PathMatcher;
  readonly servesHost: HostFilter | undefined;
  /**
   * The versions that it serves. Absent if it serves all versions, or if the path contains the
   * version.
   */
  readonly versions: readonly RouteVersion[] | undefined;
  /** Whether it may pass a request on to the next route. That is unknown before it runs. */
  readonly mayPassOn?: boolean;
  readonly payload: Payload;
}

/** Where a request leads, as far as routing needs it. */
export interface RequestTarget<Payload> {
  /** The request target as it was sent: path and query. */
  readonly url: string;
  /** Without a port, according to the platform. */
  readonly hostname: string;
  /** The `Host` header, if the platform routes by it. */
  readonly host?: string | undefined;
  /**
   * Whether a route serves the version of the request. Absent for preflights, which do not carry
   * it.
   */
  readonly servesVersion?: ((payload: Payload) => boolean) | undefined;
}

/** The routes of a table at one target. */
export interface RoutesAtTarget<Payload> {
  /**
   * The payloads of the routes that may answer a request with this method, by the rules of the
   * platform's router: none, one or several. There are several if only the unknown version tells
   * them apart, or if the first one may pass the request on.
   */
  find(method: string): readonly Payload[];
}

/** Finds routes as a platform's own router does. */
export interface RouteTable<Payload> {
  /** The methods of all routes, without {@link ALL_METHODS}. */
  readonly methods: ReadonlySet<string>;
  /** The differences that the platform ignores when it compares paths. */
  readonly matching: PathMatching;
  at(target: RequestTarget<Payload>): RoutesAtTarget<Payload>;
}
