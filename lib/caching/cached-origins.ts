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
 * Remembered answers, which can be forgotten before their time.
 *
 * @publicApi
 */
export interface CachedOrigins {
  /** Forgets what is known about an origin, with every key. A question that is under way is asked anew by the next request. */
  forget(origin: string): void;
  /** Forgets everything, also what is under way. */
  clear(): void;
}

/**
 * A predicate whose answers are remembered.
 *
 * @publicApi
 */
export interface CachedOriginPredicate extends CachedOrigins {
  (origin: string, request: unknown): boolean | Promise<boolean>;
}

/**
 * A resolver class whose answers are remembered: a rule for `origin`, and a class to extend and to inject. Each application has a cache of its own;
 * `forget()` and `clear()` of the class itself act on all of them.
 *
 * @publicApi
 */
export interface CachedOriginResolverType extends CachedOrigins {
  readonly prototype: CorsOriginResolver & CachedOrigins;
  new (resolver: CorsOriginResolver): CorsOriginResolver & CachedOrigins;
}

/** Where a cache has the class that it asks. */
// Registered, since a process can hold the package in both module formats.
export const WRAPPED = Symbol.for('nestjs-cors-policy:cached-resolver');
const EVERY_POLICY = 'every policy with this rule';

/**
 * Remembers what a resolver class or a predicate answers, so that a database is not asked with every request.
 *
 * Both `true` and `false` are remembered, and nothing else: what throws, rejects, gives another value or does not answer in time counts as a
 * failure, and refuses the origin unless `staleWhileError` has an older answer. However many requests wait for an answer, the question is put once.
 *
 * @param resolver the class, which a module provides and Nest's injector makes; or a predicate
 * @returns the rule for `origin`, with `forget()` and `clear()`. A class needs no provider of its own; with one, it can be injected
 * @throws {CorsConfigurationError} at once, with everything that is wrong with the arguments
 * @example
 * ```ts
 * export const CachedTenantOrigins = cachedOrigins(TenantOrigins, { ttl: 30_000, staleWhileError: 60_000 });
 *
 * @CorsPolicy({ origin: CachedTenantOrigins })
 *
 * CachedTenantOrigins.forget('https://shop.example.com'); // the next request asks again
 * ```
 * @example To inject the cache, extend it, and have a module provide both classes:
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
 * Whether a class is what {@link cachedOrigins} made, and can be made of an instance of what it wraps. One that extends it may want more, and is a
 * provider like any other.
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
  // One for each application. Held weakly: an application that was closed takes its cache with it.
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

/** Errors and logs name what the application wrote, in place of what it became here. */
function named<Rule extends object>(name: string, rule: Rule): Rule {
  return Object.defineProperty(rule, 'name', { value: `cachedOrigins(${name})`, configurable: true });
}

function assertSound(resolver: unknown, options: unknown): void {
  const problems = checkCachedOrigins(resolver, options);
  if (problems.length === 0) return;
  const name = typeof resolver === 'function' && resolver.name !== '' ? resolver.name : '…';
  throw new CorsConfigurationError(problemsAt(`cachedOrigins(${name})`, EVERY_POLICY, problems));
}
