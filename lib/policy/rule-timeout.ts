import type { Finding } from './validation/finding.js';

/** Where a rule that limits the time of an answer itself tells that limit. Registered, since a process can hold the package in both module formats. */
export const RULE_TIMEOUT = Symbol.for('nestjs-cors-policy:rule-timeout');

/** What is wrong with a rule that waits longer than the request does. */
export function checkRuleTimeout(rule: unknown, originTimeout: number): Finding | undefined {
  if (typeof rule !== 'function') return undefined;
  const timeout: unknown = Reflect.get(rule, RULE_TIMEOUT);
  if (typeof timeout !== 'number' || timeout <= originTimeout) return undefined;
  return {
    reason: `its timeout of ${timeout} ms is longer than the ${originTimeout} ms of originTimeout, so staleWhileError would never have an effect`,
    suggestion: `write timeout: ${originTimeout} or less in cachedOrigins(), or originTimeout: ${timeout} or more in CorsModule.forRoot()`,
  };
}
