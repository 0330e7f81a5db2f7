import { describeValue, printable } from './validation/describe-value.js';
import { describeReach } from './problem-reach.js';
import type { PolicyLevel } from './policy-options.js';
import type { PolicyProblem } from './policy-problem.js';

/** A problem of the configuration that prevents the start, with the place where it was written. */
export interface CorsConfigurationProblem extends PolicyProblem {
  /**
   * The first route that has the value, such as `GET /cats/:id (CatsController.find)`, or another
   * place of use, such as `unmatched paths`.
   */
  readonly route: string;
  /** All routes and other places of use. */
  readonly routes: readonly string[];
  /** The level that set the value; `module` for the options of the module itself. */
  readonly level: PolicyLevel | 'module';
  /** The named policy that set the value; absent if none did. */
  readonly named?: string;
  /** The decorator or option to change, such as `@CorsPolicy() on CatsController.find`. */
  readonly place: string;
}

/**
 * The error that lists all problems of the configuration.
 *
 * Start-up rejects with it, and so do {@link CorsService.reload} and {@link CorsService.rehearse}.
 * `cachedOrigins()` and `parseOrigins()` throw it. The message is for a terminal.
 * {@link CorsConfigurationError.problems} has the same content for programs.
 *
 * @publicApi
 */
export class CorsConfigurationError extends Error {
  /** All problems. Not enumerable, because Node.js would print them again after the message. */
  declare readonly problems: readonly CorsConfigurationProblem[];

  constructor(problems: readonly CorsConfigurationProblem[]) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    super([`${count} in the CORS configuration:`, ...problems.map(describeProblem)].join('\n'));
    Object.defineProperty(this, 'problems', { value: problems });
  }

  // On the prototype, because Node.js prints own properties after the message.
  override get name(): 'CorsConfigurationError' {
    return 'CorsConfigurationError';
  }
}

/**
 * Problems that do not belong to the level of a route, such as those of the module options.
 *
 * @param place the option or call to change
 * @param route the place of use, for {@link CorsConfigurationProblem.route}
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
    // Names come from the application, so they can contain any character.
    `  ${index + 1}. ${printable(place)}, ${printable(field)}: ${describeValue(value)}`,
    `     applies to: ${printable(describeReach(routes))}`,
    `     level:      ${level}${policy}`,
    `     why:        ${reason}.`,
    `     instead:    ${suggestion}.`,
  ].join('\n');
}
