import type { Finding } from './validation/finding.js';

// A registered symbol, because a process can load the package in both module formats.
/** The property of a rule with its own time limit, in milliseconds. */
export const RULE_TIMEOUT = Symbol.for('nestjs-cors-policy:rule-timeout');

/** Checks that a rule does not wait longer than the request. */
export function checkRuleTimeout(rule: unknown, originTimeout: number): Finding | undefined {
  if (typeof rule !== 'function') return undefined;
  const timeout: unknown = Reflect.get(rule, RULE_TIMEOUT);
  if (typeof timeout !== 'number' || timeout <= originTimeout) return undefined;
  return {
    reason: `the timeout of cachedOrigins() is ${timeout} ms, and originTimeout is ${originTimeout} ms, so staleWhileError would never have an effect`,
    suggestion: `write timeout: ${originTimeout} or less in cachedOrigins(), or originTimeout: ${timeout} or more in CorsModule.forRoot()`,
  };
}
