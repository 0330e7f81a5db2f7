import type { PolicyProblem } from '../policy-problem.js';
import { type Finding, problemsOf } from './finding.js';

/** What is wrong with a value of one named option, which is neither `undefined` nor `null`. */
export type EntryCheck = (value: unknown) => PolicyProblem[];

/** Options of one kind: a check for each name that they know, and what to say about any other. */
export interface OptionsRules {
  readonly checks: ReadonlyMap<string, EntryCheck>;
  readonly explainUnknown: (name: string) => Finding;
}

/** What is wrong with an object of options, entry by entry. */
export function checkEntries(
  { checks, explainUnknown }: OptionsRules,
  options: Readonly<Record<string, unknown>>,
): PolicyProblem[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const check = checks.get(name);
    // A typo must not pass, not even where its value happens to be undefined today.
    if (check === undefined) return problemsOf(name, value, explainUnknown(name));
    if (value === undefined) return [];
    if (value !== null) return check(value);
    return problemsOf(name, value, {
      reason: 'null does not unset an option; only undefined does',
      suggestion: `leave ${name} out`,
    });
  });
}
