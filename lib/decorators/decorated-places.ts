import type { ModulesContainer } from '@nestjs/core';
import { CORS_DECORATED_METADATA, CORS_POLICY_METADATA } from './cors-policy.constants.js';

type Class = abstract new (...args: never[]) => object;
type NestModule = ModulesContainer extends Map<string, infer Module> ? Module : never;
type Wrapper = NestModule['providers'] extends Map<unknown, infer Value> ? Value : never;

// The metadata keys of Nest's decorators. The constants are not part of Nest's public interface.
const PATH_METADATA = 'path';
const METHOD_METADATA = 'method';
const GATEWAY_METADATA = 'websockets:is_gateway';

/** The uses of `@CorsPolicy()` in an application: `CatsController`, `CatsController.find`. */
export interface DecoratedPlaces {
  /** Controllers, their route handlers, and gateways. */
  readonly effective: readonly string[];
  /** Other providers, and methods that are not routes. */
  readonly ineffective: readonly string[];
}

/** Finds `@CorsPolicy()` on all classes that the modules of an application have. */
export function decoratedPlaces(modules: ModulesContainer): DecoratedPlaces {
  const controllers = new Set<Class>();
  const others = new Set<Class>();
  for (const module of modules.values()) {
    for (const wrapper of module.controllers.values()) addClass(controllers, wrapper);
    for (const each of [module.providers, module.injectables, module.middlewares]) {
      for (const wrapper of each.values()) addClass(others, wrapper);
    }
  }
  const effective: string[] = [];
  const ineffective: string[] = [];
  for (const type of new Set([...controllers, ...others])) {
    if (!Reflect.hasMetadata(CORS_DECORATED_METADATA, type)) continue;
    const isController = controllers.has(type);
    if (isDecorated(type)) {
      const counts = isController || Reflect.hasMetadata(GATEWAY_METADATA, type);
      (counts ? effective : ineffective).push(type.name);
    }
    for (const [name, method] of methodsOf(type)) {
      if (!Reflect.hasOwnMetadata(CORS_POLICY_METADATA, method)) continue;
      (isController && isRoute(method) ? effective : ineffective).push(`${type.name}.${name}`);
    }
  }
  return { effective, ineffective };
}

function addClass(classes: Set<Class>, wrapper: Wrapper): void {
  const type: unknown = wrapper.isNotMetatype ? classOfInstance(wrapper.instance) : wrapper.metatype;
  if (isClass(type)) classes.add(type);
}

/**
 * The class of a provider with a factory or a value. Reads no property, because the instance may be
 * a proxy.
 */
function classOfInstance(instance: unknown): unknown {
  if (typeof instance !== 'object' || instance === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(instance);
  return typeof prototype === 'object' && prototype !== null && Object.hasOwn(prototype, 'constructor')
    ? prototype.constructor
    : undefined;
}

function isClass(type: unknown): type is Class {
  return typeof type === 'function' && typeof type.prototype === 'object' && type.prototype !== null;
}

/** The methods of a class and its base classes, the nearest of each name, and static methods. */
function methodsOf(type: Class): Map<string, object> {
  const methods = new Map<string, object>();
  for (
    let prototype: unknown = type.prototype;
    typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const [name, method] of ownMethods(prototype)) {
      if (!methods.has(name)) methods.set(name, method);
    }
  }
  for (const [name, method] of ownMethods(type)) if (!methods.has(name)) methods.set(name, method);
  return methods;
}

function* ownMethods(owner: object): Generator<[name: string, method: object]> {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    // A static field can hold a class, which is not a method. Fields are enumerable.
    if (name === 'constructor' || descriptor?.enumerable !== false) continue;
    const value: unknown = descriptor.value;
    if (typeof value === 'function') yield [name, value];
  }
}

function isDecorated(target: object): boolean {
  return Reflect.hasMetadata(CORS_POLICY_METADATA, target);
}

function isRoute(method: object): boolean {
  return Reflect.hasMetadata(PATH_METADATA, method) && Reflect.hasMetadata(METHOD_METADATA, method);
}
