import type { PolicyField } from '../policy-fields.js';
import type { PolicyProblem } from '../policy-problem.js';
import { checkDangerously } from './check-dangerously.js';
import { checkEntries, type EntryCheck } from './check-entries.js';
import { checkAllowedHeaders, checkExposedHeaders } from './check-header-names.js';
import { checkMethods } from './check-methods.js';
import { checkOrigin } from './check-origin.js';
import { checkResourcePolicy } from './check-resource-policy.js';
import {
  checkBoolean,
  checkEnforcement,
  checkMaxAge,
  checkOptionsSuccessStatus,
} from './check-single-values.js';
import { describeValue } from './describe-value.js';
import { problemsOf } from './finding.js';
import { explainUnknownField } from './unknown-names.js';
import { isPlainObject } from './value-kinds.js';

const CHECKS: Readonly<Record<PolicyField, EntryCheck>> = {
  origin: checkOrigin,
  methods: checkMethods,
  allowedHeaders: checkAllowedHeaders,
  exposedHeaders: checkExposedHeaders,
  credentials: value => problemsOf('credentials', value, checkBoolean(value)),
  maxAge: value => problemsOf('maxAge', value, checkMaxAge(value)),
  optionsSuccessStatus: value => problemsOf('optionsSuccessStatus', value, checkOptionsSuccessStatus(value)),
  enforce: value => problemsOf('enforce', value, checkEnforcement(value)),
  resourcePolicy: value => problemsOf('resourcePolicy', value, checkResourcePolicy(value)),
  handshakes: value => problemsOf('handshakes', value, checkEnforcement(value)),
  dangerously: checkDangerously,
};
const ENTRIES = Object.entries(CHECKS);

/**
 * Checks the options of one level: of a decorator, the module's defaults, or a named policy.
 * `checkEffectivePolicy` checks combinations with other levels.
 *
 * @param checkOrigins the check of `origin`. A caller can pass one with a cache, if many objects
 * share a list
 */
export function checkPolicyOptions(
  options: unknown,
  checkOrigins: EntryCheck = checkOrigin,
): PolicyProblem[] {
  if (isPlainObject(options)) {
    const checks = new Map(ENTRIES).set('origin', checkOrigins);
    return checkEntries({ checks, explainUnknown: explainUnknownField }, options);
  }
  return problemsOf('options', options, {
    reason: `${describeValue(options)} is not a plain object with policy options`,
    suggestion: "write an object such as { origin: 'https://app.example.com' }",
  });
}
