import { isDeepStrictEqual } from 'node:util';
import type { CorsModuleOptions } from '../interfaces/index.js';
import {
  CorsConfigurationError,
  DEFAULT_ORIGIN_TIMEOUT,
  type PolicyProblem,
  checkModuleOptions,
  isPlainObject,
  problemsAt,
} from '../policy/index.js';

const EVERY_ROUTE = 'every route';

/** The options that a reload cannot change, with their defaults. */
const FIXED = {
  debug: false,
  interceptor: 'auto',
  originTimeout: DEFAULT_ORIGIN_TIMEOUT,
  ownOrigins: undefined,
} as const;
const FIXED_NAMES = ['debug', 'interceptor', 'originTimeout', 'ownOrigins'] as const;

/**
 * The options after a reload: the given ones, and the current ones that a reload does not change.
 *
 * @throws {CorsConfigurationError} for options that it would have to ignore
 */
export function reloadedOptions(
  given: unknown,
  current: CorsModuleOptions,
  place = 'CorsService.reload()',
): CorsModuleOptions {
  const problems = isPlainObject(given) ? changesOfFixed(given, current) : checkModuleOptions(given);
  if (problems.length > 0 || !isPlainObject(given)) {
    throw new CorsConfigurationError(problemsAt(place, EVERY_ROUTE, problems));
  }
  // The checks report unknown names, as at start-up.
  const fixed = FIXED_NAMES.filter(name => current[name] !== undefined);
  return { ...given, ...Object.fromEntries(fixed.map(name => [name, current[name]])) };
}

function changesOfFixed(
  given: Readonly<Record<string, unknown>>,
  current: CorsModuleOptions,
): PolicyProblem[] {
  return FIXED_NAMES.filter(
    name => given[name] !== undefined && !isDeepStrictEqual(given[name], current[name] ?? FIXED[name]),
  ).map(name => ({
    field: name,
    value: given[name],
    reason: `only defaults, policies and paths can change after start-up, so ${name} must keep its value`,
    suggestion: `leave ${name} out, or set it in CorsModule.forRoot()`,
  }));
}
