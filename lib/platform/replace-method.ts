/** Calls the method that was replaced. */
export type FormerMethod = (args: unknown[]) => unknown;

/**
 * Replaces a method of an object, whether the object owns or inherits it. Without such a method it
 * does nothing.
 *
 * @param replacement receives the former method and the arguments of each call
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
