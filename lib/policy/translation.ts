// The checks that `nest add` uses for its translations. The published schematics load this file
// from the package.
export { toList } from './list-value.js';
export { checkEffectivePolicy } from './validation/check-effective-policy.js';
export { checkAllowedHeaders, checkExposedHeaders } from './validation/check-header-names.js';
export { checkMethods } from './validation/check-methods.js';
export { checkOriginRegExp } from './validation/check-origin-regexp.js';
export { checkOriginString } from './validation/check-origin-string.js';
export { checkPathKey } from './validation/check-paths.js';
export { correctOrigin } from './validation/correct-origin.js';
export { readAnchoring } from './validation/expressions/expression-anchoring.js';
export { parseExpression } from './validation/expressions/expression-tree.js';
