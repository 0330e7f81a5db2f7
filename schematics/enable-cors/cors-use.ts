import type { Expression, Node } from 'typescript';
import type { Condition } from '../startup/place.js';

/** A place where the application's code switches CORS on. */
export interface CorsUse {
  /** The call of `enableCors()` or `app.use()`, or the member `cors` of the options. */
  readonly node: Node;
  readonly options: Expression | undefined;
  /** What goes with it: the statement, or the member. `undefined` where it stands inside of something else. */
  readonly removable: Node | undefined;
  /** The conditions under which it runs. */
  readonly conditions: readonly Condition[];
  /** Whether it runs whenever the application starts, the conditions apart. */
  readonly certain: boolean;
  /** Which package it is: `cors` on every platform, or what the platform takes. */
  readonly package?: 'cors';
}
