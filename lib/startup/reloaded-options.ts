import type { CorsModuleOptions } from '../interfaces/cors-module-options.interface.js';
import {
  CorsConfigurationError,
  type PolicyProblem,
  checkModuleOptions,
  describeValue,
} from '../policy/index.js';

const PLACE = 'CorsService.reload()';
const EVERY_ROUTE = 'every route';
/** What a platform was chosen and started with. */
const FIXED = ['debug', 'interceptor'] as const;

/**
 * The module's options after a reload: all that was given, and what stays as it was. Options come from files, too, so that a misspelt name
 * must not count as one that was left out: it is found with everything else that is wrong.
 *
 * @throws {CorsConfigurationError} for what is no object, and for what a reload cannot change
 */
export function reloadedOptions(given: object, inUse: CorsModuleOptions): CorsModuleOptions {
  // Whatever the type says: what comes from a file may be anything.
  const shown: unknown = given;
  const problems =
    typeof shown === 'object' && shown !== null && !Array.isArray(shown)
      ? FIXED.flatMap(name => checkFixed(name, Reflect.get(shown, name), inUse[name]))
      : checkModuleOptions(shown);
  if (problems.length > 0) {
    throw new CorsConfigurationError(
      problems.map(problem => ({
        ...problem,
        route: EVERY_ROUTE,
        routes: [EVERY_ROUTE],
        level: 'module',
        place: PLACE,
      })),
    );
  }
  const { debug, interceptor } = inUse;
  return {
    ...given,
    ...(debug === undefined ? {} : { debug }),
    ...(interceptor === undefined ? {} : { interceptor }),
  };
}

function checkFixed(name: (typeof FIXED)[number], value: unknown, inUse: unknown): PolicyProblem[] {
  if (value === undefined || value === inUse) return [];
  return [
    {
      field: name,
      value,
      reason: `${name} stays what CorsModule.forRoot() said, ${describeValue(inUse)}`,
      suggestion: `leave ${name} out`,
    },
  ];
}
