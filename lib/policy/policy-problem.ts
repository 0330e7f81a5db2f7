import type { PolicyField } from './policy-fields.js';

/** A problem of policy options, or a reason for a warning. */
export interface PolicyProblem {
  /** The name of the field; for an unknown name, that name. */
  readonly field: PolicyField | (string & {});
  /** The wrong value. If only one member of a list is wrong, that member. */
  readonly value: unknown;
  /** Why the value is wrong, without the final full stop. */
  readonly reason: string;
  /** What to write instead, without the final full stop. */
  readonly suggestion: string;
}
