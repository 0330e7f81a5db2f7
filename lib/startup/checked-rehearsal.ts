import {
  type Finding,
  type PolicyProblem,
  CorsConfigurationError,
  checkBoolean,
  describeValue,
  isPlainObject,
  nearestName,
  problemsAt,
  problemsOf,
} from '../policy/index.js';

const PLACE = 'CorsService.rehearse()';
const EVERY_ROUTE = 'every route';

/**
 * Reads the options of a rehearsal.
 *
 * @throws {CorsConfigurationError} with all problems
 */
export function checkedRehearsal(options: unknown): { readonly askPredicates: boolean } {
  const problems = isPlainObject(options)
    ? problemsIn(options)
    : problemsOf('options', options, notOptions(options));
  if (problems.length > 0) throw new CorsConfigurationError(problemsAt(PLACE, EVERY_ROUTE, problems));
  return { askPredicates: isPlainObject(options) && options.askPredicates === true };
}

function problemsIn(options: Readonly<Record<string, unknown>>): PolicyProblem[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (name !== 'askPredicates') return problemsOf(name, value, unknownName(name));
    return value === undefined ? [] : problemsOf(name, value, checkBoolean(value));
  });
}

function notOptions(value: unknown): Finding {
  return {
    reason: `${describeValue(value)} is not a plain object with options of a rehearsal`,
    suggestion: 'write an object such as { askPredicates: true }, or leave it out',
  };
}

function unknownName(name: string): Finding {
  const meant = nearestName(name, ['askPredicates']);
  return {
    reason: `a rehearsal has no option ${describeValue(name)}`,
    suggestion: meant === undefined ? 'leave it out; the option is askPredicates' : `write ${meant}`,
  };
}
