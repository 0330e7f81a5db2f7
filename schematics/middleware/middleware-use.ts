import type { CorsUse } from '../enable-cors/cors-use.js';
import type { ReadPath } from './read-path.js';

/** A call in main.ts that passes `cors()` to `app.use()`. */
export interface MiddlewareUse extends CorsUse {
  /** The paths of the call. `undefined` if it applies to all paths. */
  readonly paths: readonly ReadPath[] | undefined;
  /** The reason for which it cannot be translated for any path. */
  readonly problem?: string;
}
