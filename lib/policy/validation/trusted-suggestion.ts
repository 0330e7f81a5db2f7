import type { PolicyProblem } from '../policy-problem.js';
import { checkTrustedString } from './check-trusted-string.js';

const ONE = /^write '([^']*)'$/;
const SEVERAL = /^write a list, \['(.*)'\](?:, with dangerously: .*)?$/;

/**
 * Changes the suggestion of a problem so that it is valid with credentials, which have more rules
 * for origins.
 */
export function trustedSuggestion(problem: PolicyProblem, dangerously: unknown): PolicyProblem {
  const [, one] = ONE.exec(problem.suggestion) ?? [];
  const [, several] = SEVERAL.exec(problem.suggestion) ?? [];
  const origins = one === undefined ? (several ?? '').split("', '") : [one];
  const [finding] = origins.flatMap(origin => checkTrustedString(origin, dangerously));
  if (finding === undefined) return problem;
  const suggestion =
    one === undefined
      ? `write a list of origins; for one of them, ${finding.suggestion}`
      : finding.suggestion;
  return { ...problem, suggestion };
}
