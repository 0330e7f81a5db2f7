import type { CorsPolicyOptions } from './policy-options.js';

export type PolicyField = keyof CorsPolicyOptions;

/** The values of fields that no level sets. A field that is absent here has no default. */
export const BUILT_IN_POLICY = Object.freeze({
  origin: false,
  allowedHeaders: Object.freeze(['Content-Type']),
  credentials: false,
  optionsSuccessStatus: 204,
  enforce: false,
} as const);

/** All fields of {@link CorsPolicyOptions}, in its order. */
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
