import type { NestRouteTable, PolicySnapshot } from '../routing/index.js';

/** What the request path reads: replaced as a whole, never changed. */
export interface CorsState {
  readonly snapshot: PolicySnapshot;
  readonly table: NestRouteTable;
  /** Whether refusals explain themselves. */
  readonly debug: boolean;
}

/** Holds the state of an application; empty until it has started. */
export class CorsStateHolder {
  current: CorsState | undefined;
  /** Whether the interceptor and the OPTIONS route serve, and not the platform itself. */
  servedByInterceptor = false;
}
