import { SeededRandom } from '../../support/seeded-random.js';

/** The choices of which random cases and sequences are made. */
export class Random extends SeededRandom {
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Some of the choices, in any order. */
  some<T>(choices: readonly [T, ...T[]], most: number): T[] {
    return [...new Set(Array.from({ length: this.below(most + 1) }, () => this.pick(choices)))];
  }
}
