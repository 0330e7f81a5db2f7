import type { CorsPolicyName } from './cors-policy-names.js';
import type { CorsPolicyOptions } from './policy-options.js';
import { quote } from './validation/describe-value.js';

/** The value in `paths` that leaves a path to the application. No policy can have this name. */
export const UNMANAGED = 'unmanaged';

/**
 * The value of a key of `paths`:
 * - the name of a policy;
 * - `false` for no cross-origin access;
 * - policy options;
 * - a list with a name and policy options, whose fields win over those of the named policy;
 * - `'unmanaged'`, which leaves the path to the application.
 *
 * @publicApi
 */
export type CorsPathPolicy =
  | CorsPolicyName
  // Not redundant if an application declares the names of its policies.
  // eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents
  | typeof UNMANAGED
  | false
  | CorsPolicyOptions
  | readonly [policy: CorsPolicyName, options: CorsPolicyOptions];

/** The place of a key for messages, as it is written in the code. */
export function placeOfPath(key: string): string {
  return `paths[${quote(key)}] in CorsModule.forRoot()`;
}
