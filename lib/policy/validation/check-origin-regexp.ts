import { analyseExpression } from './expressions/expression-analysis.js';
import type { Finding } from './finding.js';
import {
  type ExpressionFault,
  doubtsOfExpression,
  doubtsWithoutCredentials,
  faultsOfExpression,
  faultsWithCredentials,
} from './expressions/expression-faults.js';
import { suggestCorrection, suggestRules } from './expressions/expression-suggestions.js';

const found = new WeakMap<RegExp, readonly Finding[]>();

/** Checks a regular expression as an origin rule. */
export function checkOriginRegExp(rule: RegExp): readonly Finding[] {
  let findings = found.get(rule);
  if (findings === undefined) {
    findings = faultsOfExpression(rule).map(fault => findingOf(rule, fault));
    found.set(rule, findings);
  }
  return findings;
}

/** Checks an expression without other faults for policies with credentials. */
export function checkTrustedRegExp(rule: RegExp, dangerously: unknown): readonly Finding[] {
  return faultsWithCredentials(rule, dangerously).map(fault => findingOf(rule, fault));
}

/** Finds reasons for a warning about an expression without faults. */
export function doubtOriginRegExp(
  rule: RegExp,
  { credentials, dangerously }: { readonly credentials: boolean; readonly dangerously: unknown },
): readonly Finding[] {
  const doubts = credentials ? [] : doubtsWithoutCredentials(rule, dangerously);
  return [...doubtsOfExpression(rule), ...doubts].map(fault => findingOf(rule, fault));
}

function findingOf(rule: RegExp, fault: ExpressionFault): Finding {
  return { reason: fault.reason, suggestion: suggestionFor(rule, fault) };
}

function suggestionFor(rule: RegExp, { kind, suffix = '' }: ExpressionFault): string {
  const pattern = analyseExpression(rule)?.pattern;
  const suggested = (): string | undefined => pattern && written(suggestRules(rule, pattern));
  const corrected = (): string | undefined => pattern && written(suggestCorrection(rule, pattern));
  switch (kind) {
    case 'any':
      return "write '*' for any origin without credentials, or list the origins that you trust";
    case 'form':
      return (
        suggested() ?? 'begin it with ^(?:https:\\/\\/ and end it with )$, and leave out the flags g, m and y'
      );
    case 'nothing':
      return suggested() ?? 'write scheme, host and port as a browser sends them, without a slash at the end';
    case 'slow':
      return (
        suggested() ??
        'end each repetition with a character that it cannot match, or write a subdomain pattern or a predicate'
      );
    case 'dot':
      return corrected() ?? 'escape each dot of a name with a backslash';
    case 'open':
      return suggested() ?? 'list each domain or address, or write a predicate that looks the origin up';
    case 'scheme':
      return suggested() ?? 'write the scheme, as in ^https:\\/\\/';
    case 'insecure': {
      const correction = corrected() ?? 'write https in the expression';
      return `${correction}, or dangerously: { allowInsecureOrigins: true }`;
    }
    case 'suffix':
      return `name your own domain before ${suffix}, or write dangerously: { allowPublicSuffixSubdomains: true }`;
  }
}

function written(code: string | undefined): string | undefined {
  return code === undefined ? undefined : `write ${code}`;
}
