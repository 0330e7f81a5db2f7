import { types } from 'node:util';

/** Whether the value is an object of any class. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether the value is an object literal or a similar object. The check uses the prototype of the
 * prototype, because objects of another realm (a worker, the sandbox of a test runner) have another
 * `Object.prototype`.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether the value is a regular expression of any realm. Test runners and `vm` have their own
 * `RegExp`. An object that only inherits from `RegExp.prototype` is not one, and throws when its
 * source is read.
 */
export function isRegExp(value: unknown): value is RegExp {
  return types.isRegExp(value);
}

/**
 * The own property of an object. Properties of the prototype are ignored, because it can be
 * polluted.
 */
export function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
