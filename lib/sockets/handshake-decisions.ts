import { type CompiledPolicy, type Enforcement, type OriginQuestion, handshakesOf } from '../policy/index.js';
import type { GatewayRoute, PoliciesAtPath } from '../routing/index.js';
import {
  type CorsDecisions,
  answersOf,
  whenKnown,
  type CorsState,
  type StateSlot,
  type DecisionReport,
  reportDecision,
  rehearse,
} from '../exchange/index.js';
import { type Handshake, isSameOriginHandshake } from './handshake-request.js';

/** The verdict on a handshake: it continues, is refused (403), or cannot be decided now (503). */
export type HandshakeVerdict = 'pass' | 403 | 503;

/** The policies that decide a handshake. */
export interface HandshakeTarget {
  readonly at: PoliciesAtPath;
  /** The gateways that the handshake may be for. Empty if the path alone decides. */
  readonly gateways: readonly GatewayRoute[];
}

/** The limit of handshakes that wait for predicates. Each of them holds a socket. */
const MOST_WAITING = 1_000;

/** Decides the WebSocket handshakes of one application. */
export class HandshakeDecisions {
  private waiting = 0;

  constructor(
    readonly slot: StateSlot,
    readonly decisions: CorsDecisions,
  ) {}

  decide(
    state: CorsState,
    handshake: Handshake,
    target: HandshakeTarget,
  ): HandshakeVerdict | Promise<HandshakeVerdict> {
    const { request } = handshake;
    const { at } = target;
    const { origin } = request.headers;
    if (at.isUnmanaged || origin === undefined) return 'pass';
    const checked = at.entriesOf(undefined).filter(entry => handshakesOf(entry) !== false);
    if (checked.length === 0) {
      // No policy checks handshakes, so there is no decision to report. But the candidate policies
      // of a rehearsal may make one.
      const report = reportOf(handshake, target, { origin, check: false, allowed: true });
      rehearse(this.decisions, { report, state, request });
      return 'pass';
    }
    if (isSameOriginHandshake(request.headers, state.ownOrigins)) {
      this.report(state, handshake, target, { origin, check: true, allowed: true, isOwn: true });
      return 'pass';
    }
    const check = checked.some(entry => handshakesOf(entry) === true) || 'report';
    const policies = checked.map(({ policy }) => policy);
    const refusing = checked.filter(entry => handshakesOf(entry) === check).map(({ policy }) => policy);
    if (this.waiting >= MOST_WAITING && policies.some(policy => policy.origin.verdict(origin) === 'ask')) {
      if (check === 'report') return 'pass';
      this.decisions.onCrowd();
      return 503;
    }
    const question = this.decisions.question(state, origin, request);
    const judged = whenKnown(
      answersOf(policies, policy => ask(policy, origin, question)),
      answers => {
        const allowed = policies.every(
          (policy, index) => answers[index] === true || !refusing.includes(policy),
        );
        this.report(state, handshake, target, { origin, check, allowed });
        return allowed || check === 'report' ? 'pass' : 403;
      },
    );
    // A check that only reports must not delay the handshake.
    if (judged instanceof Promise) return check === 'report' ? 'pass' : this.wait(judged);
    return judged;
  }

  private async wait(judged: Promise<HandshakeVerdict>): Promise<HandshakeVerdict> {
    this.waiting += 1;
    try {
      return await judged;
    } finally {
      this.waiting -= 1;
    }
  }

  private report(state: CorsState, handshake: Handshake, target: HandshakeTarget, made: Decision): void {
    if (made.allowed && !this.decisions.wantsAllowed(state)) return;
    const report = reportOf(handshake, target, made);
    reportDecision(this.decisions, { report, state, request: handshake.request });
  }
}

function reportOf(
  { request: { method = '', url = '', headers } }: Handshake,
  { at, gateways }: HandshakeTarget,
  { origin, check, allowed, isOwn = false }: Decision,
): DecisionReport {
  const refusal = allowed ? undefined : ({ cause: 'origin' } as const);
  const isRefused = !allowed && check === true;
  return {
    kind: 'handshake',
    refusal,
    refusable: !allowed,
    reported: check === 'report' ? refusal : undefined,
    enforced: isRefused,
    origin,
    method,
    url,
    requestedHeaders: undefined,
    status: isRefused ? 403 : 101,
    overridden: undefined,
    isOwn,
    host: headers.host ?? '',
    policies: at.policiesOf(undefined),
    at,
    routes: () => gateways,
  };
}

/** The decision about the `Origin` of a handshake. */
interface Decision {
  readonly origin: string;
  readonly check: Enforcement;
  readonly allowed: boolean;
  readonly isOwn?: boolean;
}

function ask(policy: CompiledPolicy, origin: string, question: OriginQuestion): boolean | Promise<boolean> {
  const verdict = policy.origin.verdict(origin);
  return verdict === 'ask' ? question.ask(policy.origin.predicates) : verdict === 'allowed';
}
