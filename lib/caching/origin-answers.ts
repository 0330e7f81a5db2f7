import { LRUCache } from 'lru-cache';

/** What a resolver said about an origin, and when it was asked. */
export interface OriginAnswer {
  readonly origin: string;
  readonly allowed: boolean;
  /** In milliseconds of the cache's clock. */
  readonly askedAt: number;
}

/**
 * The answers that are known, by key. Allowed and refused origins are kept apart: anybody can send a million origins that are refused, and they
 * must not push out the few that are allowed.
 */
export class OriginAnswers {
  private readonly allowed: LRUCache<string, OriginAnswer>;
  private readonly refused: LRUCache<string, OriginAnswer>;

  /** @param max how many answers are kept of each kind */
  constructor(max: number) {
    this.allowed = new LRUCache({ max });
    this.refused = new LRUCache({ max });
  }

  get size(): number {
    return this.allowed.size + this.refused.size;
  }

  get(key: string): OriginAnswer | undefined {
    return this.allowed.get(key) ?? this.refused.get(key);
  }

  /** Keeps an answer, unless one to a later question is known. */
  set(key: string, answer: OriginAnswer): void {
    const known = this.allowed.peek(key) ?? this.refused.peek(key);
    if (known !== undefined && known.askedAt > answer.askedAt) return;
    (answer.allowed ? this.refused : this.allowed).delete(key);
    (answer.allowed ? this.allowed : this.refused).set(key, answer);
  }

  forget(origin: string): void {
    for (const kind of [this.allowed, this.refused]) {
      // Collected first, since the cache's own iteration does not bear deletion.
      const keys = [...kind.entries()].flatMap(([key, answer]) => (answer.origin === origin ? [key] : []));
      for (const key of keys) kind.delete(key);
    }
  }

  clear(): void {
    this.allowed.clear();
    this.refused.clear();
  }
}
