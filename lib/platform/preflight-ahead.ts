import type { NestTarget } from '../routing/index.js';
import type { CorsDecisions, PreflightDecision } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import type { PreflightHeaders } from './request-facts.js';

/** Where the announced request goes, before the platform has seen it; and whether the host's name mattered, which only the platform tells. */
export class TargetAhead implements NestTarget {
  wasAskedForHostname = false;

  constructor(
    readonly url: string,
    readonly host?: string,
  ) {}

  get hostname(): string {
    this.wasAskedForHostname = true;
    return '';
  }
}

/**
 * Decides about a preflight before the platform has seen it.
 *
 * @returns nothing where only the platform has what the decision needs: predicates are given its request, and it knows which proxies to trust
 */
export function decideAhead(
  decisions: CorsDecisions,
  state: CorsState,
  headers: PreflightHeaders,
  target: TargetAhead,
): PreflightDecision | undefined {
  if (state.snapshot.hasPredicates) return undefined;
  const decision = decisions.preflight(state, headers, target, undefined);
  return decision instanceof Promise || target.wasAskedForHostname ? undefined : decision;
}
