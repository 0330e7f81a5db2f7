import type { CorsPolicyOptions } from '../policy-options.js';
import type { PolicyProblem } from '../policy-problem.js';
import { permits } from './check-dangerously.js';
import { checkOriginRegExp, doubtOriginRegExp } from './check-origin-regexp.js';
import { checkOriginString } from './check-origin-string.js';
import { checkMaxAge } from './check-single-values.js';
import { reasonAgainstSuffix } from './check-trusted-string.js';
import { type Finding, problemsOf } from './finding.js';
import { splitAuthority } from './origin-parts.js';
import { isObject, isRegExp, ownValue } from './value-kinds.js';

// https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/preflight_result.cc
const LONGEST_MAX_AGE_OF_CHROMIUM = 7200;

/** Finds reasons for a warning in the effective values of a route. */
export function policyWarnings(values: CorsPolicyOptions): PolicyProblem[] {
  if (!isObject(values)) return [];
  return [...warningsOfMaxAge(ownValue(values, 'maxAge')), ...warningsOfOrigin(values)];
}

function warningsOfMaxAge(maxAge: unknown): PolicyProblem[] {
  if (checkMaxAge(maxAge) !== undefined || Number(maxAge) <= LONGEST_MAX_AGE_OF_CHROMIUM) return [];
  return problemsOf('maxAge', maxAge, {
    reason: `Chromium caches the answer to a preflight for at most ${LONGEST_MAX_AGE_OF_CHROMIUM} seconds`,
    suggestion: `write ${LONGEST_MAX_AGE_OF_CHROMIUM}, the longest time that Chromium uses`,
  });
}

function warningsOfOrigin(values: Readonly<Record<string, unknown>>): PolicyProblem[] {
  // With credentials, most of these are errors instead.
  const credentials = ownValue(values, 'credentials') === true;
  const origin = ownValue(values, 'origin');
  const dangerously = ownValue(values, 'dangerously');
  const rules: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
  return rules.flatMap(rule => {
    if (typeof rule === 'string') {
      return credentials ? [] : problemsOf('origin', rule, doubtString(rule, dangerously));
    }
    if (!isRegExp(rule) || checkOriginRegExp(rule).length > 0) return [];
    return problemsOf('origin', rule, ...doubtOriginRegExp(rule, { credentials, dangerously }));
  });
}

function doubtString(rule: string, dangerously: unknown): Finding | undefined {
  if (!rule.includes('://*.') || permits(dangerously, 'allowPublicSuffixSubdomains')) return undefined;
  if (checkOriginString(rule) !== undefined) return undefined;
  const reason = reasonAgainstSuffix(splitAuthority(rule.replace(/.*:\/\/\*\./, '')).host);
  return reason === undefined
    ? undefined
    : { reason, suggestion: "name your own domain, or write '*' if any origin may read the responses" };
}
