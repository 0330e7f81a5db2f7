import type { CorsUse } from '../enable-cors/cors-use.js';
import type { ReadPath } from './read-path.js';

/** A place where main.ts gives `cors()` to `app.use()`. */
export interface MiddlewareUse extends CorsUse {
  /** The paths in front of it; `undefined` where it is for all. */
  readonly paths: readonly ReadPath[] | undefined;
  /** Why it cannot be translated, whatever the paths. */
  readonly problem?: string;
}
