import type { OwnOrigins } from '../policy/index.js';
import type { NestRouteTable, NestTarget, PolicySnapshot } from '../routing/index.js';

/** Policies that might hold, and that live traffic is decided by as well. */
export interface Rehearsal {
  readonly snapshot: PolicySnapshot;
  /** Whether its predicates are asked too; otherwise what only they could decide is counted. */
  readonly askPredicates: boolean;
}

/** What the request path reads: replaced as a whole, never changed. */
export interface CorsState {
  readonly snapshot: PolicySnapshot;
  readonly table: NestRouteTable;
  /** Whether refusals explain themselves. */
  readonly debug: boolean;
  /** How long all predicates of a request have together, in milliseconds. */
  readonly originTimeout: number;
  /** The application's own; absent where the host of a request tells. */
  readonly ownOrigins: OwnOrigins | undefined;
  /** Absent unless there is one. */
  readonly rehearsal?: Rehearsal | undefined;
}

/** The state of one adapter's application; empty until it has started. */
export interface StateSlot {
  current: CorsState | undefined;
}

/** The state of the application that has started last: mostly there is one. */
export class CorsStateHolder implements StateSlot {
  current: CorsState | undefined;
  /** Whether the interceptor and the OPTIONS route serve, and not the platform itself. */
  servedByInterceptor = false;
}

/** Whether a route of an application serves a method at a target. One that has not started serves nothing. */
export function servesTarget(state: CorsState | undefined, target: NestTarget, method: string): boolean {
  const found = state?.table.at(target).find(method) ?? [];
  return found.some(route => route !== undefined);
}
