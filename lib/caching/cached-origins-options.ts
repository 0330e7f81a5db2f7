/**
 * Returns the part of the cache key that is not the origin, such as the tenant of a request. The
 * origin is always part of the key, so the answer about one origin is never used for another.
 *
 * The function is called once for each request, before the resolver. The origin is refused, and the
 * failure is logged, if the function throws, or returns anything but a string of at most 1,024
 * characters.
 *
 * @param origin the `Origin` header as the client sent it
 * @param request the platform's request, as resolvers get it
 * @publicApi
 */
export type OriginKey = (origin: string, request: unknown) => string;

/**
 * How long the answers of a resolver are kept, and how many.
 *
 * @publicApi
 */
export interface CachedOriginsOptions {
  /**
   * How long an answer is valid, in whole milliseconds from 1 to 2147483647. The time counts from
   * the call of the resolver, so it limits how long a revoked origin is still allowed. Required:
   * only the application knows how old an answer may be.
   */
  ttl: number;
  /**
   * How many answers are kept for allowed origins, and how many for refused origins, from 1 to
   * 1000000. The least recently used answer is removed first. The two kinds have separate space, so
   *   a flood of refused origins does not evict allowed ones. The default takes about 4 MB with
   *   origins of usual length, and at most 10 MB. Default: 10000.
   */
  maxEntries?: number;
  /**
   * How long after its `ttl` an answer is still used while the resolver fails or does not answer in
   * time, in whole milliseconds from 0 to 2147483647. Origins without an answer are refused.
   * Default: 0, which refuses all origins with an expired answer while the resolver fails.
   */
  staleWhileError?: number;
  /**
   * How long a request waits for the resolver, in whole milliseconds from 1 to 2147483647. It
   * cannot be longer than `originTimeout` of the module. After this time, `staleWhileError`
   * decides. A later answer is still kept. Default: 2000.
   */
  timeout?: number;
  /**
   * Returns the part of the cache key that is not the origin. Default: the origin is the whole key.
   */
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
