import type { DiscoveredRoute, NestTarget } from '../routing/index.js';
import type { PreflightDecision } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import type { DecisionObserver } from './decision-observer.js';
import type { PreflightHeaders } from './request-facts.js';

/** Reports a preflight whose answer goes out, if the observer wants to know. */
export function reportPreflight(
  observer: DecisionObserver,
  { table, snapshot }: CorsState,
  { origin, requestedMethod: method, requestedHeaders }: PreflightHeaders,
  { answer: { refusal, status }, policies }: PreflightDecision,
  { target, url }: { readonly target: NestTarget; readonly url: string },
): void {
  if (refusal === undefined && !observer.wantsAllowed) return;
  observer.observe({
    kind: 'preflight',
    refusal,
    refusable: false,
    enforced: false,
    origin,
    method,
    url,
    requestedHeaders,
    status,
    overridden: undefined,
    policies,
    snapshot,
    routes: () => table.at(target).find(method),
  });
}

/** Whether an actual request with an `Origin` is reported; what {@link reportActual} needs is looked up only then. */
export function isReported(observer: DecisionObserver, allowed: boolean): boolean {
  return !allowed || observer.wantsAllowed;
}

/** An actual request whose answer goes out. */
export interface ActualReport {
  readonly state: CorsState;
  /** Never empty. */
  readonly routes: readonly (DiscoveredRoute | undefined)[];
  /** `Access-Control-Allow-Origin` as the policies give it. */
  readonly allowOrigin: string | undefined;
  /** `Access-Control-Allow-Origin` as it is sent. */
  readonly sentAllowOrigin: string | undefined;
  readonly isSameOrigin: boolean;
  readonly enforced: boolean;
  readonly origin: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

export function reportActual(observer: DecisionObserver, report: ActualReport): void {
  const { state, routes, allowOrigin, sentAllowOrigin, isSameOrigin, enforced, origin, method, url, status } =
    report;
  const { snapshot } = state;
  const allowed = allowOrigin !== undefined;
  observer.observe({
    kind: 'actual',
    refusal: allowed ? undefined : { cause: 'origin' },
    refusable: !allowed && !isSameOrigin,
    enforced,
    origin,
    method,
    url,
    requestedHeaders: undefined,
    status,
    overridden: sentAllowOrigin === allowOrigin ? undefined : (sentAllowOrigin ?? ''),
    policies: [...new Set(routes.map(route => snapshot.policyOf(route)))],
    snapshot,
    routes: () => routes,
  });
}
