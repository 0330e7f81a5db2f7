import type { IncomingHttpHeaders } from 'node:http';
import type { CompiledPolicy } from '../policy/index.js';
import type { DiscoveredRoute, NestTarget } from '../routing/index.js';
import type { PreflightDecision } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import type { DecisionObserver } from './decision-observer.js';
import { type PreflightHeaders, type ServerLocation, isSameOrigin } from './request-facts.js';

/** Where nobody watches. */
export const NO_OBSERVER: DecisionObserver = { wantsAllowed: false, observe: () => undefined };

/** Reports a preflight whose answer goes out, where anybody wants to know. */
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
    policies,
    snapshot,
    routes: () => table.at(target).find(method),
  });
}

/** Whether anybody wants to know of an actual request with an `Origin`; what {@link reportActual} needs is looked up only then. */
export function isReported(observer: DecisionObserver, allowed: boolean): boolean {
  return !allowed || observer.wantsAllowed;
}

/** An actual request whose answer goes out. */
export interface ActualFacts {
  readonly state: CorsState;
  readonly policy: CompiledPolicy;
  readonly route: DiscoveredRoute | undefined;
  readonly allowed: boolean;
  readonly enforced: boolean;
  readonly origin: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly location: ServerLocation;
}

export function reportActual(observer: DecisionObserver, facts: ActualFacts): void {
  const { state, policy, route, allowed, enforced, origin, method, url, status, headers, location } = facts;
  observer.observe({
    kind: 'actual',
    refusal: allowed ? undefined : { cause: 'origin' },
    refusable: !allowed && !isSameOrigin(headers, location),
    enforced,
    origin,
    method,
    url,
    requestedHeaders: undefined,
    status,
    policies: [policy],
    snapshot: state.snapshot,
    routes: () => [route],
  });
}
