import { isPlainObject } from './validation/value-kinds.js';

/**
 * Deep copies of options, so that later mutations change neither behaviour nor reports.
 * Expressions, functions and classes are not copied. Values that share a list still share one.
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
      // `forEach()` skips holes, which stay in the copy for the checks to find.
      value.forEach((member, index) => {
        copy[index] = this.of(member);
      });
      return copy;
    }
    if (!isPlainObject(value)) return value;
    // Without a prototype, because a polluted prototype would set options.
    const copy: object = Object.create(null) as object;
    this.copies.set(value, copy);
    for (const [name, entry] of Object.entries(value)) {
      // Defined and not assigned, because the name of a policy can be `__proto__`.
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
