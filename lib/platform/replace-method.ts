/** Calls what a method was before it was replaced. */
export type FormerMethod = (args: unknown[]) => unknown;

/**
 * Puts a method of its own on an object, in the place of the one that it has or inherits. Does nothing where it has none.
 *
 * @param replacement gets the former method and the arguments of each call
 */
export function replaceMethod(
  object: object,
  name: string,
  replacement: (former: FormerMethod, args: unknown[]) => unknown,
): void {
  const former: unknown = Reflect.get(object, name);
  if (typeof former !== 'function') return;
  const call: FormerMethod = args => Reflect.apply(former, object, args) as unknown;
  const value = (...args: unknown[]): unknown => replacement(call, args);
  Object.defineProperty(object, name, { configurable: true, writable: true, value });
}
