import { Inject, Injectable } from '@nestjs/common';
import {
  CorsConfigurationError,
  type CorsOriginResolver,
  type CorsOriginResolverType,
  type OriginPredicate,
  RULE_TIMEOUT,
  isResolverType,
  problemsAt,
} from '../policy/index.js';
import { type CachedOriginsOptions, cacheSettings } from './cached-origins-options.js';
import { checkCachedOrigins } from './check-cached-origins.js';
import { OriginCache } from './origin-cache.js';
import { StaleAnswerLog } from './stale-answer-log.js';

/**
 * Cached answers, which can be removed before they expire.
 *
 * @publicApi
 */
export interface CachedOrigins {
  /**
   * Removes the answers about an origin, with every key. A call of the resolver that is still
   * running does not count: the next request calls it again.
   */
  forget(origin: string): void;
  /** Removes all answers. Calls of the resolver that are still running do not count. */
  clear(): void;
}

/**
 * A predicate with cached answers.
 *
 * @publicApi
 */
export interface CachedOriginPredicate extends CachedOrigins {
  (origin: string, request: unknown): boolean | Promise<boolean>;
}

/**
 * A resolver class with cached answers. Use it as a rule for `origin`, or extend it to inject it.
 * Each application has its own cache. The static `forget()` and `clear()` act on the caches of all
 * applications.
 *
 * @publicApi
 */
export interface CachedOriginResolverType extends CachedOrigins {
  readonly prototype: CorsOriginResolver & CachedOrigins;
  new (resolver: CorsOriginResolver): CorsOriginResolver & CachedOrigins;
}

// A registered symbol, because a process can load the package in both module formats.
/** The static property of a cache with the resolver class that it wraps. */
export const WRAPPED = Symbol.for('nestjs-cors-policy:cached-resolver');
const EVERY_POLICY = 'every policy with this rule';

/**
 * Caches the answers of a resolver class or a predicate, so that not every request needs a database
 * query.
 *
 * Only the answers `true` and `false` are kept. A throw, a rejection, another value or no answer in
 * time is a failure. A failure refuses the origin, unless `staleWhileError` permits an older
 * answer. Concurrent requests with the same key share one call of the resolver.
 *
 * @param resolver a resolver class that a module provides, or a predicate
 * @param options how long the answers are kept, and how many
 * @returns the rule for `origin`, with `forget()` and `clear()`. A returned class needs no
 * provider. To inject it, add one
 * @throws {CorsConfigurationError} in the call, with all problems of the arguments
 * @example
 * ```ts
 * export const CachedTenantOrigins = cachedOrigins(TenantOrigins, {
 *   ttl: 30_000,
 *   staleWhileError: 60_000,
 * });
 *
 * @CorsPolicy({ origin: CachedTenantOrigins })
 *
 * CachedTenantOrigins.forget('https://shop.example.com'); // the next request calls the resolver
 * ```
 * @example To inject the cache, extend it, and add both classes to the providers of a module:
 * ```ts
 * export class CachedTenantOrigins extends cachedOrigins(TenantOrigins, { ttl: 30_000 }) {}
 * ```
 * @publicApi
 */
export function cachedOrigins(
  predicate: OriginPredicate,
  options: CachedOriginsOptions,
): CachedOriginPredicate;
export function cachedOrigins(
  resolver: CorsOriginResolverType,
  options: CachedOriginsOptions,
): CachedOriginResolverType;
export function cachedOrigins(
  resolver: CorsOriginResolverType | OriginPredicate,
  options: CachedOriginsOptions,
): CachedOriginResolverType | CachedOriginPredicate {
  assertSound(resolver, options);
  return isResolverType(resolver)
    ? cachedResolverType(resolver, options)
    : cachedPredicate(resolver, options);
}

/**
 * Whether a class is a return value of {@link cachedOrigins}. Its constructor then takes only the
 * wrapped resolver. A class that extends it can have other dependencies, so a module provides it.
 */
export function isCacheOfResolver(
  type: CorsOriginResolverType,
): type is CachedOriginResolverType & { readonly [WRAPPED]: CorsOriginResolverType } {
  return Object.hasOwn(type, WRAPPED);
}

function cachedPredicate(predicate: OriginPredicate, options: CachedOriginsOptions): CachedOriginPredicate {
  const name = predicate.name === '' ? 'the origin predicate' : predicate.name;
  const cache = newCache(name, predicate, options);
  return named(
    name,
    Object.assign((origin: string, request: unknown) => cache.isAllowed(origin, request), {
      [RULE_TIMEOUT]: cacheSettings(options).timeout,
      forget: (origin: string) => {
        cache.forget(origin);
      },
      clear: () => {
        cache.clear();
      },
    }),
  );
}

function cachedResolverType(
  wrapped: CorsOriginResolverType,
  options: CachedOriginsOptions,
): CachedOriginResolverType {
  // One for each application. The references are weak, so the cache of a closed application is
  // freed.
  const caches = new Set<WeakRef<OriginCache>>();

  @Injectable()
  class CachedOriginResolver implements CorsOriginResolver, CachedOrigins {
    static readonly [WRAPPED] = wrapped;
    static readonly [RULE_TIMEOUT] = cacheSettings(options).timeout;
    private readonly cache: OriginCache;

    constructor(@Inject(wrapped) resolver: CorsOriginResolver) {
      const name = wrapped.name;
      this.cache = newCache(name, (origin, request) => resolver.isAllowed(origin, request), options);
      for (const known of caches) if (known.deref() === undefined) caches.delete(known);
      caches.add(new WeakRef(this.cache));
    }

    static forget(origin: string): void {
      for (const cache of caches) cache.deref()?.forget(origin);
    }

    static clear(): void {
      for (const cache of caches) cache.deref()?.clear();
    }

    isAllowed(origin: string, request: unknown): boolean | Promise<boolean> {
      return this.cache.isAllowed(origin, request);
    }

    forget(origin: string): void {
      this.cache.forget(origin);
    }

    clear(): void {
      this.cache.clear();
    }
  }
  return named(wrapped.name, CachedOriginResolver);
}

function newCache(name: string, ask: OriginPredicate, options: CachedOriginsOptions): OriginCache {
  const onStaleAnswer = new StaleAnswerLog().listener;
  return new OriginCache({ name, ask, onStaleAnswer }, cacheSettings(options));
}

/** Gives a rule the name that the application wrote, for errors and logs. */
function named<Rule extends object>(name: string, rule: Rule): Rule {
  return Object.defineProperty(rule, 'name', { value: `cachedOrigins(${name})`, configurable: true });
}

function assertSound(resolver: unknown, options: unknown): void {
  const problems = checkCachedOrigins(resolver, options);
  if (problems.length === 0) return;
  const name = typeof resolver === 'function' && resolver.name !== '' ? resolver.name : '…';
  throw new CorsConfigurationError(problemsAt(`cachedOrigins(${name})`, EVERY_POLICY, problems));
}
