import type { PolicyProblem } from '../policy-problem.js';
import { type Finding, problemsOf } from './finding.js';

/** Checks the value of an option. The value is neither `undefined` nor `null`. */
export type EntryCheck = (value: unknown) => PolicyProblem[];

/** The checks of an object of options by their names, and the finding for unknown names. */
export interface OptionsRules {
  readonly checks: ReadonlyMap<string, EntryCheck>;
  readonly explainUnknown: (name: string) => Finding;
}

/** Checks an object of options, entry by entry. */
export function checkEntries(
  { checks, explainUnknown }: OptionsRules,
  options: Readonly<Record<string, unknown>>,
): PolicyProblem[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const check = checks.get(name);
    // An unknown name is an error even if its value is undefined, because the value can change.
    if (check === undefined) return problemsOf(name, value, explainUnknown(name));
    if (value === undefined) return [];
    if (value !== null) return check(value);
    return problemsOf(name, value, {
      reason: 'null does not unset an option; only undefined does',
      suggestion: `leave ${name} out`,
    });
  });
}
