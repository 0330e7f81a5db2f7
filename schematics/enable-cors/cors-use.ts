import type { Expression, Node } from 'typescript';
import type { Condition } from '../startup/place.js';

/** A place where the application's code switches CORS on. */
export interface CorsUse {
  /** The call of `enableCors()` or `app.use()`, or the member `cors` of the options. */
  readonly node: Node;
  readonly options: Expression | undefined;
  /**
   * The node that is removed with it: the statement, or the member. `undefined` if it is part of
   * another expression.
   */
  readonly removable: Node | undefined;
  /** The conditions under which it runs. */
  readonly conditions: readonly Condition[];
  /** Whether it always runs at start-up, apart from the conditions. */
  readonly certain: boolean;
  /** The package: `cors` on every platform, or the one of the platform. */
  readonly package?: 'cors';
}
