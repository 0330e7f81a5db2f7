import type { CorsPolicyOptions } from '../policy-options.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkMaxAge } from './check-single-values.js';
import { problemsOf } from './finding.js';
import { isObject } from './value-kinds.js';

// https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/preflight_result.cc
const LONGEST_MAX_AGE_OF_CHROMIUM = 7200;

/** What is doubtful in the values that hold for a route, but legal. */
export function policyWarnings(values: CorsPolicyOptions): PolicyProblem[] {
  const maxAge = isObject(values) ? values.maxAge : undefined;
  if (checkMaxAge(maxAge) !== undefined || Number(maxAge) <= LONGEST_MAX_AGE_OF_CHROMIUM) return [];
  return problemsOf('maxAge', maxAge, {
    reason: `Chromium keeps a preflight's answer for ${LONGEST_MAX_AGE_OF_CHROMIUM} seconds at most`,
    suggestion: `write ${LONGEST_MAX_AGE_OF_CHROMIUM} if browsers should agree`,
  });
}
