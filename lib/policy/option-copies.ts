import { isPlainObject } from './validation/value-kinds.js';

/**
 * Copies of options, down to their lists, for what happens to the originals later: a policy is what it was when it was compiled, and whatever
 * tells of it tells that. Rules that compare by identity are left as they are, and what shared a list still shares one.
 */
export class OptionCopies {
  private readonly copies = new Map<unknown, unknown>();

  of<Value>(value: Value): Value;
  of(value: unknown): unknown {
    return this.copies.get(value) ?? this.copyOf(value);
  }

  private copyOf(value: unknown): unknown {
    if (Array.isArray(value)) {
      const copy: unknown[] = [];
      this.copies.set(value, copy);
      copy.length = value.length;
      // Not over its holes, which are for the checks to find.
      value.forEach((member, index) => {
        copy[index] = this.of(member);
      });
      return copy;
    }
    if (!isPlainObject(value)) return value;
    // Without a prototype: a polluted one would set options that nobody wrote.
    const copy: object = Object.create(null) as object;
    this.copies.set(value, copy);
    for (const [name, entry] of Object.entries(value)) {
      // Defined and not assigned: a policy may be called `__proto__`.
      Object.defineProperty(copy, name, {
        value: this.of(entry),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
    return copy;
  }
}
