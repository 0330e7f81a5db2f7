/**
 * What a decision depends on beside the origin, such as the tenant that a request is for. The origin is part of every key anyway, so that a
 * decision about one never serves another.
 *
 * Called once per request, before anything is asked. A throw, anything but a string, or a string of more than 1,024 characters refuses the
 * origin, and is logged.
 *
 * @param request the platform's request, as resolvers get it
 * @publicApi
 */
export type OriginKey = (origin: string, request: unknown) => string;

/**
 * How long, and how many, answers of a resolver are kept.
 *
 * @publicApi
 */
export interface CachedOriginsOptions {
  /**
   * How long an answer serves, in whole milliseconds from 1 to 2147483647, counted from when the question was asked: an origin that is revoked
   * is refused that much later at the latest. There is no default: it is the application's to say how old an answer may be.
   */
  ttl: number;
  /**
   * How many answers are kept of each kind: so many of origins that are allowed, and so many of origins that are refused. What was not used for
   * the longest time goes first, and a flood of refused origins pushes no allowed one out. From 1 to 1000000. An origin has 326 bytes at
   * most, so that the default takes 10 MB at most, and about 4 MB with origins of a usual length. Default: 10000.
   */
  maxEntries?: number;
  /**
   * How long after its `ttl` an answer still serves while the resolver fails or does not answer in time, in whole milliseconds from 0 to
   * 2147483647. What nothing is known about is refused. Default: 0, everything is refused as long as the resolver fails.
   */
  staleWhileError?: number;
  /**
   * How long a request waits for the resolver, in whole milliseconds from 1 to 2147483647, and no longer than `originTimeout` of the module. Then it
   * gets what `staleWhileError` says. What is answered later is kept nevertheless. Default: 2000.
   */
  timeout?: number;
  /** What a decision depends on beside the origin. Default: on nothing, the origin alone decides. */
  key?: OriginKey;
}

/** The options with their defaults. */
export interface CacheSettings {
  readonly ttl: number;
  readonly maxEntries: number;
  readonly staleWhileError: number;
  readonly timeout: number;
  readonly key: OriginKey | undefined;
}

export function cacheSettings(options: CachedOriginsOptions): CacheSettings {
  const { ttl, maxEntries = 10_000, staleWhileError = 0, timeout = 2_000, key } = options;
  return { ttl, maxEntries, staleWhileError, timeout, key };
}
