import type { CorsConfigurationProblem } from './configuration-error.js';
import { IdentityNumbers } from './identity-numbers.js';
import type { PolicyProblem } from './policy-problem.js';

/** The level and place of a problem. */
export type ProblemSource = Pick<CorsConfigurationProblem, 'level' | 'place' | 'named'>;

/** Collects problems. Routes with the same cause share one problem. */
export class ProblemReport {
  private readonly found = new Map<string, CorsConfigurationProblem & { routes: string[] }>();
  private readonly values = new IdentityNumbers();

  add(problem: PolicyProblem, route: string, { level, place, named }: ProblemSource): void {
    // By identity, because two expressions with the same source are two causes.
    const key = JSON.stringify([place, problem.field, problem.reason, this.values.of(problem.value)]);
    const known = this.found.get(key);
    if (known === undefined) {
      this.found.set(key, {
        ...problem,
        route,
        routes: [route],
        level,
        place,
        ...(named === undefined ? {} : { named }),
      });
    } else if (!known.routes.includes(route)) {
      known.routes.push(route);
    }
  }

  get problems(): readonly CorsConfigurationProblem[] {
    return [...this.found.values()];
  }
}
