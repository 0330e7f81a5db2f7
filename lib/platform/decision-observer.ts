import type { CompiledPolicy, PreflightRefusal } from '../policy/index.js';
import type { DiscoveredRoute, PoliciesAtPath } from '../routing/index.js';

/** Why a request is refused; `host`: `enforce` refuses what was sent to a host that is not one of `ownOrigins`. */
export type DecisionRefusal = PreflightRefusal | { readonly cause: 'host'; readonly host: string };

/** What was decided about a request with an `Origin`, or one that was refused or reported for its host, as the platform has it when the answer goes out. */
export interface DecisionReport {
  readonly kind: 'preflight' | 'actual' | 'handshake';
  /** Absent where the request is allowed. */
  readonly refusal: DecisionRefusal | undefined;
  /** Whether `enforce: true` refuses it, or would if the policy had it. */
  readonly refusable: boolean;
  /** Why `enforce: true` would refuse it; absent unless `enforce` is `'report'`. */
  readonly reported: DecisionRefusal | undefined;
  readonly enforced: boolean;
  /** Empty where the request has none. */
  readonly origin: string;
  /** Of a preflight, the method that it asks for. */
  readonly method: string;
  /** As it came. */
  readonly url: string;
  readonly requestedHeaders: string | undefined;
  readonly status: number;
  /**
   * The `Access-Control-Allow-Origin` that is sent where it is not what the policy says; empty where the policy gives one and none is sent.
   */
  readonly overridden: string | undefined;
  /** Whether it comes from the server's own origin, to which the policy does not matter. */
  readonly isOwn?: boolean;
  /** `Host` of a handshake. */
  readonly host?: string;
  /** Never empty. */
  readonly policies: readonly CompiledPolicy[];
  /** The policies at the path of the request. */
  readonly at: PoliciesAtPath;
  /** The routes that have these policies: looked up only if the observer asks. */
  routes(): readonly (DiscoveredRoute | undefined)[];
}

/** A decision that the candidate of a rehearsal would have made otherwise. */
export interface RehearsalReport extends Omit<DecisionReport, 'reported'> {
  /** Why the candidate would refuse it; absent where it would allow it. */
  readonly wouldRefuse: DecisionRefusal | undefined;
}

/** Learns of decisions: of refusals and reports always, of what is allowed only while it wants that. */
export interface DecisionObserver {
  /** Read for each request with an `Origin`, so it has to cost nothing. */
  readonly wantsAllowed: boolean;
  /** Never throws. */
  observe(report: DecisionReport): void;
  /** Never throws. The policies of the report are those of the candidate. */
  rehearsed(report: RehearsalReport): void;
  /** Only predicates of the candidate could have told what becomes of a request, or the application itself. */
  undecided(): void;
}

/** For an application without an observer. */
export const NO_OBSERVER: DecisionObserver = {
  wantsAllowed: false,
  observe: () => undefined,
  rehearsed: () => undefined,
  undecided: () => undefined,
};
