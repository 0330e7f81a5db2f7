import { LineBudget } from './line-budget.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface KindLimits {
  /** How many new kinds may be logged at once. After that, one more each minute. */
  readonly linesAtOnce: number;
  /** How many kinds are remembered. */
  readonly mostKinds: number;
  /**
   * Whether a new kind replaces the one that was seen least recently. Otherwise a new kind waits
   * until one is forgotten.
   */
  readonly replacesOldest: boolean;
}

/**
 * `new`: log it. `repeated`: it was logged before. `unlisted`: it is new, but there is no line or
 * no space left for it.
 */
export type Novelty = 'new' | 'repeated' | 'unlisted';

/**
 * Remembers what was logged. A kind that was not seen for an hour is new again. Memory and lines
 * are bounded.
 */
export class KnownKinds {
  // In the order in which the kinds were last seen.
  private readonly lastSeen = new Map<string, number>();
  /** The kind that was seen last, because a flood is usually of one kind. */
  private latest: { readonly kind: string; seen: number } | undefined;
  private readonly budget: LineBudget;

  constructor(
    private readonly limits: KindLimits,
    private readonly now: () => number,
  ) {
    this.budget = new LineBudget(limits.linesAtOnce, MINUTE, now);
  }

  get size(): number {
    return this.lastSeen.size;
  }

  see(kind: string): Novelty {
    const now = this.now();
    const { latest } = this;
    if (latest?.kind === kind && now - latest.seen < HOUR) {
      latest.seen = now;
      return 'repeated';
    }
    if (latest !== undefined) this.lastSeen.set(latest.kind, latest.seen);
    this.forgetOlderThan(now - HOUR);
    if (this.lastSeen.delete(kind)) {
      this.remember(kind, now);
      return 'repeated';
    }
    const { mostKinds, replacesOldest } = this.limits;
    const isFull = this.lastSeen.size >= mostKinds;
    if ((isFull && !replacesOldest) || !this.budget.take()) return 'unlisted';
    if (isFull) this.forgetOldest();
    this.remember(kind, now);
    return 'new';
  }

  private remember(kind: string, now: number): void {
    this.lastSeen.set(kind, now);
    this.latest = { kind, seen: now };
  }

  private forgetOlderThan(time: number): void {
    for (const [kind, seen] of this.lastSeen) {
      if (seen > time) return;
      this.lastSeen.delete(kind);
    }
  }

  private forgetOldest(): void {
    const [oldest = ''] = this.lastSeen.keys();
    this.lastSeen.delete(oldest);
  }
}
