import type { DangerousOptions } from '../policy-options.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkBoolean } from './check-single-values.js';
import { describeValue } from './describe-value.js';
import { problemsOf } from './finding.js';
import { nearestName } from './nearest-name.js';
import { isPlainObject, ownValue } from './value-kinds.js';

export const DANGEROUS_FLAGS: readonly (keyof DangerousOptions)[] = [
  'allowNullOrigin',
  'allowInsecureOrigins',
  'allowPublicSuffixSubdomains',
  'allowFileOrigin',
  'allowCrossOriginResource',
  'allowAnyHandshake',
];

/** Whether a value of `dangerously`, valid or not, gives a permission. */
export function permits(dangerously: unknown, flag: keyof DangerousOptions): boolean {
  return isPlainObject(dangerously) && ownValue(dangerously, flag) === true;
}

/** Checks a value of `dangerously`. */
export function checkDangerously(value: unknown): PolicyProblem[] {
  if (!isPlainObject(value)) {
    return problemsOf('dangerously', value, {
      reason: `${describeValue(value)} does not say which permissions it gives`,
      suggestion: `write an object with ${DANGEROUS_FLAGS.join(', ')}, each true or false`,
    });
  }
  return Object.entries(value).flatMap(([name, permission]) => checkFlag(name, permission));
}

function checkFlag(name: string, permission: unknown): PolicyProblem[] {
  if (!DANGEROUS_FLAGS.some(flag => flag === name)) {
    const meant = nearestName(name, DANGEROUS_FLAGS);
    return problemsOf('dangerously', name, {
      reason: `dangerously has no flag ${describeValue(name)}`,
      suggestion:
        meant === undefined ? `leave it out; the flags are ${DANGEROUS_FLAGS.join(', ')}` : `write ${meant}`,
    });
  }
  const finding = permission === undefined ? undefined : checkBoolean(permission);
  return problemsOf(
    'dangerously',
    permission,
    finding && { ...finding, reason: `${name}: ${finding.reason}` },
  );
}
