import type { PolicyProblem } from '../policy-problem.js';
import { checkOriginRegExp } from './check-origin-regexp.js';
import { checkOriginString } from './check-origin-string.js';
import { describeValue } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isObject, isRegExp } from './value-kinds.js';

const FIELD = 'origin';
const ANY_ORIGIN = '*';

const KINDS_OF_RULES = 'an origin, a pattern, a regular expression, a function or a resolver class';

/** What is wrong with a value of `origin`, member by member where it is a list. */
export function checkOrigin(value: unknown): PolicyProblem[] {
  if (value === false || value === ANY_ORIGIN) return [];
  if (value === true) {
    return problemsOf(FIELD, value, {
      reason: 'true does not say whether it means any origin or the one that asks',
      suggestion:
        "write '*' for any origin, or a list of those that you trust; only a list goes with credentials",
    });
  }
  if (!Array.isArray(value)) return checkRule(value);
  const members: readonly unknown[] = value;
  if (members.length === 0) {
    return problemsOf(FIELD, value, {
      reason: 'an empty list names no origin',
      suggestion: 'write false for no cross-origin access, or leave origin out to inherit it',
    });
  }
  // Not flatMap, which passes over the holes of a sparse list.
  return Array.from(members, checkMember).flat();
}

function checkMember(member: unknown): PolicyProblem[] {
  if (member === ANY_ORIGIN) {
    return problemsOf(FIELD, member, {
      reason: "'*' stands alone, never in a list, where it makes its other members pointless",
      suggestion: "write origin: '*' for any origin, or take '*' out of the list",
    });
  }
  if (Array.isArray(member)) {
    return problemsOf(FIELD, member, {
      reason: 'a list within the list is not a rule about origins',
      suggestion: 'write its members into the outer list, with ... in front of it',
    });
  }
  if (typeof member === 'boolean') {
    return problemsOf(FIELD, member, {
      reason: `${describeValue(member)} in a list is not a rule about origins`,
      suggestion: 'take it out of the list; origin: false alone means no cross-origin access',
    });
  }
  return checkRule(member);
}

function checkRule(rule: unknown): PolicyProblem[] {
  // Whether a class is a resolver, and whether a module provides it, only the injector can tell.
  if (typeof rule === 'function') return [];
  if (typeof rule === 'string') return problemsOf(FIELD, rule, checkOriginString(rule));
  if (isRegExp(rule)) return problemsOf(FIELD, rule, ...checkOriginRegExp(rule));
  return problemsOf(FIELD, rule, checkKind(rule));
}

const UNSET: Finding = {
  reason: 'undefined is not a rule about origins: an environment variable is perhaps not set',
  suggestion: 'write an origin, or read the variable with parseOrigins(), which says when it is not set',
};

function checkKind(rule: unknown): Finding {
  if (rule === undefined) return UNSET;
  if (isObject(rule) && typeof rule.isAllowed === 'function') {
    return {
      reason: "a resolver's instance comes from Nest's injector, never from the options",
      suggestion: 'write the class itself, and have a module provide it',
    };
  }
  return {
    reason: `${describeValue(rule)} is not a rule about origins`,
    suggestion: `write ${KINDS_OF_RULES}`,
  };
}
