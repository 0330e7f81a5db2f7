import type { EffectivePolicy } from '../policy/index.js';

/**
 * A route with its effective policy, as plain data: regular expressions, predicates and classes stand as text.
 *
 * @publicApi
 */
export interface CorsRoute {
  /** Absent for a route; `path` for a key of `paths`, `gateway` for the handshakes of a gateway. */
  kind?: 'path' | 'gateway';
  /** In upper case; `ALL` for `@All()`. */
  method: string;
  /** With global prefix, module path and URI version, in the platform's syntax; of a key of `paths`, the key; of a gateway, where its clients connect. */
  path: string;
  /** Of a gateway, where it is not that of the application itself. */
  port?: number;
  /** The hosts that the controller is bound to. */
  host?: string | string[];
  /** The versions that the route serves; `neutral` for `VERSION_NEUTRAL`. */
  version?: string | string[];
  /** `CatsController.find`; of a gateway its class; absent for a key of `paths`. */
  handler?: string;
  /**
   * The policy without `paths`, unless every URL of the route lies below one key or is that key. Of a key that leaves its path to the
   * application it has no field.
   */
  policy: EffectivePolicy;
}
