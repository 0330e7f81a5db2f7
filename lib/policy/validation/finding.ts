import type { PolicyProblem } from '../policy-problem.js';

/** What is wrong with one value, before anybody knows which field it belongs to. */
export type Finding = Pick<PolicyProblem, 'reason' | 'suggestion'>;

/** A finding about a value, as a problem of the field: none where nothing was found. */
export function problemsOf(
  field: PolicyProblem['field'],
  value: unknown,
  ...findings: readonly (Finding | undefined)[]
): PolicyProblem[] {
  return findings.filter(finding => finding !== undefined).map(finding => ({ field, value, ...finding }));
}
