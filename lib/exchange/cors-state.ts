import type { OwnOrigins } from '../policy/index.js';
import type { NestRouteTable, NestTarget, PolicySnapshot } from '../routing/index.js';

/**
 * The candidate policies of a rehearsal. They decide live traffic a second time, without effect.
 */
export interface Rehearsal {
  readonly snapshot: PolicySnapshot;
  /**
   * Whether the candidate's predicates are asked. If not, decisions that need them are only
   * counted.
   */
  readonly askPredicates: boolean;
}

/** The state that requests read. A reload replaces the whole object and never changes it. */
export interface CorsState {
  readonly snapshot: PolicySnapshot;
  readonly table: NestRouteTable;
  /**
   * Whether a refused preflight of an allowed origin gets true headers, so that the browser's
   * console names the cause.
   */
  readonly debug: boolean;
  /** Time limit for all predicates of one request together, in milliseconds. */
  readonly originTimeout: number;
  /**
   * The `ownOrigins` option. If it is absent, the host of the request decides what is same-origin.
   */
  readonly ownOrigins: OwnOrigins | undefined;
  readonly rehearsal?: Rehearsal | undefined;
}

/** Holds the state of the application on one adapter. It is empty until the application starts. */
export interface StateSlot {
  current: CorsState | undefined;
}

/** Holds the state of the application that started last. Most processes have only one. */
export class CorsStateHolder implements StateSlot {
  current: CorsState | undefined;
  /** Whether the interceptor and the OPTIONS route serve requests instead of the platform. */
  servedByInterceptor = false;
}

/** Whether an application has a route for a method at a target. Before start-up it has none. */
export function servesTarget(state: CorsState | undefined, target: NestTarget, method: string): boolean {
  const found = state?.table.at(target).find(method) ?? [];
  return found.some(route => route !== undefined);
}
