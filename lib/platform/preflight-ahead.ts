import type { ServerResponse } from 'node:http';
import type { NestTarget } from '../routing/index.js';
import type { CorsDecisions } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import { reportPreflight } from './decision-reports.js';
import { type RawResponse, sendAtOnce } from './preflight-at-once.js';
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

/** A preflight that the platform has not seen. */
export interface PreflightAhead {
  readonly headers: PreflightHeaders;
  readonly target: TargetAhead;
  /** As it came. */
  readonly url: string;
}

/**
 * Answers a preflight before the platform has seen it, unless only the platform has what the decision needs: predicates are given its
 * request, and it knows which proxies to trust.
 *
 * @param more headers that the platform would add: names and values in turn
 * @returns whether it has
 */
export function answerAhead(
  decisions: CorsDecisions,
  state: CorsState,
  { headers, target, url }: PreflightAhead,
  raw: RawResponse,
  more?: readonly string[],
): boolean {
  if (state.snapshot.hasPredicates) return false;
  const decision = decisions.preflight(state, headers, target, undefined);
  if (decision instanceof Promise || target.wasAskedForHostname) return false;
  reportPreflight(decisions.observer, state, headers, decision, { target, url });
  sendAtOnce(raw, decision.answer, more);
  return true;
}

/** Whether nobody has put headers on a response, or sent it. */
export function isUntouched(response: ServerResponse): boolean {
  return !response.headersSent && response.getHeaderNames().length === 0;
}
