import type { ResourcePolicy } from '../policy-options.js';
import { permits } from './check-dangerously.js';
import { describeValue } from './describe-value.js';
import type { Finding } from './finding.js';
import { nearestName } from './nearest-name.js';
import { isPlainObject, ownValue } from './value-kinds.js';

const RESOURCE_POLICIES: readonly ResourcePolicy[] = ['same-origin', 'same-site', 'cross-origin'];

/** Checks a value of `resourcePolicy`. */
export function checkResourcePolicy(value: unknown): Finding | undefined {
  if (RESOURCE_POLICIES.some(policy => policy === value)) return undefined;
  // The shape of helmet's option.
  const given = isPlainObject(value) ? ownValue(value, 'policy') : value;
  const meant = typeof given === 'string' ? nearestName(given, RESOURCE_POLICIES) : undefined;
  return {
    reason: `${describeValue(value)} is not a value of Cross-Origin-Resource-Policy`,
    suggestion: meant === undefined ? suggestion(given) : `write '${meant}'`,
  };
}

function suggestion(given: unknown): string {
  if (given === false) return 'leave resourcePolicy out, which leaves the header as it is';
  return "write 'same-origin', 'same-site' or 'cross-origin'";
}

/** Checks a value for policies with credentials. */
export function checkTrustedResourcePolicy(value: unknown, dangerously: unknown): Finding | undefined {
  if (value !== 'cross-origin' || permits(dangerously, 'allowCrossOriginResource')) return undefined;
  return {
    reason:
      'any site could embed responses to requests with cookies, and then try to read them from the memory of its own process',
    suggestion: "write 'same-site', or dangerously: { allowCrossOriginResource: true }",
  };
}
