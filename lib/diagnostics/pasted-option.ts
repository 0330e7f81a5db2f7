import {
  type CorsPolicyOptions,
  type EffectivePolicy,
  checkEffectivePolicy,
  checkPolicyOptions,
} from '../policy/index.js';

/**
 * Why an application would not start if an option stood in a policy, in the words of the start-up check; `undefined` if it would start.
 *
 * @param option one field, a list with the new member alone: what else stands in the list was checked at start-up
 */
export function whyNotAllowed(effective: EffectivePolicy, option: CorsPolicyOptions): string | undefined {
  const values = Object.fromEntries(Object.entries(effective).map(([field, { value }]) => [field, value]));
  const [problem] = [...checkPolicyOptions(option), ...checkEffectivePolicy({ ...values, ...option })];
  return problem?.reason;
}
