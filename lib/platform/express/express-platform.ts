import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import { type PreflightAnswer, refusesActual } from '../../policy/index.js';
import { type DiscoveredRoute, type NestRouteTable, routeFor } from '../../routing/index.js';
import {
  type CorsDecisions,
  type EarlyDecision,
  type PreflightDecision,
  actualAnswer,
} from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import { isReported, reportActual, reportPreflight } from '../decision-reports.js';
import type { HttpPlatform } from '../http-platform.js';
import { refusal } from '../refusal.js';
import { type PreflightHeaders, isSameOrigin, preflightHeaders } from '../request-facts.js';
import { RequestHookSlot } from '../request-hook-slot.js';
import { type WriteHead, appendVary, writeHeadWith } from '../response-headers.js';
import { AheadOfExpress } from './ahead-of-express.js';
import type {
  ExpressAdapter,
  ExpressInstance,
  ExpressMiddleware,
  ExpressNext,
  ExpressRequest,
  ExpressResponse,
} from './express-instance.js';
import { ExpressTarget, locationOf, pathInApplication, pathOfUrl } from './express-request-target.js';
import { expressRouteTable } from './express-route-table.js';
import { registeredRoutes } from './express-routes.js';
import { RequestMemories, type RequestMemory } from './request-memory.js';
import { type Refusal, whenRefusalKnown } from './when-refusal-known.js';

/**
 * Express: a middleware before all others answers the preflights that were not answered ahead of it and, where a policy asks for it, decides
 * early; the head of every response gets its headers as it is sent, when `req.route` is the route that answered.
 */
export class ExpressPlatform implements HttpPlatform {
  private readonly routes = new WeakMap<object, DiscoveredRoute>();
  private readonly memories = new RequestMemories();
  private readonly ahead: AheadOfExpress;
  /** The preflight whose answer's head goes out at this moment, with its headers. */
  private answering: ExpressResponse | undefined;
  private decidesAgain = false;
  private readonly requestHook: RequestHookSlot<ExpressRequest, ExpressResponse, ExpressNext>;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: AbstractHttpAdapter & ExpressAdapter,
    private readonly config: ApplicationConfig,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {
    this.requestHook = new RequestHookSlot(adapter);
    this.ahead = new AheadOfExpress(instance, adapter, decisions);
  }

  install(): void {
    this.interceptHeads();
    this.takeRequests();
    this.requestHook.take((request, response, next) => {
      const memory = this.memories.of(response) ?? this.remember(request, response);
      if (memory === undefined) return this.requestHook.runApplicationHook(request, response, next);
      return this.receive(memory, request, response, next);
    });
  }

  tableOf(routes: readonly DiscoveredRoute[]): NestRouteTable {
    const registered = registeredRoutes(this.instance, routes);
    for (const { discovered, registered: route } of registered) {
      if (discovered !== undefined) this.routes.set(route, discovered);
    }
    // Whatever comes here was passed on by every route of Nest, and `req.route` still names the last of them.
    const markPast: ExpressMiddleware = (_request, response: ExpressResponse, next) => {
      const memory = this.memories.of(response);
      if (memory !== undefined) memory.isPastRoutes = true;
      next();
    };
    this.instance.use(markPast);
    this.holder.beforeServing = ({ snapshot }) => {
      if (snapshot.decidesEarly) this.decideAgainBeforeRoutes();
    };
    return expressRouteTable(this.instance, registered);
  }

  /** Before Express does anything with them; those that come to its router alone, without the application, are met there. */
  private takeRequests(): void {
    const { handle } = this.instance;
    const isLeft = (request: IncomingMessage, response: ServerResponse, isPassedOn: boolean): boolean => {
      const { current: state } = this.holder;
      // Whoever else it may be passed on to has a say in the response.
      const isAlone = state !== undefined && !isPassedOn;
      if (isAlone && this.ahead.answers(state, request, response)) return false;
      this.remember(request, response);
      return true;
    };
    this.instance.handle = function (this: unknown, request, response, done) {
      if (isLeft(request, response, done !== undefined)) handle.call(this, request, response, done);
    };
  }

  private remember(request: IncomingMessage, response: ServerResponse): RequestMemory | undefined {
    const { current: state } = this.holder;
    return state && this.memories.begin(state, request, response);
  }

  private interceptHeads(): void {
    const { response } = this.instance;
    const writeHead = Reflect.get(response, 'writeHead') as WriteHead;
    const send = (current: ExpressResponse, args: unknown[]) => this.sendHead(writeHead, current, args);
    Object.defineProperty(response, 'writeHead', {
      configurable: true,
      writable: true,
      value: function (this: ExpressResponse, ...args: unknown[]) {
        return send(this, args);
      },
    });
  }

  private receive(
    memory: RequestMemory,
    request: ExpressRequest,
    response: ExpressResponse,
    next: ExpressNext,
  ): unknown {
    const { state, headers } = memory;
    const preflight = preflightHeaders(request.method, headers);
    if (preflight !== undefined) {
      this.answerPreflight(state, preflight, request, response);
      return undefined;
    }
    if (!state.snapshot.decidesEarly) return this.requestHook.runApplicationHook(request, response, next);
    return whenRefusalKnown(this.decide(state, memory, request), next, () =>
      this.requestHook.runApplicationHook(request, response, next),
    );
  }

  /** What `enforce` refuses the request with, if it does; predicates may take their time. */
  private decide(
    state: CorsState,
    memory: RequestMemory,
    request: ExpressRequest,
  ): Refusal | Promise<Refusal> {
    const { origin } = request.headers;
    if (origin === undefined) return undefined;
    memory.decidedFor = `${request.method} ${request.url}`;
    const policy = state.snapshot.policyOf(this.routeByTable(state, memory, request));
    if (policy === memory.early?.policy) return undefined;
    const decided = (decision: EarlyDecision): Refusal => {
      memory.early = decision;
      const refused = refusesActual(policy, { origin, allowed: decision.allowed });
      memory.isRefused = refused && !isSameOrigin(request.headers, locationOf(request));
      return memory.isRefused ? refusal() : undefined;
    };
    const decision = this.decisions.early(state, policy, origin, request);
    return decision instanceof Promise ? decision.then(decided) : decided(decision);
  }

  /**
   * A middleware may have given the request another URL or method since: then it meets another handler, whose policy has to allow it. Each
   * layer of Express's costs every request, so this one is there only once a policy decides early.
   */
  private decideAgainBeforeRoutes(): void {
    if (this.decidesAgain) return;
    this.decidesAgain = true;
    const { router } = this.instance;
    const decideAgain: ExpressMiddleware = (request, response: ExpressResponse, next) => {
      const memory = this.memories.of(response);
      if (memory?.early === undefined) {
        next();
      } else if (memory.decidedFor === `${request.method} ${request.url}`) {
        next();
      } else {
        whenRefusalKnown(this.decide(memory.early.state, memory, request), next, next);
      }
    };
    this.instance.use(decideAgain);
    const layer = router.stack.splice(-1);
    const first = router.stack.findIndex(({ route }) => route !== undefined && this.routes.has(route));
    // Requests under way go on in the list that they are in.
    if (first !== -1) router.stack = router.stack.toSpliced(first, 0, ...layer);
  }

  private answerPreflight(
    state: CorsState,
    headers: PreflightHeaders,
    request: ExpressRequest,
    response: ExpressResponse,
  ): void {
    const target = new ExpressTarget(request, pathOfUrl(request));
    const send = (decision: PreflightDecision): void => {
      const place = { target, url: request.originalUrl };
      reportPreflight(this.decisions.observer, state, headers, decision, place);
      this.send(response, decision.answer);
    };
    const decision = this.decisions.preflight(state, headers, target, request);
    if (decision instanceof Promise) void decision.then(send);
    else send(decision);
  }

  private send(response: ExpressResponse, { status, headers, vary }: PreflightAnswer): void {
    // While a predicate took its time, an application that this one is mounted in may have answered.
    if (response.headersSent) return;
    response.setHeader('Vary', appendVary(response.getHeader('Vary'), vary));
    for (const [name, value] of headers) response.setHeader(name, value);
    if (status !== 204) response.setHeader('Content-Length', '0');
    this.answering = response;
    response.writeHead(status);
    this.answering = undefined;
    response.end();
  }

  private sendHead(writeHead: WriteHead, response: ExpressResponse, args: unknown[]): ServerResponse {
    if (response === this.answering) return writeHead.apply(response, args);
    const memory = this.memories.of(response);
    const early = memory?.early;
    const state = memory?.state ?? this.holder.current;
    if (state === undefined || (memory?.isHeadSent ?? response.headersSent))
      return writeHead.apply(response, args);
    const request = memory?.request ?? response.req;
    const headers = memory?.headers ?? request.headers;
    const { origin } = headers;
    const route = this.answeringRoute(state, memory, request);
    const policy = state.snapshot.policyOf(route);
    const answer = actualAnswer(policy, origin, early);
    const allowed = answer.allowOrigin !== undefined;
    if (origin !== undefined && isReported(this.decisions.observer, allowed)) {
      const { method, originalUrl: url } = request;
      const enforced = memory?.isRefused === true;
      const location = locationOf(request);
      const facts = { state, policy, route, allowed, enforced, origin, method, url, headers, location };
      reportActual(this.decisions.observer, { ...facts, status: Number(args[0]) });
    }
    const sent = writeHeadWith(writeHead, response, args, answer, policy.origin.dependsOnOrigin);
    if (memory !== undefined) memory.isHeadSent = true;
    return sent;
  }

  private answeringRoute(
    state: CorsState,
    memory: RequestMemory | undefined,
    request: ExpressRequest,
  ): DiscoveredRoute | undefined {
    if (memory?.isPastRoutes) return undefined;
    const { route: registered } = request;
    const route = registered && this.routes.get(registered);
    return route !== undefined && this.serves(route, request)
      ? route
      : this.routeByTable(state, memory, request);
  }

  // For a HEAD request, Express names routes in passing that it does not serve.
  private serves({ method }: DiscoveredRoute, request: ExpressRequest): boolean {
    return method === request.method || method === 'ALL' || (method === 'GET' && request.method === 'HEAD');
  }

  private routeByTable(
    state: CorsState,
    memory: RequestMemory | undefined,
    request: ExpressRequest,
  ): DiscoveredRoute | undefined {
    const path = pathInApplication(request, memory?.mount ?? this.instance.path());
    const target = new ExpressTarget(
      request,
      path,
      route => route !== undefined && this.servesVersion(route, request),
    );
    return routeFor(state.table, request.method, target);
  }

  // Nest's own filter tells; an extractor of the application's may throw.
  private servesVersion(route: DiscoveredRoute, request: ExpressRequest): boolean {
    const versioning = this.config.getVersioning();
    if (versioning === undefined) return true;
    try {
      const versions = route.versions as Parameters<AbstractHttpAdapter['applyVersionFilter']>[1];
      const filter = this.adapter.applyVersionFilter(() => true, versions, versioning) as (
        ...args: unknown[]
      ) => unknown;
      return filter(request, {}, () => false) === true;
    } catch {
      return false;
    }
  }
}
