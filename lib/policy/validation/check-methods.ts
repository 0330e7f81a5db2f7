import { isForbiddenMethod } from '../../fetch/index.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkNameList } from './check-name-list.js';
import { describeValue, quote } from './describe-value.js';
import type { Finding } from './finding.js';

// The methods of https://www.rfc-editor.org/rfc/rfc9110#name-methods that browsers send, PATCH and
// QUERY.
const STANDARD_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'QUERY']);

/** Checks a value of `methods`. */
export function checkMethods(value: unknown): PolicyProblem[] {
  return checkNameList(
    { field: 'methods', noun: 'a method', example: "['GET', 'PATCH']", checkName: checkMethod },
    value,
  );
}

function checkMethod(method: string): Finding | undefined {
  const upperCase = method.toUpperCase();
  if (method === '*') {
    return {
      reason: "'*' is not a wildcard in methods",
      suggestion: 'leave methods out, which allows the methods of the routes',
    };
  }
  if (isForbiddenMethod(method)) {
    return { reason: `browsers do not let scripts send ${upperCase}`, suggestion: `leave ${upperCase} out` };
  }
  if (STANDARD_METHODS.has(upperCase) && method !== upperCase) {
    return {
      reason: `methods are case-sensitive, and ${describeValue(method)} is not ${upperCase}`,
      suggestion: `write ${quote(upperCase)}`,
    };
  }
  return undefined;
}
