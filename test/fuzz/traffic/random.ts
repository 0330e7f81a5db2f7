/** A small seeded generator (mulberry32): the same seed gives the same traffic. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }

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
