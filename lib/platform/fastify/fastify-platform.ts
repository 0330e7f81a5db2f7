import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { refusesActual } from '../../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  SpecificRouteTable,
  namesPath,
} from '../../routing/index.js';
import {
  type CorsDecisions,
  type EarlyDecision,
  type PreflightDecision,
  actualAnswer,
} from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import { isReported, reportActual, reportPreflight } from '../decision-reports.js';
import type { HttpPlatform } from '../http-platform.js';
import { sendAtOnce } from '../preflight-at-once.js';
import { refusal } from '../refusal.js';
import { type PreflightHeaders, isSameOrigin, originOf, preflightHeaders, urlOf } from '../request-facts.js';
import { RequestHookSlot } from '../request-hook-slot.js';
import { type WriteHead, writeHeadWith } from '../response-headers.js';
import type {
  FastifyAdapter,
  FastifyDone,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from './fastify-instance.js';
import { PreflightTarget, locationOf } from './fastify-request-target.js';
import { FastifyRouteTable } from './fastify-route-table.js';
import { FastifyRoutes } from './fastify-routes.js';
import { routerConfig } from './fastify-router-config.js';
import { headList } from './head-list.js';
import { policyBeforeHooks } from './policy-before-hooks.js';
import { sendByFastify } from './preflight-reply.js';
import { ReplyHeaders } from './reply-headers.js';
import { runRequestHook } from './request-hook.js';
import { RouteSlots } from './route-slots.js';

/** What Fastify prints for a router without routes. */
const EMPTY_ROUTER = '(empty tree)';

const REQUEST = Symbol('nestjs-cors-policy: request');
const STATE = Symbol('nestjs-cors-policy: state');
const EARLY = Symbol('nestjs-cors-policy: early decision');
const REFUSED = Symbol('nestjs-cors-policy: refused by enforce');
const WRITE_HEAD = Symbol('nestjs-cors-policy: writeHead');

/** A raw response with what the module remembers of its request. */
interface Response extends ServerResponse {
  /** `null` once the module has answered it as a preflight. */
  [REQUEST]?: FastifyRequest | null;
  /** The state that the request began with: its answer belongs wholly to that one. */
  [STATE]?: CorsState;
  [EARLY]?: EarlyDecision;
  [REFUSED]?: true;
  /** What it had of its own before the module's. */
  [WRITE_HEAD]?: WriteHead;
}

/**
 * Fastify: the adapter's request hook, which runs before Nest middleware, answers preflights and, where a policy asks for it, decides early.
 * The raw response's head gets its headers as it is sent: whoever sends it, Fastify, a middleware or a handler.
 */
export class FastifyPlatform implements HttpPlatform {
  private readonly routes: FastifyRoutes;
  private readonly slots: RouteSlots;
  private readonly requestHook: RequestHookSlot<FastifyRequest, FastifyReply, FastifyDone>;
  private readonly replyHeaders = new ReplyHeaders();
  private readonly hasEarlierRoutes: boolean;
  private readonly writeHead = this.interceptedWriteHead();

  constructor(
    private readonly instance: FastifyInstance,
    adapter: FastifyAdapter,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {
    this.hasEarlierRoutes = instance.printRoutes() !== EMPTY_ROUTER;
    this.routes = new FastifyRoutes(instance, adapter, this.hasEarlierRoutes);
    this.slots = new RouteSlots(this.routes);
    this.requestHook = new RequestHookSlot(adapter);
  }

  install(): void {
    this.instance.addHook('onRoute', route => {
      this.routes.record(route);
    });
    this.requestHook.take((request, reply, done) => this.receive(request, reply, done));
    // Ahead of Fastify itself, which answers some requests before its hooks run. Requests by inject() do not come by here.
    this.instance.server.prependListener?.('request', (_request, response) => {
      this.interceptHead(response);
    });
  }

  async tableOf(routes: readonly DiscoveredRoute[]): Promise<NestRouteTable> {
    // Loaded here, so that an application on another platform does not load it.
    const { default: createRouter } = (await import('find-my-way')) as unknown as { default: RouterFactory };
    this.routes.pair(routes);
    const options = {
      ...routerConfig(this.instance.initialConfig),
      createRouter,
      // Fastify tells every route that it has, with its methods, those for HEAD included.
      allMethods: [],
      headRoutes: false,
      ...(this.hasEarlierRoutes ? { confirms: this.confirms.bind(this) } : {}),
    };
    return new FastifyRouteTable(
      this.routes,
      () => new SpecificRouteTable(this.routes.tableRoutes(), options),
    );
  }

  /** Whether Fastify itself would choose the same: an instance of the application's own may have routes of which nothing was told. */
  private confirms(
    method: string,
    url: string,
    constraints: object | undefined,
    parameters: object,
  ): boolean {
    const chosen = this.instance.findRoute({ method, url, constraints });
    return chosen !== null && isDeepStrictEqual({ ...chosen.params }, { ...parameters });
  }

  private receive(request: FastifyRequest, reply: FastifyReply, done: FastifyDone): unknown {
    const { raw } = request;
    const state = this.holder.current;
    if (state === undefined) return this.requestHook.runApplicationHook(request, reply, done);
    if (raw.method === 'OPTIONS') {
      const preflight = preflightHeaders(raw.method, request.headers);
      if (preflight !== undefined) {
        this.answerPreflight(state, preflight, request, reply);
        return undefined;
      }
    }

    const response: Response = reply.raw;
    response[REQUEST] = request;
    response[STATE] = state;
    this.interceptHead(response);
    return state.snapshot.decidesEarly
      ? this.decideEarly(state, request, reply, done)
      : this.requestHook.runApplicationHook(request, reply, done);
  }

  private decideEarly(
    state: CorsState,
    request: FastifyRequest,
    reply: FastifyReply,
    done: FastifyDone,
  ): unknown {
    const origin = originOf(request.raw);
    if (origin === undefined) return this.requestHook.runApplicationHook(request, reply, done);
    const policy = state.snapshot.policyOf(this.answeringRoute(request));
    const decided = (decision: EarlyDecision, whenDone: FastifyDone): unknown => {
      const response: Response = reply.raw;
      response[EARLY] = decision;
      const refused = refusesActual(policy, { origin, allowed: decision.allowed });
      if (!refused || isSameOrigin(request.headers, request)) {
        return this.requestHook.runApplicationHook(request, reply, whenDone);
      }
      response[REFUSED] = true;
      whenDone(refusal());
      return undefined;
    };
    const decision = this.decisions.early(state, policy, origin, request);
    if (!(decision instanceof Promise)) return decided(decision, done);
    void decision.then(known => {
      runRequestHook(whenDone => decided(known, whenDone), done);
    });
    return undefined;
  }

  private answerPreflight(
    state: CorsState,
    headers: PreflightHeaders,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const response: Response = reply.raw;
    response[REQUEST] = null;
    const target = new PreflightTarget(request);
    const report = (decision: PreflightDecision): void => {
      const place = { target, url: urlOf(request.raw) };
      reportPreflight(this.decisions.observer, state, headers, decision, place);
    };
    const decision = this.decisions.preflight(state, headers, target, request);
    if (decision instanceof Promise) {
      void decision.then(later => {
        // By then, something else may have answered.
        if (response.headersSent) return;
        report(later);
        sendByFastify(reply, later.answer);
      });
      return;
    }
    report(decision);
    if (this.hasCompany(request, reply)) sendByFastify(reply, decision.answer);
    // Past Fastify, whose hooks for what was sent run even so.
    else sendAtOnce({ response: reply.hijack().raw, writeHead: ownWriteHeadOf(response) }, decision.answer);
  }

  /** Whether somebody has put headers on a reply, waits for it to be sent, or looks at how. */
  private hasCompany(request: FastifyRequest, reply: FastifyReply): boolean {
    return (
      reply.raw.writeHead !== this.writeHead ||
      isWrapped(reply.raw) ||
      this.slots.hasSendHooks(request) ||
      this.replyHeaders.areSet(reply)
    );
  }

  private interceptHead(response: Response): void {
    if (response.writeHead === this.writeHead) return;
    if (Object.hasOwn(response, 'writeHead')) response[WRITE_HEAD] = writeHeadOf(response);
    response.writeHead = this.writeHead;
  }

  private interceptedWriteHead(): ServerResponse['writeHead'] {
    const send = (response: Response, args: unknown[]) => this.sendHead(response, args);
    return function (this: Response, ...args: unknown[]) {
      return send(this, args);
    };
  }

  private sendHead(response: Response, args: unknown[]): ServerResponse {
    const { [REQUEST]: request, [EARLY]: early } = response;
    const writeHead = response[WRITE_HEAD] ?? ownWriteHeadOf(response);
    const state = response[STATE] ?? this.holder.current;
    if (state === undefined || request === null || response.headersSent)
      return writeHead.apply(response, args);
    const found =
      request === undefined ? policyBeforeHooks(state, response.req) : this.policyOfAnswer(state, request);
    if (found === undefined) return writeHead.apply(response, args);
    const { policy, route } = found;
    const origin = originOf(response.req);
    const answer = actualAnswer(policy, origin, early);
    const allowed = answer.allowOrigin !== undefined;
    if (origin !== undefined && isReported(this.decisions.observer, allowed)) {
      const { req: raw } = response;
      const { method = '', headers } = raw;
      const enforced = response[REFUSED] === true;
      const location = request ?? locationOf(raw);
      const facts = { state, policy, route, allowed, enforced, origin, method, headers, location };
      reportActual(this.decisions.observer, { ...facts, url: urlOf(raw), status: Number(args[0]) });
    }
    const { dependsOnOrigin } = policy.origin;
    const list = isWrapped(response) ? undefined : headList(args, response, answer, dependsOnOrigin);
    return list === undefined
      ? writeHeadWith(writeHead, response, args, answer, dependsOnOrigin)
      : writeHead.call(response, args[0], list);
  }

  private policyOfAnswer(state: CorsState, request: FastifyRequest): ReturnType<typeof policyBeforeHooks> {
    const route = this.answeringRoute(request);
    return { policy: state.snapshot.policyOf(route), route };
  }

  /** The route of Nest that Fastify chose, unless the not-found handler or the controller's own host filter answers in the end. */
  private answeringRoute(request: FastifyRequest): DiscoveredRoute | undefined {
    const { url = '', originalUrl = url } = request.raw;
    if (request.is404 || !namesPath(originalUrl)) return undefined;
    const slot = this.slots.of(request);
    if (slot?.servesHost?.(request.hostname) === false) return undefined;
    return slot?.accepts?.(originalUrl, request.params) === false ? undefined : slot?.payload;
  }
}

/** Whether somebody had a `writeHead` of their own on a response, who may know headers in objects alone. */
function isWrapped(response: Response): boolean {
  return response[WRITE_HEAD] !== undefined;
}

/** Without the module's. */
function ownWriteHeadOf(response: Response): WriteHead {
  return writeHeadOf(Object.getPrototypeOf(response) as object);
}

function writeHeadOf(response: object): WriteHead {
  return Reflect.get(response, 'writeHead') as WriteHead;
}
