import type { ModulesContainer } from '@nestjs/core';
import type { CorsModuleAsyncOptions } from '../interfaces/index.js';
import { CORS_MODULE_INSTANCE } from '../cors.constants.js';
import { CorsConfigurationError, checkModuleOptions, problemsAt } from '../policy/index.js';

const EVERY_ROUTE = 'every route';
const OPTION_SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;

/**
 * Checks that the module is imported once, with `forRoot()` or `forRootAsync()`.
 *
 * @throws {CorsConfigurationError} otherwise
 */
export function assertImportedOnce(modules: ModulesContainer, instance: string | undefined): void {
  const imports = [...modules.values()].filter(({ providers }) => providers.has(CORS_MODULE_INSTANCE));
  if (imports.length > 1) {
    const importers = importersOf(modules);
    fail(
      importers.length === 0 ? 'CorsModule.forRoot()' : `CorsModule.forRoot() in ${importers.join(' and ')}`,
      `called ${imports.length} times`,
      'one application has one CORS configuration, and these contradict each other',
      'import CorsModule.forRoot() or forRootAsync() once, in the root module; it serves every module',
    );
  }
  if (instance === undefined) {
    fail(
      'imports: [CorsModule]',
      'CorsModule',
      'the module was imported without options',
      'write CorsModule.forRoot() or CorsModule.forRootAsync() in the imports of the root module',
    );
  }
}

/**
 * The modules whose decorators import it. Nest lists a global module among the imports of every
 * module.
 */
function importersOf(modules: ModulesContainer): readonly string[] {
  const classes = new Set(
    [...modules.values()]
      .filter(({ providers }) => providers.has(CORS_MODULE_INSTANCE))
      .map(({ metatype }) => metatype as unknown),
  );
  return [...modules.values()]
    .filter(({ metatype }) => {
      const imports: unknown = Reflect.getMetadata('imports', metatype);
      return Array.isArray(imports) && imports.some(imported => classes.has(moduleOf(imported)));
    })
    .map(({ name }) => name);
}

/** The class of a member of `imports`. */
function moduleOf(imported: unknown): unknown {
  return typeof imported === 'object' && imported !== null && 'module' in imported
    ? imported.module
    : imported;
}

/** @throws {CorsConfigurationError} */
export function assertAsyncOptions(options: CorsModuleAsyncOptions): void {
  const given = OPTION_SOURCES.filter(source => options[source] !== undefined);
  if (given.length === 1) return;
  fail(
    'CorsModule.forRootAsync()',
    given.length === 0 ? 'none of them' : given.join(' and '),
    'the options must come from exactly one source',
    `give one of ${OPTION_SOURCES.join(', ')}`,
  );
}

/**
 * Checks the result of a factory.
 *
 * @throws {CorsConfigurationError} if it is not an object
 */
export function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new CorsConfigurationError(
    problemsAt('CorsModule.forRootAsync()', EVERY_ROUTE, checkModuleOptions(options)),
  );
}

function fail(place: string, value: string, reason: string, suggestion: string): never {
  throw new CorsConfigurationError(
    problemsAt(place, EVERY_ROUTE, [{ field: 'imports', value, reason, suggestion }]),
  );
}
