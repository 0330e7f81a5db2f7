import { SeededRandom } from '../../support/seeded-random.js';

/** The choices of which traffic is made. */
export class Random extends SeededRandom {
  /** One of the makers, as often as its weight says. */
  weighted<Made>(makers: readonly (readonly [weight: number, make: () => Made])[]): Made {
    let point = this.next() * makers.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of makers) {
      point -= weight;
      if (point < 0) return make();
    }
    return this.pick(makers)[1]();
  }

  list<Item>(least: number, most: number, make: () => Item): Item[] {
    return Array.from({ length: this.integer(least, most) }, make);
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map(item => ({ item, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  /** Letters of the alphabet in some case. */
  cased(text: string): string {
    return this.weighted([
      [6, () => text],
      [1, () => text.toLowerCase()],
      [1, () => text.toUpperCase()],
      [
        1,
        () =>
          text.replace(/[a-z]/gi, letter => (this.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase())),
      ],
    ]);
  }

  /** Bytes as a latin1 string, any of the 256. */
  bytes(least: number, most: number): string {
    return this.list(least, most, () => String.fromCharCode(this.integer(0, 255))).join('');
  }
}
