import {
  type CompiledPolicy,
  type PreflightQuestion,
  type PreflightRefusal,
  answerPreflight,
  handshakesOf,
} from '../policy/index.js';
import {
  type PoliciesAtPath,
  type PolicySnapshot,
  isGatewayRoute,
  preflightPolicies,
} from '../routing/index.js';
import type { NestTarget } from '../routing/index.js';
import { type CorsDecisions, whenKnown } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import type { DecisionReport } from './decision-observer.js';

/** A decided request, with what the candidate policies need to decide it again. */
export interface DecidedRequest {
  readonly report: DecisionReport;
  readonly state: CorsState;
  /** The platform's request, for predicates. */
  readonly request: unknown;
  /** Present only for a preflight. */
  readonly target?: NestTarget;
}

type Verdict = PreflightRefusal | undefined | 'undecided';

/**
 * Lets the candidate policies of a rehearsal decide the request again, and reports a different
 * verdict. The response does not depend on it.
 */
export function rehearse(decisions: CorsDecisions, decided: DecidedRequest): void {
  const { report, state } = decided;
  if (state.rehearsal === undefined || report.isOwn === true || report.origin === '') return;
  const at = candidateAt(state.rehearsal.snapshot, report);
  const { observer } = decisions;
  const tell = (verdict: Verdict): void => {
    if (verdict === 'undecided') observer.undecided();
    else if ((verdict === undefined) !== (report.refusal === undefined)) {
      const policies = report.routes().flatMap(route => at.policiesOf(route));
      observer.rehearsed({
        ...report,
        at,
        policies: policies.length === 0 ? at.policiesOf(undefined) : policies,
        wouldRefuse: verdict,
      });
    }
  };
  const verdict = at.isUnmanaged ? 'undecided' : verdictOf(decisions, decided, at);
  if (verdict instanceof Promise) void verdict.then(tell);
  else tell(verdict);
}

function candidateAt(snapshot: PolicySnapshot, report: DecisionReport): PoliciesAtPath {
  const gateway = report.routes().find(isGatewayRoute)?.gateway;
  const gateways =
    gateway && snapshot.gateways.find(each => each.routes.some(route => route.gateway === gateway));
  return gateways?.at ?? snapshot.at(report.url);
}

function verdictOf(
  decisions: CorsDecisions,
  { report, state, request, target }: DecidedRequest,
  at: PoliciesAtPath,
): Verdict | Promise<Verdict> {
  const { origin, method, requestedHeaders: headers } = report;
  const question: PreflightQuestion = { origin, method, headers };
  if (target !== undefined) {
    const found = preflightPolicies(state.table, at, method, target);
    return whenKnown(allowed(found.policies), answer =>
      answer === 'undecided' ? answer : answerPreflight(found, question, answer, state.debug).refusal,
    );
  }
  const routes = report.routes();
  const policies = (routes.length === 0 ? [undefined] : routes)
    .flatMap(route => at.entriesOf(route))
    .filter(entry => report.kind !== 'handshake' || handshakesOf(entry) !== false)
    .map(({ policy }) => policy);
  return whenKnown(allowed(policies), answer =>
    answer === 'undecided' ? answer : answer ? undefined : { cause: 'origin' },
  );

  function allowed(
    policies: readonly CompiledPolicy[],
  ): boolean | 'undecided' | Promise<boolean | 'undecided'> {
    const verdicts = policies.map(policy => policy.origin.verdict(origin));
    if (verdicts.includes('refused')) return false;
    if (!verdicts.includes('ask')) return true;
    if (state.rehearsal?.askPredicates !== true) return 'undecided';
    return decisions.askAll(
      policies.filter((_policy, index) => verdicts[index] === 'ask'),
      decisions.question(state, origin, request),
    );
  }
}
