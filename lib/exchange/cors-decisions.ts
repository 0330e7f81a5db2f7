import type { ForbiddenException } from '@nestjs/common';
import {
  type CompiledPolicy,
  type OriginFailureListener,
  type OriginVerdict,
  type PreflightAnswer,
  OriginQuestion,
  answerPreflight,
} from '../policy/index.js';
import { type NestTarget, type PoliciesAtPath, preflightPolicies } from '../routing/index.js';
import type { CorsState } from './cors-state.js';
import { type DecisionObserver, NO_OBSERVER } from './decision-observer.js';
import type { PreflightHeaders } from './request-facts.js';

/** The answer to a preflight, and the policies that gave it. */
export interface PreflightDecision {
  readonly answer: PreflightAnswer;
  readonly policies: readonly CompiledPolicy[];
}

/** The listeners and the exception of `enforce`, from the layers above. */
export interface DecisionSurroundings {
  readonly onFailure: OriginFailureListener;
  /** Creates the exception that `enforce` throws. */
  readonly refusal: (isHostForeign: boolean) => ForbiddenException;
  /** Receives each decision when the response is sent. */
  readonly observer?: DecisionObserver;
  readonly onEarlierHeaders?: () => void;
  readonly onCrowd?: () => void;
}

/**
 * Makes the decisions of one application. Decisions are synchronous unless a predicate is
 * asynchronous.
 */
export class CorsDecisions {
  readonly observer: DecisionObserver;

  constructor(private readonly surroundings: DecisionSurroundings) {
    this.observer = surroundings.observer ?? NO_OBSERVER;
  }

  /** Called when a route is entered and the response already has CORS headers. */
  onEarlierHeaders(): void {
    this.surroundings.onEarlierHeaders?.();
  }

  /** Called when a handshake is refused because too many handshakes wait. */
  onCrowd(): void {
    this.surroundings.onCrowd?.();
  }

  /** The exception that `enforce` throws. Nest's exception layer turns it into the response. */
  refusal(isHostForeign: boolean): ForbiddenException {
    return this.surroundings.refusal(isHostForeign);
  }

  /**
   * Asks the predicates for one request. Each predicate is asked once, even if policies share it.
   */
  question({ originTimeout }: CorsState, origin: string, request: unknown): OriginQuestion {
    return new OriginQuestion(origin, request, this.surroundings.onFailure, originTimeout);
  }

  preflight(
    state: CorsState,
    headers: PreflightHeaders,
    target: NestTarget,
    { policies, request }: { readonly policies: PoliciesAtPath; readonly request: unknown },
  ): PreflightDecision | Promise<PreflightDecision> {
    const { origin, requestedMethod: method, requestedHeaders } = headers;
    const found = preflightPolicies(state.table, policies, method, target);
    const decided = (allowed: boolean): PreflightDecision => ({
      answer: answerPreflight(found, { origin, method, headers: requestedHeaders }, allowed, state.debug),
      policies: found.policies,
    });
    const verdict = verdictOfAll(found.policies, origin);
    if (verdict !== 'ask') return decided(verdict === 'allowed');
    const undecided = found.policies.filter(policy => policy.origin.verdict(origin) === 'ask');
    return whenKnown(this.askAll(undecided, this.question(state, origin, request)), decided);
  }

  /** Whether the predicates of every policy allow the origin. */
  askAll(
    [policy, ...others]: readonly CompiledPolicy[],
    question: OriginQuestion,
  ): boolean | Promise<boolean> {
    if (policy === undefined) return true;
    return whenKnown(
      question.ask(policy.origin.predicates),
      allowed => allowed && this.askAll(others, question),
    );
  }

  /** Whether allowed requests are reported too. */
  wantsAllowed({ rehearsal }: CorsState): boolean {
    return rehearsal !== undefined || this.observer.wantsAllowed;
  }
}

/** Continues with a value: at once if the value is known, otherwise when the promise settles. */
export function whenKnown<Value, Result>(
  value: Value | Promise<Value>,
  then: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(then) : then(value);
}

/** Asks the policies one after the other and collects their answers. */
export function answersOf(
  policies: readonly CompiledPolicy[],
  ask: (policy: CompiledPolicy) => boolean | Promise<boolean>,
  answers: readonly boolean[] = [],
): readonly boolean[] | Promise<readonly boolean[]> {
  const policy = policies[answers.length];
  if (policy === undefined) return answers;
  return whenKnown(ask(policy), answer => answersOf(policies, ask, [...answers, answer]));
}

function verdictOfAll(policies: readonly CompiledPolicy[], origin: string): OriginVerdict {
  let verdict: OriginVerdict = 'allowed';
  for (const policy of policies) {
    const own = policy.origin.verdict(origin);
    if (own === 'refused') return own;
    if (own === 'ask') verdict = own;
  }
  return verdict;
}
