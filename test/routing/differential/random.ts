import { SeededRandom } from '../../support/seeded-random.js';

/** The choices of which random applications and requests are made. */
export class Random extends SeededRandom {
  /** As many distinct items as asked for, or all of them. */
  sample<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    const taken: Item[] = [];
    while (taken.length < count && left.length > 0)
      taken.push(...left.splice(this.integer(0, left.length - 1), 1));
    return taken;
  }

  list<Item>(count: number, make: () => Item): Item[] {
    return Array.from({ length: count }, make);
  }
}
