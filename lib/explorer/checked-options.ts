import { CorsConfigurationError, describeValue, isPlainObject, problemsAt } from '../policy/index.js';
import type { CorsExplorerOptions } from './cors-explorer-options.interface.js';

const PLACE = 'CorsExplorerModule.forRoot()';
const EVERY_ROUTE = 'the explorer';
const OPTIONS: readonly string[] = ['path', 'accessIsGuarded'] satisfies (keyof CorsExplorerOptions)[];
const DEFAULT_PATH = 'cors-explorer';
// Browsers resolve segments that consist of dots.
const PATH = /^\/?(?!\.+(?:\/|$))[\w.~-]+(?:\/(?!\.+(?:\/|$))[\w.~-]+)*\/?$/;
const LONGEST_PATH = 200;

/**
 * The options with their defaults. The path has no slashes around it.
 *
 * @throws {CorsConfigurationError} for unknown options, and for values that cannot work
 */
export function checkedOptions(options: CorsExplorerOptions): Required<CorsExplorerOptions> {
  if (!isPlainObject(options))
    fail('options', options, 'the options are not an object', 'write forRoot({ … })');
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name))
      fail(name, value, 'there is no such option', `the options are ${OPTIONS.join(' and ')}`);
  }
  const { path = DEFAULT_PATH, accessIsGuarded = false } = options;
  if (typeof path !== 'string' || path.length > LONGEST_PATH || !PATH.test(path)) {
    fail(
      'path',
      path,
      'a path consists of letters, digits and - _ . ~, with slashes between them',
      `write path: '${DEFAULT_PATH}', or another one like it`,
    );
  }
  if (typeof accessIsGuarded !== 'boolean') {
    fail('accessIsGuarded', accessIsGuarded, 'it is not a boolean', 'write true or false');
  }
  return { path: path.replace(/^\/|\/$/g, ''), accessIsGuarded };
}

/** @throws {CorsConfigurationError} if the page would be open in production */
export function assertMayStart({ accessIsGuarded }: Required<CorsExplorerOptions>, nodeEnv = ''): void {
  if (nodeEnv !== 'production' || accessIsGuarded) return;
  fail(
    'accessIsGuarded',
    false,
    `NODE_ENV is ${describeValue(nodeEnv)}, and the page shows every route, its policy and the requests of all clients`,
    'import the module in development only, or put it behind a log-in and write accessIsGuarded: true',
  );
}

/** @throws {CorsConfigurationError} */
export function failWithoutCorsModule(): never {
  fail(
    'imports',
    'CorsExplorerModule',
    'there is no CorsModule whose policies it could show',
    'import CorsModule.forRoot() in the root module',
  );
}

function fail(field: string, value: unknown, reason: string, suggestion: string): never {
  throw new CorsConfigurationError(problemsAt(PLACE, EVERY_ROUTE, [{ field, value, reason, suggestion }]));
}
