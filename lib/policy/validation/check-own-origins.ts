import { SCHEME_END, isWebScheme } from '../../fetch/index.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkOriginString } from './check-origin-string.js';
import { describeValue } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { canonicalScheme } from './origin-scheme.js';

const FIELD = 'ownOrigins';
const EXAMPLE = "'https://api.example.com'";
const WORDS = /^[\s,;]*(?:\*+|null|true|false)?[\s,;]*$/i;
const SUGGESTED = /^write (?:a list, \[)?'(.*)'\]?$/;

/**
 * Checks a value of `ownOrigins`. Only exact origins are valid, because a pattern also matches
 * names of other applications.
 */
export function checkOwnOrigins(value: unknown): PolicyProblem[] {
  if (!Array.isArray(value)) return checkMember(value);
  const members: readonly unknown[] = value;
  if (members.length === 0) {
    return problemsOf(FIELD, value, {
      reason: 'an empty list contains no origin of the application',
      suggestion: `write the origins under which browsers reach it, such as ${EXAMPLE}, or leave ownOrigins out`,
    });
  }
  // Not flatMap, which skips the holes of a sparse list.
  return Array.from(members, checkMember).flat();
}

/** Checks for `ownOrigins` with the value `undefined`. */
export function checkUnsetOwnOrigins(options: object): Finding | undefined {
  if (!Object.hasOwn(options, FIELD) || Reflect.get(options, FIELD) !== undefined) return undefined;
  return {
    reason:
      'ownOrigins is present but undefined, so the host of a request is not checked. Perhaps an environment variable is not set',
    suggestion: `write an origin such as ${EXAMPLE}, or leave ownOrigins out`,
  };
}

function checkMember(member: unknown): PolicyProblem[] {
  return problemsOf(FIELD, member, typeof member === 'string' ? checkText(member) : notExact(member));
}

function checkText(text: string): Finding | undefined {
  if (WORDS.test(text)) return notExact(text);
  if (text.includes('*')) {
    return {
      reason: 'a pattern also matches names that do not belong to the application',
      suggestion: `write each origin of the application, such as ${EXAMPLE}`,
    };
  }
  const end = text.indexOf(SCHEME_END);
  if (end !== -1 && !isWebScheme(`${canonicalScheme(text.slice(0, end).trim())}:`)) {
    return {
      reason:
        'browsers reach the application over http or https, so its own origins have one of these schemes',
      suggestion: `write an origin such as ${EXAMPLE}`,
    };
  }
  const fault = checkOriginString(text);
  if (fault === undefined) return undefined;
  return { ...fault, ...(isSound(fault) ? {} : { suggestion: `write an origin such as ${EXAMPLE}` }) };
}

/** Whether the suggestion of a finding about `origin` is also valid for `ownOrigins`. */
function isSound({ suggestion }: Finding): boolean {
  const [, origins] = SUGGESTED.exec(suggestion) ?? [];
  return origins?.split("', '").every(origin => checkText(origin) === undefined) ?? false;
}

function notExact(value: unknown): Finding {
  const suggestion = `write an origin such as ${EXAMPLE}`;
  return value === undefined
    ? {
        reason: 'undefined is not an exact origin. Perhaps an environment variable is not set',
        suggestion,
      }
    : { reason: `${describeValue(value)} is not an exact origin`, suggestion };
}
