import { describeValue, printable } from './validation/describe-value.js';
import type { PolicyLevel } from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';

/** One thing that keeps an application from starting, with where it was written. */
export interface CorsConfigurationProblem extends PolicyProblem {
  /** The first route that it concerns, as `GET /cats/:id (CatsController.find)`, or what else it concerns. */
  readonly route: string;
  /** Every route that it concerns. */
  readonly routes: readonly string[];
  /** The level that the value came from; `module` for the options of the module itself. */
  readonly level: PolicyLevel | 'module';
  /** The named policy that the value came from. */
  readonly named?: string;
  /** The decorator or option to change, as people write it: `@CorsPolicy() on CatsController.find`. */
  readonly place: string;
}

/**
 * Thrown at start-up, with all problems of the whole application at once. The message is made to be read in a terminal;
 * {@link CorsConfigurationError.problems} has the same for programs.
 *
 * @publicApi
 */
export class CorsConfigurationError extends Error {
  override readonly name = 'CorsConfigurationError';

  constructor(readonly problems: readonly CorsConfigurationProblem[]) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    super([`${count} in the CORS configuration:`, ...problems.map(describeProblem)].join('\n'));
  }
}

function describeProblem(problem: CorsConfigurationProblem, index: number): string {
  const { route, routes, level, named, place, field, value, reason, suggestion } = problem;
  const others = routes.length > 1 ? ` and ${routes.length - 1} more` : '';
  const policy = named === undefined ? '' : `, through the named policy ${describeValue(named)}`;
  return [
    '',
    // Names are the application's own words, and may be anything.
    `  ${index + 1}. ${printable(place)}, ${printable(field)}: ${describeValue(value)}`,
    `     route:   ${printable(route)}${others}`,
    `     level:   ${level}${policy}`,
    `     why:     ${reason}.`,
    `     instead: ${suggestion}.`,
  ].join('\n');
}
