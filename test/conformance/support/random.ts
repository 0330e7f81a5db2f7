/** A seeded source of choices: the same seed gives the same choices on every machine. */
export class Random {
  constructor(private state: number) {}

  /**
   * From 0 up to 1. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
   * (mulberry32)
   */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** Some of the choices, in any order. */
  some<T>(choices: readonly [T, ...T[]], most: number): T[] {
    return [...new Set(Array.from({ length: this.below(most + 1) }, () => this.pick(choices)))];
  }
}
