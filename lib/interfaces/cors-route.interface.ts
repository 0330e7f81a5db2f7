import type { EffectivePolicy } from '../policy/index.js';

/**
 * A route with its effective policy, as plain data. Regular expressions, predicates and classes are
 * strings.
 *
 * @publicApi
 */
export interface CorsRoute {
  /** `path` for a key of `paths`, `gateway` for the handshakes of a gateway; absent for a route. */
  kind?: 'path' | 'gateway';
  /** The HTTP method in upper case; `ALL` for `@All()` and for a key of `paths`. */
  method: string;
  /**
   * The path in the syntax of the platform, with global prefix, module path and URI version. For a
   * key of `paths`, the key. For a gateway, the path where its clients connect.
   */
  path: string;
  /** The port of a gateway; absent if it is the port of the application. */
  port?: number;
  /** The hosts that the controller is bound to. */
  host?: string | string[];
  /** The versions that the route serves; `neutral` for `VERSION_NEUTRAL`. */
  version?: string | string[];
  /**
   * The handler, such as `CatsController.find`; the class of a gateway; absent for a key of
   * `paths`.
   */
  handler?: string;
  /**
   * The effective policy. For a route, a key of `paths` is included only if every URL of the route
   * has that key. For an unmanaged key, the policy has no fields.
   */
  policy: EffectivePolicy;
}
