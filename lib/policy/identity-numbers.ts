/**
 * Numbers values by identity, as a `Map` does. Equal primitives share a number, equal objects do
 * not.
 */
export class IdentityNumbers {
  private readonly numbers = new Map<unknown, number>();

  of(value: unknown): number {
    const number = this.numbers.get(value) ?? this.numbers.size;
    this.numbers.set(value, number);
    return number;
  }
}
