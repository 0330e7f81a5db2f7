import type { CompiledPolicy, PreflightRefusal } from '../policy/index.js';
import type { DiscoveredRoute, PoliciesAtPath } from '../routing/index.js';

/**
 * Why a request is refused. Cause `host`: `enforce` refuses a request that was sent to a host
 * outside `ownOrigins`.
 */
export type DecisionRefusal = PreflightRefusal | { readonly cause: 'host'; readonly host: string };

/**
 * A decision about a request. The platform makes the report when it sends the response. A request
 * without `Origin` has a report only if it is refused or reported for its host.
 */
export interface DecisionReport {
  readonly kind: 'preflight' | 'actual' | 'handshake';
  /** Absent if the request is allowed. */
  readonly refusal: DecisionRefusal | undefined;
  /** Whether `enforce: true` refuses the request, or would refuse it if the policy had it. */
  readonly refusable: boolean;
  /** Why `enforce: true` would refuse the request. Absent unless `enforce` is `'report'`. */
  readonly reported: DecisionRefusal | undefined;
  readonly enforced: boolean;
  /** Empty if the request has no `Origin`. */
  readonly origin: string;
  /** For a preflight, the requested method. */
  readonly method: string;
  /** As it arrived. */
  readonly url: string;
  readonly requestedHeaders: string | undefined;
  readonly status: number;
  /**
   * The `Access-Control-Allow-Origin` that is sent, if it differs from the value of the policy.
   * Empty if the policy gives a value and the response has none.
   */
  readonly overridden: string | undefined;
  /** Whether the request is same-origin, so that the policy does not apply to it. */
  readonly isOwn?: boolean;
  /** The `Host` header of a handshake. */
  readonly host?: string;
  /** Never empty. */
  readonly policies: readonly CompiledPolicy[];
  /** The policies at the path of the request. */
  readonly at: PoliciesAtPath;
  /** The routes that have these policies. They are looked up only if the observer asks. */
  routes(): readonly (DiscoveredRoute | undefined)[];
}

/** A decision that the candidate policies of a rehearsal would have made differently. */
export interface RehearsalReport extends Omit<DecisionReport, 'reported'> {
  /** Why the candidate would refuse the request. Absent if the candidate would allow it. */
  readonly wouldRefuse: DecisionRefusal | undefined;
}

/**
 * Receives decisions: refusals and reports always, allowed requests only if `wantsAllowed` is true.
 */
export interface DecisionObserver {
  /** Read for each request with an `Origin`, so reading it must be cheap. */
  readonly wantsAllowed: boolean;
  /** Never throws. */
  observe(report: DecisionReport): void;
  /** Never throws. The policies in the report are those of the candidate. */
  rehearsed(report: RehearsalReport): void;
  /**
   * Called if the candidate's verdict is unknown: its predicates are not asked, or the candidate
   * leaves the path to the application.
   */
  undecided(): void;
}

export const NO_OBSERVER: DecisionObserver = {
  wantsAllowed: false,
  observe: () => undefined,
  rehearsed: () => undefined,
  undecided: () => undefined,
};
