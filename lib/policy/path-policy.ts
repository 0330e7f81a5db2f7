import type { CorsPolicyName } from './cors-policy-names.js';
import type { CorsPolicyOptions } from './policy-options.js';
import { quote } from './validation/describe-value.js';

/** The word in `paths` that leaves a path to the application; no policy can have this name. */
export const UNMANAGED = 'unmanaged';

/**
 * The policy of a path in `paths`: the name of a policy, `false` for no cross-origin access, options, a name with options of its own, or
 * `'unmanaged'`, which leaves the path to the application.
 *
 * @publicApi
 */
export type CorsPathPolicy =
  | CorsPolicyName
  // Not redundant where an application declares the names of its policies.
  // eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents
  | typeof UNMANAGED
  | false
  | CorsPolicyOptions
  | readonly [policy: CorsPolicyName, options: CorsPolicyOptions];

/** Where the policy of a key is written, as people write it. */
export function placeOfPath(key: string): string {
  return `paths[${quote(key)}] in CorsModule.forRoot()`;
}
