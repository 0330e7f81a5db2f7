export { checkEffectivePolicy, checkHandshakePolicy } from './check-effective-policy.js';
export { checkModuleOptions } from './check-module-options.js';
export { checkUnsetOwnOrigins } from './check-own-origins.js';
export { checkOrigin } from './check-origin.js';
export { checkPolicyOptions } from './check-policy-options.js';
export { policyWarnings } from './policy-warnings.js';
