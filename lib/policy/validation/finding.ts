import type { PolicyProblem } from '../policy-problem.js';

/** The reason and the suggestion of a problem, without its field and value. */
export type Finding = Pick<PolicyProblem, 'reason' | 'suggestion'>;

/** Makes problems of findings about a value. `undefined` is skipped. */
export function problemsOf(
  field: PolicyProblem['field'],
  value: unknown,
  ...findings: readonly (Finding | undefined)[]
): PolicyProblem[] {
  return findings.filter(finding => finding !== undefined).map(finding => ({ field, value, ...finding }));
}
