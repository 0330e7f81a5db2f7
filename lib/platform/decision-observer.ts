import type { CompiledPolicy, PreflightRefusal } from '../policy/index.js';
import type { DiscoveredRoute, PolicySnapshot } from '../routing/index.js';

/** What was decided about a request with an `Origin`, as the platform has it when the answer goes out. */
export interface DecisionReport {
  readonly kind: 'preflight' | 'actual';
  /** Absent where the request is allowed. */
  readonly refusal: PreflightRefusal | undefined;
  /** Whether `enforce` refuses it, or would if the policy had it. */
  readonly refusable: boolean;
  readonly enforced: boolean;
  readonly origin: string;
  /** Of a preflight, the method that it asks for. */
  readonly method: string;
  /** As it came. */
  readonly url: string;
  readonly requestedHeaders: string | undefined;
  readonly status: number;
  /**
   * The value of `Access-Control-Allow-Origin` that stands on the wire where it is not what the policy says: an empty string where the policy
   * gives one and the wire has none.
   */
  readonly overridden?: string | undefined;
  /** Never empty. */
  readonly policies: readonly CompiledPolicy[];
  readonly snapshot: PolicySnapshot;
  /** Whose policies these are: looked up only where somebody wants to know. */
  routes(): readonly (DiscoveredRoute | undefined)[];
}

/** Learns of decisions. What is refused it is always told; what is allowed, only while it wants that. */
export interface DecisionObserver {
  /** Read for each request with an `Origin`, so it has to cost nothing. */
  readonly wantsAllowed: boolean;
  /** Never throws. */
  observe(report: DecisionReport): void;
}
