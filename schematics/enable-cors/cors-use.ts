import type { Expression, Node } from 'typescript';

/** A place where main.ts switches CORS on for the whole application. */
export interface CorsUse {
  /** The call of `enableCors()`, or the member `cors` of the options. */
  readonly node: Node;
  readonly options: Expression | undefined;
  /** What goes with it: the statement, or the member. `undefined` where it stands inside of something else. */
  readonly removable: Node | undefined;
  /** The condition under which it runs. */
  readonly condition?: Expression;
  /** Whether it runs whenever the application starts, the condition apart. */
  readonly certain: boolean;
}
