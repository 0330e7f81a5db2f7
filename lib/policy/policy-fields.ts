import type { CorsPolicyOptions } from './policy-options.js';

export type PolicyField = keyof CorsPolicyOptions;

/** What holds where no level sets a field. A field that is absent here has no value by default. */
export const BUILT_IN_POLICY = Object.freeze({
  origin: false,
  allowedHeaders: Object.freeze(['Content-Type']),
  credentials: false,
  optionsSuccessStatus: 204,
  enforce: false,
} as const);

/** Every field of {@link CorsPolicyOptions}, in the order in which people read them. */
export const POLICY_FIELDS: readonly PolicyField[] = Object.freeze([
  'origin',
  'methods',
  'allowedHeaders',
  'exposedHeaders',
  'credentials',
  'maxAge',
  'optionsSuccessStatus',
  'enforce',
  'resourcePolicy',
  'handshakes',
  'dangerously',
]);
