import type { EffectivePolicy } from '../policy/index.js';

/**
 * A route with its effective policy, as plain data: regular expressions, predicates and classes stand as text.
 *
 * @publicApi
 */
export interface CorsRoute {
  /** In upper case; `ALL` for `@All()`. */
  method: string;
  /** With global prefix, module path and URI version, in the platform's syntax. */
  path: string;
  /** The hosts that the controller is bound to. */
  host?: string | string[];
  /** The versions that the route serves; `neutral` for `VERSION_NEUTRAL`. */
  version?: string | string[];
  /** `CatsController.find`. */
  handler: string;
  policy: EffectivePolicy;
}
