import { FILE_ORIGIN, OPAQUE_ORIGIN } from '../../fetch/index.js';
import type { CorsPolicyOptions } from '../policy-options.js';
import type { PolicyProblem } from '../policy-problem.js';
import { permits } from './check-dangerously.js';
import { checkOriginRegExp, checkTrustedRegExp } from './check-origin-regexp.js';
import { checkOriginString } from './check-origin-string.js';
import { checkTrustedResourcePolicy } from './check-resource-policy.js';
import { checkTrustedString } from './check-trusted-string.js';
import { analyseExpression } from './expressions/expression-analysis.js';
import { type Finding, problemsOf } from './finding.js';
import { isObject, isRegExp, ownValue } from './value-kinds.js';

/**
 * Checks combinations of the effective values of a route. Values that `checkPolicyOptions` rejects
 * are skipped here.
 */
export function checkEffectivePolicy(values: CorsPolicyOptions): PolicyProblem[] {
  if (!isObject(values)) return [];
  const origin = ownValue(values, 'origin');
  const dangerously = ownValue(values, 'dangerously');
  const resourcePolicy = ownValue(values, 'resourcePolicy');
  const credentials = ownValue(values, 'credentials') === true;
  const rules: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
  return [
    ...(credentials ? checkWildcards(origin, ownValue(values, 'exposedHeaders')) : []),
    ...rules.flatMap(rule => [
      ...problemsOf('origin', rule, checkShared(rule, dangerously)),
      ...(credentials ? problemsOf('origin', rule, ...checkTrusted(rule, dangerously)) : []),
    ]),
    ...(credentials
      ? problemsOf('resourcePolicy', resourcePolicy, checkTrustedResourcePolicy(resourcePolicy, dangerously))
      : []),
  ];
}

/**
 * Checks the effective values of a gateway for the rules that apply only to handshakes. A handshake
 * carries cookies with any value of `credentials`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 */
export function checkHandshakePolicy(values: CorsPolicyOptions): PolicyProblem[] {
  if (ownValue(values, 'handshakes') === false || ownValue(values, 'credentials') === true) return [];
  const origin = ownValue(values, 'origin');
  const dangerously = ownValue(values, 'dangerously');
  if (origin === '*') {
    return permits(dangerously, 'allowAnyHandshake') ? [] : problemsOf('origin', origin, ANY_HANDSHAKE);
  }
  const rules: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
  return rules.flatMap(rule => problemsOf('origin', rule, ...checkTrusted(rule, dangerously)));
}

const ANY_HANDSHAKE: Finding = {
  reason: "with '*', a page of any site can open a WebSocket to the gateway with the user's cookies",
  suggestion:
    'list the origins that you trust, or permit any page with dangerously: { allowAnyHandshake: true }, or leave handshakes unchecked with handshakes: false',
};

// https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
function checkWildcards(origin: unknown, exposedHeaders: unknown): PolicyProblem[] {
  return [
    ...problemsOf('origin', origin, origin === '*' ? ANY_ORIGIN_WITH_CREDENTIALS : undefined),
    ...problemsOf(
      'exposedHeaders',
      exposedHeaders,
      exposedHeaders === '*' ? ANY_EXPOSED_HEADER_WITH_CREDENTIALS : undefined,
    ),
  ];
}

const ANY_ORIGIN_WITH_CREDENTIALS: Finding = {
  reason:
    "browsers do not accept '*' for requests with credentials, because any site could read the user's data",
  suggestion: 'list the origins that you trust, or leave credentials out',
};

const ANY_EXPOSED_HEADER_WITH_CREDENTIALS: Finding = {
  reason: "for requests with credentials, browsers read '*' as the name of a header, not as a wildcard",
  suggestion: "list the headers, as in ['ETag', 'X-Total-Count']",
};

/** Checks a rule for an origin that unrelated pages share. */
function checkShared(rule: unknown, dangerously: unknown): Finding | undefined {
  if (isMeantFor(rule, OPAQUE_ORIGIN) && !permits(dangerously, 'allowNullOrigin')) {
    return {
      reason: "any site can send requests with the origin 'null' from a sandboxed frame",
      suggestion: "remove 'null', or write dangerously: { allowNullOrigin: true }",
    };
  }
  if (isMeantFor(rule, FILE_ORIGIN) && !permits(dangerously, 'allowFileOrigin')) {
    return {
      reason: "any local file that a browser opens can have the origin 'file://'",
      suggestion: "remove 'file://', or write dangerously: { allowFileOrigin: true }",
    };
  }
  return undefined;
}

/**
 * Whether the rule is the origin, or an expression that matches only this origin. Expressions for
 * other origins also work without the permission.
 */
function isMeantFor(rule: unknown, origin: string): boolean {
  if (!isRegExp(rule)) return rule === origin;
  if (checkOriginRegExp(rule).length > 0) return false;
  const matches = analyseExpression(rule)?.schemes;
  return matches?.every(({ example }) => example === origin) === true && rule.test(origin);
}

function checkTrusted(rule: unknown, dangerously: unknown): readonly Finding[] {
  if (typeof rule === 'string') {
    return checkOriginString(rule) === undefined ? checkTrustedString(rule, dangerously) : [];
  }
  if (!isRegExp(rule) || checkOriginRegExp(rule).length > 0) return [];
  return checkTrustedRegExp(rule, dangerously);
}
