import {
  type CorsPolicyOptions,
  type EffectivePolicy,
  checkEffectivePolicy,
  checkPolicyOptions,
} from '../policy/index.js';

/**
 * Why an application would not start with an option in a policy, in the words of the start-up
 * check. `undefined` if it would start.
 *
 * @param option one field. A list has only the new member, because start-up has checked the others.
 */
export function whyNotAllowed(effective: EffectivePolicy, option: CorsPolicyOptions): string | undefined {
  const values = Object.fromEntries(Object.entries(effective).map(([field, { value }]) => [field, value]));
  const [problem] = [...checkPolicyOptions(option), ...checkEffectivePolicy({ ...values, ...option })];
  return problem?.reason;
}
