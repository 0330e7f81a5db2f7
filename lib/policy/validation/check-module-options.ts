import type { PolicyProblem } from '../policy-problem.js';
import { checkEntries, type EntryCheck } from './check-entries.js';
import { type WholeNumbers, checkBoolean, checkWholeNumber } from './check-single-values.js';
import { UNMANAGED } from '../path-policy.js';
import { checkOwnOrigins } from './check-own-origins.js';
import { checkPaths } from './check-paths.js';
import { describeValue, quote } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { explainUnknownModuleOption, type ModuleOption } from './unknown-names.js';
import { isPlainObject } from './value-kinds.js';

const ORIGIN_TIMEOUT: WholeNumbers = { what: 'milliseconds', least: 1, most: 60_000, example: 5_000 };

const CHECKS: Readonly<Record<ModuleOption, EntryCheck>> = {
  defaults: value => problemsOf('defaults', value, checkDefaults(value)),
  policies: checkPolicies,
  paths: checkPaths,
  debug: value => problemsOf('debug', value, checkBoolean(value)),
  interceptor: value => problemsOf('interceptor', value, checkInterceptor(value)),
  originTimeout: value =>
    problemsOf('originTimeout', value, checkWholeNumber('originTimeout', value, ORIGIN_TIMEOUT)),
  ownOrigins: checkOwnOrigins,
};
const RULES = { checks: new Map(Object.entries(CHECKS)), explainUnknown: explainUnknownModuleOption };

/**
 * Checks the names and types of the module options. `checkPolicyOptions` checks the policies in
 * them.
 */
export function checkModuleOptions(options: unknown): PolicyProblem[] {
  if (isPlainObject(options)) return checkEntries(RULES, options);
  return problemsOf('options', options, {
    reason: `${describeValue(options)} is not a plain object with module options`,
    suggestion: "write an object such as { defaults: { origin: 'https://app.example.com' } }, or {}",
  });
}

function checkDefaults(value: unknown): Finding | undefined {
  if (isPlainObject(value)) return undefined;
  return {
    reason: `${describeValue(value)} is not a plain object with policy options`,
    suggestion: 'write an object such as { origin: false }, or leave defaults out for no cross-origin access',
  };
}

function checkPolicies(value: unknown): PolicyProblem[] {
  if (!isPlainObject(value)) {
    return problemsOf('policies', value, {
      reason: `${describeValue(value)} is not a plain object that maps names to policies`,
      suggestion: "write an object such as { partners: { origin: 'https://partner.example' } }",
    });
  }
  return Object.entries(value).flatMap(([name, policy]) =>
    problemsOf('policies', policy, checkNamedPolicy(name, policy)),
  );
}

function checkNamedPolicy(name: string, policy: unknown): Finding | undefined {
  if (name === UNMANAGED) {
    return {
      reason: `${describeValue(name)} is a reserved name: in paths, it leaves a path to the application`,
      suggestion: 'give the policy another name',
    };
  }
  if (isPlainObject(policy)) return undefined;
  return {
    reason: `the policy ${describeValue(name)} is ${describeValue(policy)}, not a plain object with policy options`,
    suggestion: 'write an object such as { origin: false }, or remove the name',
  };
}

function checkInterceptor(value: unknown): Finding | undefined {
  if (value === 'auto' || value === 'always') return undefined;
  const meant = typeof value === 'string' ? value.trim().toLowerCase() : value;
  return {
    reason: `${describeValue(value)} is not a value of interceptor`,
    suggestion: meant === 'auto' || meant === 'always' ? `write ${quote(meant)}` : "write 'auto' or 'always'",
  };
}
