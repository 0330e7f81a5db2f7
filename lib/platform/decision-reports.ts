import type { NestTarget, PoliciesAtPath } from '../routing/index.js';
import type { PreflightDecision } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import type { DecisionObserver } from './decision-observer.js';
import type { PreflightHeaders } from './request-facts.js';

/** Reports a preflight whose answer goes out, if the observer wants to know. */
export function reportPreflight(
  observer: DecisionObserver,
  { table }: CorsState,
  { origin, requestedMethod: method, requestedHeaders }: PreflightHeaders,
  { answer: { refusal, status }, policies }: PreflightDecision,
  { target, url, at }: { readonly target: NestTarget; readonly url: string; readonly at: PoliciesAtPath },
): void {
  if (refusal === undefined && !observer.wantsAllowed) return;
  observer.observe({
    kind: 'preflight',
    refusal,
    refusable: false,
    reported: undefined,
    enforced: false,
    origin,
    method,
    url,
    requestedHeaders,
    status,
    overridden: undefined,
    policies,
    at,
    routes: () => table.at(target).find(method),
  });
}
