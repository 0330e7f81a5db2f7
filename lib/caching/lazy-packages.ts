import { createRequire } from 'node:module';
import type * as lruCache from 'lru-cache';

// Most applications cache no answers, so the package is loaded with the first cache.
const load = createRequire(import.meta.url);

/** Loads the cache that evicts what was used least recently. */
export function loadLruCache(): typeof lruCache {
  return load('lru-cache') as typeof lruCache;
}
