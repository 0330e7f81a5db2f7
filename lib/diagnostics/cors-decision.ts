import type { CorsDecision, CorsRefusalReason } from '../interfaces/index.js';
import type { DecisionRefusal, DecisionReport, RehearsalReport } from '../exchange/index.js';
import type { EffectivePolicy } from '../policy/index.js';
import { handlerName } from '../routing/index.js';
import { plainPolicy } from './cors-routes.js';

/** A decision in the form that subscribers get. */
export function corsDecision(report: DecisionReport): CorsDecision {
  const {
    kind,
    refusal,
    refusable,
    reported,
    enforced,
    origin,
    method,
    url,
    requestedHeaders,
    status,
    overridden,
    at,
  } = report;
  const routes = report.routes();
  const served = routes.filter(route => route !== undefined);
  const entries = (served.length === 0 ? [undefined] : routes).flatMap(route => at.entriesOf(route));
  // There is one for each compiled policy of the decision.
  const distinct = new Map(entries.map(({ policy, effective }) => [policy, effective]));
  const why = reported ?? refusal;
  return {
    kind,
    allowed: refusal === undefined,
    ...(why === undefined ? {} : { reason: reasonOf(why) }),
    refusable,
    enforced,
    origin,
    method,
    url,
    ...(requestedHeaders === undefined ? {} : { requestedHeaders }),
    status,
    ...(overridden === undefined ? {} : { overridden: true }),
    handlers: [...new Set(served.map(handlerName))],
    policies: [...distinct.values()].map(plain),
  };
}

/** A difference that a rehearsal found, in the form that subscribers get. */
export function rehearsalDecision({ wouldRefuse, ...report }: RehearsalReport): CorsDecision {
  const why = wouldRefuse ?? report.refusal;
  return {
    ...corsDecision({ ...report, reported: undefined }),
    kind: 'rehearsal',
    of: report.kind,
    wouldAllow: wouldRefuse === undefined,
    ...(why === undefined ? {} : { reason: reasonOf(why) }),
  };
}

const plainPolicies = new WeakMap<EffectivePolicy, EffectivePolicy>();

/** The plain policy. It is frozen, because all decisions with the same policy share it. */
function plain(effective: EffectivePolicy): EffectivePolicy {
  let policy = plainPolicies.get(effective);
  if (policy === undefined) {
    policy = Object.freeze(plainPolicy(effective));
    plainPolicies.set(effective, policy);
  }
  return policy;
}

function reasonOf({ cause }: DecisionRefusal): CorsRefusalReason {
  return cause === 'origin' || cause === 'method' || cause === 'host' ? cause : 'headers';
}
