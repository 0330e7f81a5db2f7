import { describeValue, printable } from './validation/describe-value.js';
import { describeReach } from './problem-reach.js';
import type { PolicyLevel } from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';

/** One thing that keeps an application from starting, with where it was written. */
export interface CorsConfigurationProblem extends PolicyProblem {
  /** The first route that it concerns, as `GET /cats/:id (CatsController.find)`, or what else it concerns, as `unmatched paths`. */
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
  /** All of them. Not enumerable, so that Node does not print them a second time behind the message. */
  declare readonly problems: readonly CorsConfigurationProblem[];

  constructor(problems: readonly CorsConfigurationProblem[]) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    super([`${count} in the CORS configuration:`, ...problems.map(describeProblem)].join('\n'));
    Object.defineProperty(this, 'problems', { value: problems });
  }

  // On the prototype for the same reason.
  override get name(): 'CorsConfigurationError' {
    return 'CorsConfigurationError';
  }
}

/**
 * Problems of the module's own options, or of what is no route's alone.
 *
 * @param place what to change
 * @param route what they concern
 */
export function problemsAt(
  place: string,
  route: string,
  problems: readonly PolicyProblem[],
): CorsConfigurationProblem[] {
  return problems.map(problem => ({ ...problem, route, routes: [route], level: 'module', place }));
}

function describeProblem(problem: CorsConfigurationProblem, index: number): string {
  const { routes, level, named, place, field, value, reason, suggestion } = problem;
  const policy = named === undefined ? '' : `, through the named policy ${describeValue(named)}`;
  return [
    '',
    // Names are the application's own words, and may be anything.
    `  ${index + 1}. ${printable(place)}, ${printable(field)}: ${describeValue(value)}`,
    `     applies to: ${printable(describeReach(routes))}`,
    `     level:      ${level}${policy}`,
    `     why:        ${reason}.`,
    `     instead:    ${suggestion}.`,
  ].join('\n');
}
