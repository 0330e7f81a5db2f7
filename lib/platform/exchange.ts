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

/** A refusal by `enforce`; absent where the request may go on. */
export type Refusal = ForbiddenException | undefined;

/** A route of Nest; absent where none serves, and the module defaults decide. */
type ServedRoute = DiscoveredRoute | undefined;

/**
 * One request to an application and its response. The flow of each, on every platform:
 *
 * 1. A preflight ends here: {@link answerPreflight} decides it by the route table, since no route is entered.
 * 2. {@link decideEarly} refuses an actual request before middleware, if `enforce` of the route that it leads to says so.
 * 3. {@link enter} is told which route the platform entered. That route's policy decides from then on, and may still refuse.
 * 4. {@link sendHead} puts the headers of that policy on the response, at the moment when its head goes out.
 *
 * What happened stands over what was predicted: the route table only counts for a response that ended before any route was entered.
 */
export abstract class Exchange implements HeadSender {
  outer: HeadSender | undefined;
  delegate: WriteHead | undefined;
  /** Set where the response answers a preflight: its headers are complete. */
  isPreflight = false;
  /** A versioned route whose version filter runs at this moment. */
  approaching: DiscoveredRoute | undefined;
  private stage: 'arrived' | 'entered' | 'passed on' = 'arrived';
  private enteredRoute: ServedRoute;
  private resourcePolicy: ResourcePolicyHeader | undefined;
  private question: OriginQuestion | undefined;
  /** The policies that were asked last, and whether each of them allows the origin. */
  private decided:
    { readonly policies: readonly CompiledPolicy[]; readonly answers: readonly boolean[] } | undefined;
  private refused: Objection | undefined;
  /** The first one with `enforce: 'report'`. */
  private reported: Objection | undefined;
  private judged: { readonly source: RequestSource; readonly host: string } | undefined;
  private isHeadSent = false;

  constructor(
    readonly owner: CorsDecisions,
    /** The state that the request began with: its answer belongs wholly to that one. */
    readonly state: CorsState,
    /** `Origin` as it arrived. */
    readonly origin: string | undefined,
    /** Node's response, where the head is sent by {@link sendHead}. */
    readonly response?: ServerResponse,
    /** The policies that decide, where it is not the path that tells them. */
    private known?: PoliciesAtPath,
  ) {}

  /** The platform's request, which predicates are given. */
  protected abstract get request(): unknown;

  /** The request target as it arrived, below the place where the application is mounted. */
  protected abstract get arrivedUrl(): string;

  /** The facts as they are now. */
  protected abstract facts(): RequestFacts;

  /** The routes that the request leads to as it is now: the first answers, unless it passes the request on to the next. */
  protected abstract predicted(): readonly ServedRoute[];

  /** The headers that code before a route has put on the response. */
  protected abstract headersAtEntry(): HeaderAccess | undefined;

  /**
   * Decides the preflight that this request is, and answers it.
   *
   * @returns what `send` returns
   */
  answerPreflight<Sent>(
    headers: PreflightHeaders,
    target: NestTarget,
    send: (answer: PreflightAnswer) => Sent,
  ): Sent | undefined | Promise<Sent | undefined> {
    const { owner, request, state } = this;
    const at = this.policies;
    return whenKnown(owner.preflight(state, headers, target, { policies: at, request }), decision => {
      // While a predicate took its time, something else may have answered.
      if (this.response?.headersSent === true) return undefined;
      this.isPreflight = true;
      const sent = send(decision.answer);
      reportPreflight(owner, state, headers, decision, { target, url: this.facts().url, at, request });
      return sent;
    });
  }

  /** Whether the path is left to the application, its preflights too. */
  get isUnmanaged(): boolean {
    return this.policies.isUnmanaged;
  }

  /** Decides before middleware runs, by the route that the request as it arrived leads to. */
  decideEarly(): Refusal | Promise<Refusal> {
    if (!this.decides() || this.isUnmanaged) return undefined;
    this.judge();
    return this.decide(this.predicted()[0]);
  }

  /** The platform has entered a route, after its host and version filters; `undefined` for its not-found handler. */
  enter(route: ServedRoute): Refusal | Promise<Refusal> {
    this.stage = 'entered';
    this.enteredRoute = route;
    this.approaching = undefined;
    if (this.isUnmanaged) {
      // A decorator on the route that was entered is heard before a path that is left alone.
      if (route === undefined || !this.state.snapshot.isDecorated(route)) return undefined;
      this.known = this.state.snapshot.elsewhere;
    }
    if (this.response !== undefined) takeOverHead(this.response, this);
    const headers = route === undefined ? undefined : this.headersAtEntry();
    if (this.state.snapshot.setsResourcePolicy)
      (this.resourcePolicy = new ResourcePolicyHeader()).note(headers);
    if (headers !== undefined && hasCorsHeaders(headers)) {
      removeCorsHeaders(headers);
      this.owner.onEarlierHeaders();
    }
    return this.decides() ? this.decide(route) : undefined;
  }

  /** The route that was entered has passed the request on. */
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

  /** Puts what the policies of some routes give on a response. */
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

  /** What the policies of some routes give. */
  protected answerOf(routes: readonly ServedRoute[]): ActualAnswer {
    return this.answerBy(this.policiesOf(routes));
  }

  private answerBy(policies: readonly CompiledPolicy[]): ActualAnswer {
    const { origin } = this;
    if (this.refused !== undefined) return commonAnswer([], origin);
    const answers = policies.map(policy => answerActual(policy, origin, this.allows(policy)));
    return commonAnswer(answers, origin);
  }

  /** Tells of an actual request whose answer goes out. */
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

  /** The routes whose policies the response has: more than one where it cannot be known which would have answered. */
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
    // A refusal is final, also where an error handler of the application has passed the request on.
    if (this.refused !== undefined) return this.owner.refusal(this.refused.host !== undefined);
    const policies = this.policies.policiesOf(route);
    const enforcement = strictestEnforcement(policies);
    if (enforcement !== false && this.judge().source === 'foreign host') {
      const refused = this.object(enforcement, { route, host: this.judge().host });
      if (refused !== undefined) return refused;
    }
    if (origin === undefined || policies === this.decided?.policies) return undefined;
    return whenKnown(this.learn(policies), answers => {
      const isAllowed = !answers.includes(false);
      if (enforcement === false || isAllowed || this.judge().source === 'own') return undefined;
      return this.object(enforcement, { route, host: undefined });
    });
  }

  /** Finds out whether policies allow the origin. */
  protected learn(policies: readonly CompiledPolicy[]): readonly boolean[] | Promise<readonly boolean[]> {
    const { origin } = this;
    const asked = origin === undefined ? [] : answersOf(policies, policy => this.ask(policy, origin));
    return whenKnown(asked, answers => (this.decided = { policies, answers }).answers);
  }

  /** The policies of some routes at the path as it arrived, each once. */
  private policiesOf(routes: readonly ServedRoute[]): readonly CompiledPolicy[] {
    const { policies } = this;
    if (routes.length === 1) return policies.policiesOf(routes[0]);
    return [...new Set(routes.flatMap(route => policies.policiesOf(route)))];
  }

  /** The policies at the path as it arrived, whatever a middleware has made of it. */
  private get policies(): PoliciesAtPath {
    return (this.known ??= this.state.snapshot.at(this.arrivedUrl));
  }

  /** Refuses a request, or only notes that `enforce: true` would. */
  private object(enforcement: Enforcement, objection: Objection): Refusal {
    if (enforcement === 'report') {
      this.reported ??= objection;
      return undefined;
    }
    this.refused = objection;
    return this.owner.refusal(objection.host !== undefined);
  }

  /** Whether something may have to be known before a handler runs. */
  private decides(): boolean {
    const { snapshot, ownOrigins } = this.state;
    return snapshot.decidesEarly && (this.origin !== undefined || ownOrigins !== undefined);
  }

  /** Judged once, as early as possible: middleware may change what it is judged by. */
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
    // The answer of a predicate would change nothing for a page of the server's own.
    if (this.judge().source === 'own') return false;
    this.question ??= this.owner.question(this.state, origin, this.request);
    return this.question.ask(policy.origin.predicates);
  }

  /** Predicates that nobody has asked refuse. */
  private allows(policy: CompiledPolicy): boolean {
    const answer = this.decided?.answers[this.decided.policies.indexOf(policy)];
    if (answer !== undefined) return answer;
    return this.origin !== undefined && policy.origin.verdict(this.origin) === 'allowed';
  }
}

const NO_ROUTE: readonly ServedRoute[] = [undefined];
