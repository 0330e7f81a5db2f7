import { isDeepStrictEqual } from 'node:util';
import {
  accessHeaders,
  answeringRoute,
  endingMiddleware,
  enteredRoutes,
  isSameOrigin,
  meetsPlatformRoute,
  possibleHeaders,
  reachedPolicies,
  refuses,
  variesByOrigin,
} from './expected-answer.js';
import { type WholePolicy, defaultPolicy, dependsOnOrigin, policyOf } from './policies.js';
import type { Answer, RewritingClient } from './rewriting-client.js';
import type { RewritingPlan, RewritingRequest } from './rewriting-plan.js';
import { withoutField } from './without-field.js';

/** A property that an answer does not have. */
export interface Violation {
  readonly what: string;
  readonly request: RewritingRequest;
  readonly expected: unknown;
  readonly found: unknown;
  readonly answer: Answer;
}

const FORBIDDEN = 403;

/**
 * Sends requests and checks the behaviour of the application for each. It knows the policies only
 * from the plan.
 */
export class Judge {
  /** Requests that entered a Nest route. */
  entered = 0;
  /** Requests that `enforce` refused. */
  refused = 0;
  /** Requests that middleware changed before they entered a Nest route. */
  rewritten = 0;

  constructor(
    private readonly plan: RewritingPlan,
    private readonly client: RewritingClient,
  ) {}

  async judge(request: RewritingRequest): Promise<Violation[]> {
    const answer = await this.client.send(request);
    const routes = enteredRoutes(answer.entries);
    if (routes.length > 0) this.entered += 1;
    if (routes.length > 0 && answer.entries.some(({ what }) => what === 'middleware')) this.rewritten += 1;
    const violation = (what: string, expected: unknown, found: unknown): Violation => ({
      ...{ what, request, expected, found, answer },
    });
    const violations: Violation[] = [];
    const passedBy = routes.filter(name => refuses(policyOf(this.plan, name), request));
    if (passedBy.length > 0) violations.push(violation('no route that refuses is entered', [], passedBy));
    const asked = answer.entries.flatMap(entry => (entry.what === 'asked' ? [entry.predicate] : []));
    if (new Set(asked).size < asked.length)
      violations.push(violation('a predicate is asked at most once', [...new Set(asked)], asked));
    if (answer.status >= 500) violations.push(violation('no request fails', 'an answer', answer.status));
    if (request.preflight) return [...violations, ...this.preflightViolations(request, answer, violation)];
    if (answer.status === FORBIDDEN) {
      this.refused += 1;
      return [
        ...violations,
        ...(await this.refusalViolations(request, answer, violation)),
        ...(await this.lateRefusals(request, answer, violation)),
      ];
    }
    return [
      ...violations,
      ...(await this.headerViolations(request, answer, violation)),
      ...(await this.missedRefusals(request, answer, violation)),
      ...(await this.lateRefusals(request, answer, violation)),
    ];
  }

  private preflightViolations(
    { origin }: RewritingRequest,
    { status, headers, entries }: Answer,
    violation: Violating,
  ): Violation[] {
    const violations: Violation[] = [];
    const reached = entries.filter(({ what }) => what !== 'asked' && what !== 'middleware');
    if (reached.length > 0) violations.push(violation('no preflight enters a route', [], reached));
    const found = accessHeaders(headers);
    const isAllowed = found['access-control-allow-origin'] !== undefined && status === 204;
    const isRefused = status === FORBIDDEN && Object.keys(found).length === 0;
    if (!isAllowed && !isRefused)
      violations.push(
        violation('a preflight is answered, or refused without a header', 403, { status, found }),
      );
    const allowed = found['access-control-allow-origin'];
    const isOwn =
      allowed === '*' ? found['access-control-allow-credentials'] === undefined : allowed === origin;
    // Headers of a middleware on the response are not part of a preflight's answer.
    if (isAllowed && (!isOwn || found['access-control-expose-headers'] !== undefined))
      violations.push(violation('an allowed preflight carries its own headers alone', origin, found));
    return violations;
  }

  private async refusalViolations(
    request: RewritingRequest,
    { headers, entries }: Answer,
    violation: Violating,
  ): Promise<Violation[]> {
    const violations: Violation[] = [];
    const ran = answeringRoute(this.plan, entries);
    if (ran !== undefined) violations.push(violation('a refusal is final', undefined, ran));
    const found = accessHeaders(headers);
    if (Object.keys(found).length > 0) violations.push(violation('a refusal carries no header', {}, found));
    const policies = await this.policiesThatMayRefuse(request);
    const refusing = policies.filter(policy => refuses(policy, request));
    if (refusing.length === 0)
      violations.push(violation('only what a route refuses is refused', 'not refused', policies));
    if (refusing.length > 0 && refusing.every(dependsOnOrigin) && !variesByOrigin(headers))
      violations.push(violation('a refusal varies by Origin', 'Origin', headers.vary));
    return violations;
  }

  /** Those of the routes that the request leads to as it arrived, and as middleware makes it. */
  private async policiesThatMayRefuse(request: RewritingRequest): Promise<WholePolicy[]> {
    const { middleware } = this.plan;
    const goingOn = request.active.filter(index => middleware[index]?.kind !== 'end');
    const variants = [goingOn, goingOn.filter(index => this.isAhead(index)), []];
    const reached: WholePolicy[] = [];
    for (const active of variants) reached.push(...(await this.policiesReached({ ...request, active })));
    return reached;
  }

  /** Whether a middleware stands where it may see a request before the module does. */
  private isAhead(index: number): boolean {
    return ['instance', 'rewriteUrl'].includes(this.plan.middleware[index]?.place ?? '');
  }

  /** Asked without an origin, which no policy refuses. */
  private async policiesReached(request: RewritingRequest): Promise<WholePolicy[]> {
    const { entries } = await this.client.send(withoutOrigin(request));
    return reachedPolicies(this.plan, entries);
  }

  private async headerViolations(
    request: RewritingRequest,
    { headers, entries }: Answer,
    violation: Violating,
  ): Promise<Violation[]> {
    const { plan } = this;
    const route = answeringRoute(plan, entries);
    const ending = endingMiddleware(plan, entries);
    const answerer = route === undefined ? (ending === undefined ? 'no route' : 'a middleware') : 'a route';
    const policies = await this.decidingPolicies(request, entries);
    const possible = possibleHeaders(plan, request, entries, policies);
    // An instance's own middleware may end a request before the module sees it.
    const isAhead = ending !== undefined && this.isAhead(ending);
    if (isAhead || policies.length > 1) possible.push({});
    const violations: Violation[] = [];
    const found = accessHeaders(headers);
    // If such a middleware also changed the URL, the module sends the headers that the policies of
    // both URLs allow.
    const isRight = (each: Record<string, unknown>): boolean =>
      isAhead ? isWithin(found, each) : isDeepStrictEqual(each, found);
    if (!possible.some(isRight))
      violations.push(violation(`the headers where ${answerer} answers`, possible, found));
    if (!isAhead && policies.every(dependsOnOrigin) && !variesByOrigin(headers))
      violations.push(violation(`Vary where ${answerer} answers`, 'Origin', headers.vary));
    const onlyRoute = request.active.length === 0 && new Set(enteredRoutes(entries)).size === 1;
    const isUnvarying = route !== undefined && onlyRoute && !policies.some(dependsOnOrigin);
    if (isUnvarying && !meetsPlatformRoute(entries) && variesByOrigin(headers))
      violations.push(violation('no Vary where every origin gets the same', undefined, headers.vary));
    return violations;
  }

  /**
   * The policies of which one decides an answer. There are several only if a middleware ends a
   * request that several routes might have got.
   */
  private async decidingPolicies(
    request: RewritingRequest,
    entries: Answer['entries'],
  ): Promise<WholePolicy[]> {
    const route = answeringRoute(this.plan, entries);
    if (route !== undefined) return [policyOf(this.plan, route)];
    const ending = endingMiddleware(this.plan, entries);
    if (ending === undefined) return [defaultPolicy(this.plan)];
    const active = ranMiddleware(entries).filter(index => index !== ending);
    const answer = await this.client.send(withoutOrigin({ ...request, active }));
    const policies = reachedPolicies(this.plan, answer.entries);
    if (this.plan.platform === 'fastify' || !meetsPlatformRoute(answer.entries)) return policies;
    // The module cannot know whether an Express route would have passed the request on to a Nest
    // route.
    const behind = await this.client.send(withoutOrigin({ ...request, active }), { passOn: true });
    return [...policies, ...reachedPolicies(this.plan, behind.entries)];
  }

  /**
   * The case in which the original route of a request refuses it, and a middleware saw the request
   * nevertheless.
   */
  private async lateRefusals(
    request: RewritingRequest,
    { status, entries }: Answer,
    violation: Violating,
  ): Promise<Violation[]> {
    const { plan } = this;
    const ran = ranMiddleware(entries).filter(index => !this.isAhead(index));
    if (request.origin === undefined || isSameOrigin(request)) return [];
    if (ran.length === 0 && status === FORBIDDEN) return [];
    if (request.active.some(index => this.isAhead(index))) return [];
    const { entries: arrived } = await this.client.send({ ...withoutOrigin(request), active: [] });
    const [route, ...others] = enteredRoutes(arrived);
    if (route === undefined || others.length > 0 || meetsPlatformRoute(arrived)) return [];
    if (!refuses(policyOf(plan, route), request)) return [];
    return [violation('what a route refuses is refused before middleware', [], { status, ran })];
  }

  /** Of requests that nothing changed, what `enforce` of the defaults has to refuse. */
  private async missedRefusals(
    request: RewritingRequest,
    { entries }: Answer,
    violation: Violating,
  ): Promise<Violation[]> {
    const { plan } = this;
    if (request.active.length > 0 || !refuses(defaultPolicy(plan), request)) return [];
    if (enteredRoutes(entries).length > 0) return [];
    if (meetsPlatformRoute(entries) && plan.platform === 'express') {
      // The module cannot know whether a route of Express passes the request on to one of Nest.
      const behind = await this.client.send(withoutOrigin(request), { passOn: true });
      if (enteredRoutes(behind.entries).length > 0) return [];
    }
    return [violation('what no route of Nest serves is refused as the defaults say', 403, entries)];
  }
}

function isWithin(some: Readonly<Record<string, unknown>>, all: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}

function ranMiddleware(entries: Answer['entries']): number[] {
  return entries.flatMap(entry => (entry.what === 'middleware' ? [entry.index] : []));
}

type Violating = (what: string, expected: unknown, found: unknown) => Violation;

function withoutOrigin(request: RewritingRequest): RewritingRequest {
  return { ...withoutField(request, 'origin'), preflight: false };
}
