import type { NestTarget, PoliciesAtPath } from '../routing/index.js';
import type { CorsDecisions, PreflightDecision } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import { type DecidedRequest, rehearse } from './rehearsal.js';
import type { PreflightHeaders } from './request-facts.js';

/** Reports a decision when its response is sent, and runs the rehearsal. */
export function reportDecision(decisions: CorsDecisions, decided: DecidedRequest): void {
  decisions.observer.observe(decided.report);
  rehearse(decisions, decided);
}

/** Where a preflight was sent, for its report. */
export interface PreflightPlace {
  readonly target: NestTarget;
  readonly url: string;
  readonly at: PoliciesAtPath;
  /** The platform's request, for predicates. */
  readonly request: unknown;
}

/**
 * Reports a preflight when its answer is sent. An allowed one is reported only if an observer wants
 * it.
 */
export function reportPreflight(
  decisions: CorsDecisions,
  state: CorsState,
  { origin, requestedMethod: method, requestedHeaders }: PreflightHeaders,
  { answer: { refusal, status }, policies }: PreflightDecision,
  { target, url, at, request }: PreflightPlace,
): void {
  if (refusal === undefined && !decisions.wantsAllowed(state)) return;
  const report = {
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
    routes: () => state.table.at(target).find(method),
  } as const;
  reportDecision(decisions, { report, state, request, target });
}
