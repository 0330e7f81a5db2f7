import type { ForbiddenException } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import {
  type ActualAnswer,
  type CompiledPolicy,
  type PreflightAnswer,
  answerActual,
  commonAnswer,
  type Enforcement,
  strictestEnforcement,
} from '../policy/index.js';
import type { OriginQuestion } from '../policy/index.js';
import type { DiscoveredRoute, NestTarget, PoliciesAtPath } from '../routing/index.js';
import { type Objection, actualReport } from './actual-report.js';
import { type CorsDecisions, answersOf, whenKnown } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import { reportDecision, reportPreflight } from './decision-reports.js';
import { type HeadSender, takeOverHead, writeHeadBehind } from './own-write-head.js';
import { ResourcePolicyHeader } from './resource-policy-header.js';
import {
  type PreflightHeaders,
  type RequestFacts,
  type RequestSource,
  requestSource,
} from './request-facts.js';
import {
  ALLOW_ORIGIN,
  type HeaderAccess,
  type WriteHead,
  HeadAccess,
  applyAnswer,
  hasCorsHeaders,
  removeCorsHeaders,
} from './response-headers.js';

/** The exception of `enforce`. Absent if the request may continue. */
export type Refusal = ForbiddenException | undefined;

/** A route of Nest. Absent if no route serves the request. Then `paths` or `defaults` decide. */
type ServedRoute = DiscoveredRoute | undefined;

/**
 * One request to an application, and its response. The flow is the same on every platform:
 *
 * 1. {@link answerPreflight} answers a preflight. No route is entered for it, so the route table
 *    decides which policy applies.
 * 2. {@link decideEarly} runs before middleware. It refuses an actual request if the predicted
 *    route has `enforce` and refuses the origin.
 * 3. {@link enter} runs when the platform enters a route. From then on that route's policy decides.
 *    It may still refuse.
 * 4. {@link sendHead} runs when the head is sent. It writes the headers of that policy.
 *
 * An entered route always outweighs a predicted one. The route table counts only for a response
 * that ends before a route is entered.
 */
export abstract class Exchange implements HeadSender {
  outer: HeadSender | undefined;
  delegate: WriteHead | undefined;
  /** Whether the response answers a preflight. Its headers are then complete. */
  isPreflight = false;
  /** The versioned route whose version filter runs at this moment. */
  approaching: DiscoveredRoute | undefined;
  private stage: 'arrived' | 'entered' | 'passed on' = 'arrived';
  private enteredRoute: ServedRoute;
  private resourcePolicy: ResourcePolicyHeader | undefined;
  private question: OriginQuestion | undefined;
  /** The policies that were asked last, and for each whether it allows the origin. */
  private decided:
    { readonly policies: readonly CompiledPolicy[]; readonly answers: readonly boolean[] } | undefined;
  private refused: Objection | undefined;
  /** The first refusal that `enforce: 'report'` only reports. */
  private reported: Objection | undefined;
  private judged: { readonly source: RequestSource; readonly host: string } | undefined;
  private isHeadSent = false;

  constructor(
    readonly owner: CorsDecisions,
    /** The state at the start of the request. A reload does not change it. */
    readonly state: CorsState,
    /** `Origin` as it arrived. */
    readonly origin: string | undefined,
    /** Node's response, if {@link sendHead} sends the head. */
    readonly response?: ServerResponse,
    /** The policies that decide, if the path does not select them. */
    private known?: PoliciesAtPath,
  ) {}

  /** The platform's request, for predicates. */
  protected abstract get request(): unknown;

  /** The request target as it arrived, relative to the place where the application is mounted. */
  protected abstract get arrivedUrl(): string;

  /** The facts as they are now. */
  protected abstract facts(): RequestFacts;

  /** The routes that the request leads to now. The first one answers or passes the request on. */
  protected abstract predicted(): readonly ServedRoute[];

  /** Access to the headers that earlier code has set on the response. */
  protected abstract headersAtEntry(): HeaderAccess | undefined;

  /**
   * Decides this preflight and answers it.
   *
   * @returns the result of `send`
   */
  answerPreflight<Sent>(
    headers: PreflightHeaders,
    target: NestTarget,
    send: (answer: PreflightAnswer) => Sent,
  ): Sent | undefined | Promise<Sent | undefined> {
    const { owner, request, state } = this;
    const at = this.policies;
    return whenKnown(owner.preflight(state, headers, target, { policies: at, request }), decision => {
      // Other code may have answered while a predicate was pending.
      if (this.response?.headersSent === true) return undefined;
      this.isPreflight = true;
      const sent = send(decision.answer);
      reportPreflight(owner, state, headers, decision, { target, url: this.facts().url, at, request });
      return sent;
    });
  }

  /** Whether the path is left to the application, preflights included. */
  get isUnmanaged(): boolean {
    return this.policies.isUnmanaged;
  }

  /** Decides before middleware runs, by the route that the request leads to as it arrived. */
  decideEarly(): Refusal | Promise<Refusal> {
    if (!this.mustDecide() || this.isUnmanaged) return undefined;
    this.judge();
    return this.decide(this.predicted()[0]);
  }

  /**
   * Called when the platform has entered a route, after its host and version filters. `undefined`
   * means the not-found handler.
   */
  enter(route: ServedRoute): Refusal | Promise<Refusal> {
    this.stage = 'entered';
    this.enteredRoute = route;
    this.approaching = undefined;
    if (this.isUnmanaged) {
      // A decorator on the entered route takes precedence over an unmanaged path.
      if (route === undefined || !this.state.snapshot.isDecorated(route)) return undefined;
      this.known = this.state.snapshot.elsewhere;
    }
    if (this.response !== undefined) takeOverHead(this.response, this);
    const headers = route === undefined ? undefined : this.headersAtEntry();
    if (this.state.snapshot.setsResourcePolicy)
      (this.resourcePolicy = new ResourcePolicyHeader()).note(headers);
    if (headers !== undefined && hasCorsHeaders(headers, this.origin !== undefined)) {
      removeCorsHeaders(headers);
      this.owner.onEarlierHeaders();
    }
    return this.mustDecide() ? this.decide(route) : undefined;
  }

  /** Called when the entered route passes the request on. */
  passOn(): void {
    this.stage = 'passed on';
  }

  sendHead(response: ServerResponse, args: readonly unknown[]): ServerResponse {
    const writeHead = writeHeadBehind(response, this.delegate);
    if (this.isPreflight || this.isHeadSent || response.headersSent || this.isUnmanaged) {
      return Reflect.apply(writeHead, response, args);
    }
    const routes = this.answering();
    const head = new HeadAccess(response, args);
    const answer = this.applyTo(head, routes);
    const sent = Reflect.apply(writeHead, response, head.arguments(this.delegate !== undefined));
    this.isHeadSent = true;
    this.report(routes, answer, head, Number(args[0]));
    return sent;
  }

  /** Writes the headers that the policies of the given routes give. */
  protected applyTo(headers: HeaderAccess, routes: readonly ServedRoute[]): ActualAnswer {
    const policies = this.policiesOf(routes);
    const answer = this.answerBy(policies);
    if (this.refused !== undefined) removeCorsHeaders(headers);
    applyAnswer(
      answer,
      policies.some(({ origin }) => origin.dependsOnOrigin),
      headers,
    );
    if (this.state.snapshot.setsResourcePolicy) {
      const isHandlers =
        this.stage === 'entered' && this.enteredRoute !== undefined && this.refused === undefined;
      (this.resourcePolicy ?? new ResourcePolicyHeader()).apply(policies, headers, isHandlers);
    }
    return answer;
  }

  protected answerOf(routes: readonly ServedRoute[]): ActualAnswer {
    return this.answerBy(this.policiesOf(routes));
  }

  private answerBy(policies: readonly CompiledPolicy[]): ActualAnswer {
    const { origin } = this;
    if (this.refused !== undefined) return commonAnswer([], origin);
    const only = policies[0];
    if (only !== undefined && policies.length === 1) return answerActual(only, origin, this.allows(only));
    const answers = policies.map(policy => answerActual(policy, origin, this.allows(policy)));
    return commonAnswer(answers, origin);
  }

  /** Reports an actual request when its response is sent. */
  protected report(
    routes: readonly ServedRoute[],
    { allowOrigin }: ActualAnswer,
    headers: HeaderAccess,
    status: number,
  ): void {
    const { origin, owner, refused, reported } = this;
    const allowed = allowOrigin !== undefined;
    const objection = refused ?? reported;
    if ((origin ?? objection?.host) === undefined) return;
    if (allowed && reported === undefined && !owner.wantsAllowed(this.state)) return;
    const { method, url } = this.facts();
    const sent = headers.get(ALLOW_ORIGIN);
    const deciding = objection === undefined ? routes : [objection.route];
    const report = actualReport({
      ...{ origin, method, url, status, allowed, refused, reported },
      source: this.judge().source,
      overridden: sent === allowOrigin ? undefined : String(sent ?? ''),
      policies: this.policiesOf(deciding),
      at: this.policies,
      routes: () => deciding,
    });
    reportDecision(owner, { report, state: this.state, request: this.request });
  }

  /**
   * The routes whose policies apply to the response. There are several if the answering route
   * cannot be known.
   */
  private answering(): readonly ServedRoute[] {
    if (this.refused !== undefined) return [this.refused.route];
    switch (this.stage) {
      case 'entered':
        return [this.enteredRoute];
      case 'passed on':
        return NO_ROUTE;
      case 'arrived': {
        const predicted = this.predicted();
        return predicted.length === 0 ? NO_ROUTE : predicted;
      }
    }
  }

  private decide(route: ServedRoute): Refusal | Promise<Refusal> {
    const { origin } = this;
    // A refusal is final, even if an error handler of the application passes the request on.
    if (this.refused !== undefined) return this.owner.refusal(this.refused.host !== undefined);
    const policies = this.policies.policiesOf(route);
    const enforcement = strictestEnforcement(policies);
    if (enforcement !== false && this.judge().source === 'foreign host') {
      const refused = this.refuseOrReport(enforcement, { route, host: this.judge().host });
      if (refused !== undefined) return refused;
    }
    if (origin === undefined || policies === this.decided?.policies) return undefined;
    return whenKnown(this.learn(policies), answers => {
      const isAllowed = !answers.includes(false);
      if (enforcement === false || isAllowed || this.judge().source === 'own') return undefined;
      return this.refuseOrReport(enforcement, { route, host: undefined });
    });
  }

  /** Finds out whether each policy allows the origin. Asks predicates if no rule decides. */
  protected learn(policies: readonly CompiledPolicy[]): readonly boolean[] | Promise<readonly boolean[]> {
    const { origin } = this;
    const asked = origin === undefined ? [] : answersOf(policies, policy => this.ask(policy, origin));
    return whenKnown(asked, answers => (this.decided = { policies, answers }).answers);
  }

  /** The policies of the given routes, each once. */
  private policiesOf(routes: readonly ServedRoute[]): readonly CompiledPolicy[] {
    const { policies } = this;
    if (routes.length === 1) return policies.policiesOf(routes[0]);
    return [...new Set(routes.flatMap(route => policies.policiesOf(route)))];
  }

  /** The policies at the path as it arrived. Middleware may rewrite the URL later. */
  private get policies(): PoliciesAtPath {
    return (this.known ??= this.state.snapshot.at(this.arrivedUrl));
  }

  /** Refuses a request. `enforce: 'report'` only remembers the first refusal. */
  private refuseOrReport(enforcement: Enforcement, objection: Objection): Refusal {
    if (enforcement === 'report') {
      this.reported ??= objection;
      return undefined;
    }
    this.refused = objection;
    return this.owner.refusal(objection.host !== undefined);
  }

  /** Whether predicates or `enforce` must be evaluated before a handler runs. */
  private mustDecide(): boolean {
    const { snapshot, ownOrigins } = this.state;
    return snapshot.decidesEarly && (this.origin !== undefined || ownOrigins !== undefined);
  }

  /** Evaluated once and early, because middleware may change the headers that it reads. */
  private judge(): { readonly source: RequestSource; readonly host: string } {
    if (this.judged === undefined) {
      const { headers, location } = this.facts();
      const source = requestSource(headers, location, this.state.ownOrigins);
      this.judged = { source, host: location.host };
    }
    return this.judged;
  }

  private ask(policy: CompiledPolicy, origin: string): boolean | Promise<boolean> {
    const verdict = policy.origin.verdict(origin);
    if (verdict !== 'ask') return verdict === 'allowed';
    // A predicate is not asked for a same-origin request, because its answer would change nothing.
    if (this.judge().source === 'own') return false;
    this.question ??= this.owner.question(this.state, origin, this.request);
    return this.question.ask(policy.origin.predicates);
  }

  /** A predicate that was not asked counts as a refusal. */
  private allows(policy: CompiledPolicy): boolean {
    const answer = this.decided?.answers[this.decided.policies.indexOf(policy)];
    if (answer !== undefined) return answer;
    return this.origin !== undefined && policy.origin.verdict(this.origin) === 'allowed';
  }
}

const NO_ROUTE: readonly ServedRoute[] = [undefined];
