import type { PolicyProblem } from '../policy-problem.js';
import { checkOriginRegExp } from './check-origin-regexp.js';
import { checkOriginString } from './check-origin-string.js';
import { describeValue } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isObject, isRegExp } from './value-kinds.js';

const FIELD = 'origin';
const ANY_ORIGIN = '*';

const KINDS_OF_RULES = 'an origin, a pattern, a regular expression, a function or a resolver class';

/** Checks a value of `origin`, member by member if it is a list. */
export function checkOrigin(value: unknown): PolicyProblem[] {
  if (value === false || value === ANY_ORIGIN) return [];
  if (value === true) {
    return problemsOf(FIELD, value, {
      reason: 'true is ambiguous: it could mean any origin, or the origin of each request',
      suggestion: "write '*' for any origin without credentials, or list the origins that you trust",
    });
  }
  if (!Array.isArray(value)) return checkRule(value);
  const members: readonly unknown[] = value;
  if (members.length === 0) {
    return problemsOf(FIELD, value, {
      reason: 'an empty list contains no origin',
      suggestion: 'write false for no cross-origin access, or leave origin out to inherit it',
    });
  }
  // Not flatMap, which skips the holes of a sparse list.
  return Array.from(members, checkMember).flat();
}

function checkMember(member: unknown): PolicyProblem[] {
  if (member === ANY_ORIGIN) {
    return problemsOf(FIELD, member, {
      reason: "'*' must be the whole value; in a list, the other members would have no effect",
      suggestion: "write origin: '*' for any origin, or remove '*' from the list",
    });
  }
  if (Array.isArray(member)) {
    return problemsOf(FIELD, member, {
      reason: 'a list inside a list is not an origin rule',
      suggestion: 'write its members into the outer list, for example with the spread syntax (...)',
    });
  }
  if (typeof member === 'boolean') {
    return problemsOf(FIELD, member, {
      reason: `${describeValue(member)} in a list is not an origin rule`,
      suggestion: 'remove it from the list; for no cross-origin access, write origin: false',
    });
  }
  return checkRule(member);
}

function checkRule(rule: unknown): PolicyProblem[] {
  // Only the injector knows whether a module provides a resolver class.
  if (typeof rule === 'function') return [];
  if (typeof rule === 'string') return problemsOf(FIELD, rule, checkOriginString(rule));
  if (isRegExp(rule)) return problemsOf(FIELD, rule, ...checkOriginRegExp(rule));
  return problemsOf(FIELD, rule, checkKind(rule));
}

const UNSET: Finding = {
  reason: 'undefined is not an origin rule. Perhaps an environment variable is not set',
  suggestion: 'write an origin, or read the variable with parseOrigins(), which says when it is not set',
};

function checkKind(rule: unknown): Finding {
  if (rule === undefined) return UNSET;
  if (isObject(rule) && typeof rule.isAllowed === 'function') {
    return {
      reason: "Nest's injector creates the instance of a resolver class, so the options take the class",
      suggestion: 'write the class, and add it to the providers of a module',
    };
  }
  return {
    reason: `${describeValue(rule)} is not an origin rule`,
    suggestion: `write ${KINDS_OF_RULES}`,
  };
}
