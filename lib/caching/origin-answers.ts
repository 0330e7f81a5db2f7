import type { LRUCache } from 'lru-cache';
import { loadLruCache } from './lazy-packages.js';

/** The answer of a resolver about an origin, and the time of the call. */
export interface OriginAnswer {
  readonly origin: string;
  readonly allowed: boolean;
  /** In milliseconds of the cache's clock. */
  readonly askedAt: number;
}

/**
 * The known answers, by key. Allowed and refused origins have separate space, because clients can
 * send any number of refused origins, which must not evict the few allowed ones.
 */
export class OriginAnswers {
  private readonly allowed: LRUCache<string, OriginAnswer>;
  private readonly refused: LRUCache<string, OriginAnswer>;

  /** @param max the number of answers of each kind */
  constructor(max: number) {
    const { LRUCache } = loadLruCache();
    this.allowed = new LRUCache({ max });
    this.refused = new LRUCache({ max });
  }

  get size(): number {
    return this.allowed.size + this.refused.size;
  }

  get(key: string): OriginAnswer | undefined {
    return this.allowed.get(key) ?? this.refused.get(key);
  }

  /** Keeps an answer, unless there is one from a later call. */
  set(key: string, answer: OriginAnswer): void {
    const known = this.allowed.peek(key) ?? this.refused.peek(key);
    if (known !== undefined && known.askedAt > answer.askedAt) return;
    (answer.allowed ? this.refused : this.allowed).delete(key);
    (answer.allowed ? this.allowed : this.refused).set(key, answer);
  }

  forget(origin: string): void {
    for (const kind of [this.allowed, this.refused]) {
      // Collected first, because the iteration of the cache does not support deletion.
      const keys = [...kind.entries()].flatMap(([key, answer]) => (answer.origin === origin ? [key] : []));
      for (const key of keys) kind.delete(key);
    }
  }

  clear(): void {
    this.allowed.clear();
    this.refused.clear();
  }
}
