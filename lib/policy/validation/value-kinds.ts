import { types } from 'node:util';

/** Whether the value is an object that holds properties, of whatever class. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether the value is an object literal, or made like one. Judged by the prototype's own prototype and not by identity
 * with `Object.prototype`, since objects of another realm (a worker, a test runner's sandbox) are as plain.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether the value is a regular expression, of whatever realm: test runners and `vm` have a `RegExp` of their own. What
 * only inherits from `RegExp.prototype` is none, and throws when it is read.
 */
export function isRegExp(value: unknown): value is RegExp {
  return types.isRegExp(value);
}

/** A property that an object has itself. What only its prototype has was not written by anybody, but may be polluted. */
export function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
