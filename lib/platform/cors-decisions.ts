import {
  type ActualAnswer,
  type CompiledPolicy,
  type OriginFailureListener,
  type OriginVerdict,
  type PreflightAnswer,
  OriginQuestion,
  answerActual,
  answerPreflight,
} from '../policy/index.js';
import { type NestTarget, preflightPolicies } from '../routing/index.js';
import type { CorsState } from './cors-state.js';
import type { DecisionObserver } from './decision-observer.js';
import { NO_OBSERVER } from './decision-reports.js';
import type { PreflightHeaders } from './request-facts.js';

/** A decision made before the handler ran, which the response will need again. */
export interface EarlyDecision {
  readonly state: CorsState;
  readonly policy: CompiledPolicy;
  readonly allowed: boolean;
}

/** A preflight's answer, and the policies that it is from. */
export interface PreflightDecision {
  readonly answer: PreflightAnswer;
  readonly policies: readonly CompiledPolicy[];
}

/** Decides requests, synchronously unless a predicate takes its time. */
export class CorsDecisions {
  /** @param observer is told by the platforms, as answers go out */
  constructor(
    private readonly onFailure: OriginFailureListener,
    readonly observer: DecisionObserver = NO_OBSERVER,
  ) {}

  preflight(
    state: CorsState,
    headers: PreflightHeaders,
    target: NestTarget,
    request: unknown,
  ): PreflightDecision | Promise<PreflightDecision> {
    const { origin, requestedMethod: method, requestedHeaders } = headers;
    const found = preflightPolicies(state.table, state.snapshot, method, target);
    const decided = (allowed: boolean): PreflightDecision => ({
      answer: answerPreflight(found, { origin, method, headers: requestedHeaders }, allowed, state.debug),
      policies: found.policies,
    });
    const verdict = verdictOfAll(found.policies, origin);
    if (verdict !== 'ask') return decided(verdict === 'allowed');
    const undecided = found.policies.filter(policy => policy.origin.verdict(origin) === 'ask');
    return whenKnown(askEach(undecided, new OriginQuestion(origin, request, this.onFailure)), decided);
  }

  /** Decides about an actual request's origin before its handler runs. */
  early(
    state: CorsState,
    policy: CompiledPolicy,
    origin: string,
    request: unknown,
  ): EarlyDecision | Promise<EarlyDecision> {
    const question = new OriginQuestion(origin, request, this.onFailure);
    return whenKnown(allows(policy, origin, question), allowed => ({ state, policy, allowed }));
  }
}

/** What an actual response carries; without an early decision, predicates have not been asked, and refuse. */
export function actualAnswer(
  policy: CompiledPolicy,
  origin: string | undefined,
  early: EarlyDecision | undefined,
): ActualAnswer {
  return answerActual(policy, origin, origin !== undefined && isAllowed(policy, origin, early));
}

function isAllowed(policy: CompiledPolicy, origin: string, early: EarlyDecision | undefined): boolean {
  if (early?.policy === policy) return early.allowed;
  return policy.origin.verdict(origin) === 'allowed';
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

function askEach(
  [policy, ...others]: readonly CompiledPolicy[],
  question: OriginQuestion,
): boolean | Promise<boolean> {
  if (policy === undefined) return true;
  return whenKnown(question.ask(policy.origin.predicates), allowed => allowed && askEach(others, question));
}

function allows(
  policy: CompiledPolicy,
  origin: string,
  question: OriginQuestion,
): boolean | Promise<boolean> {
  const verdict = policy.origin.verdict(origin);
  return verdict === 'ask' ? question.ask(policy.origin.predicates) : verdict === 'allowed';
}

function whenKnown<Value, Result>(
  value: Value | Promise<Value>,
  then: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(then) : then(value);
}
