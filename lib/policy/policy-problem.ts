import type { PolicyField } from './policy-fields.js';

/** Something wrong, or doubtful, in policy options, as far as the options alone can tell. */
export interface PolicyProblem {
  /** The field's name; for an unknown name, that name. */
  readonly field: PolicyField | (string & {});
  /** The value that is wrong: the member of a list where only that is wrong. */
  readonly value: unknown;
  /** Why it is wrong, as a sentence without a full stop. */
  readonly reason: string;
  /** What to write instead, as a sentence without a full stop. */
  readonly suggestion: string;
}
