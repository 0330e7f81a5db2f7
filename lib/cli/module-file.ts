import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { UsageError } from './usage-error.js';

const { isPromise } = types;

type Exports = Readonly<Record<string, unknown>>;

// The metadata keys of @Module() in @nestjs/common.
const MODULE_METADATA = ['imports', 'controllers', 'providers', 'exports'];
/** Names that Node and compilers add to the exports of a CommonJS module. */
const MADE_BY_INTEROP = ['module.exports', '__esModule'];

/**
 * The root module that a file exports: a class, or a dynamic module.
 *
 * @throws {UsageError} if the file does not exist, or if it is unclear which module is meant
 */
export async function rootModuleOf(file: string, exportName: string | undefined): Promise<unknown> {
  const exported = await loadExports(file);
  if (exportName !== undefined) {
    const chosen = await settled(exported[exportName]);
    if (isModule(chosen) || isClass(chosen)) return chosen;
    throw new UsageError(`${file} has no module class as export '${exportName}'${listOf(exported)}.`);
  }
  for (const name of ['default', 'AppModule']) {
    const usual = await settled(exported[name]);
    if (isModule(usual)) return usual;
  }
  const modules = [...new Set(Object.values(exported).filter(isModule))];
  const [only] = modules;
  if (modules.length === 1) return only;
  const reason = modules.length === 0 ? 'no module class' : `${modules.length} module classes`;
  throw new UsageError(`${file} exports ${reason}${listOf(exported)}. Choose one with --export.`);
}

/**
 * The function that a file exports as `setup` or by default.
 *
 * @throws {UsageError} if there is no such function
 */
export async function setupOf(file: string): Promise<(app: unknown) => unknown> {
  const { setup, default: byDefault } = await loadExports(file);
  const found = setup ?? byDefault;
  if (typeof found !== 'function')
    throw new UsageError(`${file} must export a function as default or as 'setup'.`);
  return app => Reflect.apply(found, undefined, [app]) as unknown;
}

async function loadExports(file: string): Promise<Exports> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`The file ${file} does not exist.`);
  try {
    return flattened((await import(pathToFileURL(path).href)) as Exports);
  } catch (error) {
    if (codeOf(error) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    throw new UsageError(
      `${file} is not JavaScript. Compile the application first, and name the compiled file.`,
    );
  }
}

/** For CommonJS, Node finds not all names, but the default export has all of them. */
function flattened(exported: Exports): Exports {
  const { default: byDefault, ...others } = exported;
  return isRecord(byDefault) && !isModule(byDefault) && !isPromise(byDefault)
    ? { ...others, ...byDefault }
    : exported;
}

/** Nest accepts a promise of a dynamic module. Other thenables could start work if awaited. */
async function settled(exported: unknown): Promise<unknown> {
  return isPromise(exported) ? await exported : exported;
}

/** A class with `@Module()`, possibly compiled to a function, or a dynamic module. */
function isModule(value: unknown): boolean {
  if (typeof value === 'function') return MODULE_METADATA.some(key => hasMetadata(key, value));
  return isRecord(value) && typeof value.module === 'function';
}

/** Nest loads reflect-metadata. Without it, there is no metadata. */
function hasMetadata(key: string, target: object): boolean {
  return 'hasOwnMetadata' in Reflect && Reflect.hasOwnMetadata(key, target);
}

function isClass(value: unknown): value is object {
  // The language makes the prototype of a class read-only.
  return (
    typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  );
}

function isRecord(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null;
}

function codeOf(error: unknown): unknown {
  return isRecord(error) ? error.code : undefined;
}

function listOf(exported: Exports): string {
  const names = Object.keys(exported).filter(name => !MADE_BY_INTEROP.includes(name));
  return names.length === 0 ? '' : ` (it exports ${names.join(', ')})`;
}
