import type { CorsConfigurationProblem } from './configuration-error.js';
import { IdentityNumbers } from './identity-numbers.js';
import type { PolicyProblem } from './policy-problem.js';

/** Where a problem was written. */
export type ProblemSource = Pick<CorsConfigurationProblem, 'level' | 'place' | 'named'>;

/** Collects problems, each once however many routes share its cause. */
export class ProblemReport {
  private readonly found = new Map<string, CorsConfigurationProblem & { routes: string[] }>();
  private readonly values = new IdentityNumbers();

  add(problem: PolicyProblem, route: string, { level, place, named }: ProblemSource): void {
    // By identity: two expressions, or two classes of the same name, are two causes even if they read the same.
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
