import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { type CompiledPolicy, type PreflightAnswer, refusesActual } from '../../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  SpecificRouteTable,
  namesPath,
} from '../../routing/index.js';
import { type CorsDecisions, type EarlyDecision, actualAnswer } from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import type { WriteHeadArguments } from '../given-headers.js';
import type { HttpPlatform } from '../http-platform.js';
import { refusal } from '../refusal.js';
import { type PreflightHeaders, isSameOrigin, preflightHeaders } from '../request-facts.js';
import { appendVary, applyToHead } from '../response-headers.js';
import type {
  FastifyAdapter,
  FastifyDone,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from './fastify-instance.js';
import { FastifyRouteTable } from './fastify-route-table.js';
import { FastifyRoutes, ROUTE_SLOT, type RouteSlot } from './fastify-routes.js';
import { routerConfig } from './fastify-router-config.js';
import { hostOf, policyBeforeHooks } from './policy-before-hooks.js';
import { runRequestHook } from './request-hook.js';

/** What Fastify prints for a router without routes. */
const EMPTY_ROUTER = '(empty tree)';

const REQUEST = Symbol('nestjs-cors-policy: request');
const EARLY = Symbol('nestjs-cors-policy: early decision');
const WRITE_HEAD = Symbol('nestjs-cors-policy: writeHead');

/** A raw response with what the module remembers of its request. */
interface Response extends ServerResponse {
  [REQUEST]?: FastifyRequest;
  [EARLY]?: EarlyDecision;
  /** What it had before the module's. */
  [WRITE_HEAD]?: unknown;
}

/**
 * Fastify: the adapter's request hook, which runs before Nest middleware, answers preflights and, where a policy asks for it, decides early.
 * The raw response's head gets its headers as it is sent: whoever sends it, Fastify, a middleware or a handler.
 */
export class FastifyPlatform implements HttpPlatform {
  private readonly routes: FastifyRoutes;
  private hasEarlierRoutes = false;
  private readonly writeHead = this.interceptedWriteHead();
  private applicationHook: unknown;

  constructor(
    private readonly instance: FastifyInstance,
    private readonly adapter: FastifyAdapter,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {
    this.routes = new FastifyRoutes(instance, adapter);
  }

  install(): void {
    this.hasEarlierRoutes = this.instance.printRoutes() !== EMPTY_ROUTER;
    this.instance.addHook('onRoute', route => {
      this.routes.record(route);
    });
    this.takeRequestHook();
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
  private confirms(method: string, url: string, constraints: object, parameters: object): boolean {
    const chosen = this.instance.findRoute({ method, url, constraints });
    return chosen !== null && isDeepStrictEqual({ ...chosen.params }, { ...parameters });
  }

  /** The adapter has one slot for a request hook: the application's own, set before or later, runs after the module's. */
  private takeRequestHook(): void {
    this.applicationHook = Reflect.get(this.adapter, 'onRequestHook');
    this.adapter.setOnRequestHook((request, reply, done) => this.receive(request, reply, done));
    Object.defineProperty(this.adapter, 'setOnRequestHook', {
      configurable: true,
      writable: true,
      value: (later: unknown) => {
        this.applicationHook = later;
      },
    });
  }

  private receive(request: FastifyRequest, reply: FastifyReply, done: FastifyDone): unknown {
    const state = this.holder.current;
    if (state === undefined) return this.runApplicationHook(request, reply, done);
    const preflight = preflightHeaders(request.raw.method, request.headers);
    if (preflight !== undefined) {
      this.answerPreflight(state, preflight, request, reply);
      return undefined;
    }

    const response: Response = reply.raw;
    response[REQUEST] = request;
    this.interceptHead(response);
    const { origin } = request.headers;
    if (origin === undefined || !state.snapshot.decidesEarly) {
      return this.runApplicationHook(request, reply, done);
    }

    const policy = state.snapshot.policyOf(answeringRoute(request));
    const decided = (decision: EarlyDecision, whenDone: FastifyDone): unknown => {
      response[EARLY] = decision;
      const refused = refusesActual(policy, { origin, allowed: decision.allowed });
      if (!refused || isSameOrigin(request.headers, request)) {
        return this.runApplicationHook(request, reply, whenDone);
      }
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

  private runApplicationHook(request: FastifyRequest, reply: FastifyReply, done: FastifyDone): unknown {
    if (typeof this.applicationHook === 'function') {
      return Reflect.apply(this.applicationHook, this.adapter, [request, reply, done]) as unknown;
    }
    done();
    return undefined;
  }

  private answerPreflight(
    state: CorsState,
    headers: PreflightHeaders,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const send = (answer: PreflightAnswer): void => {
      reply.code(answer.status).header('Vary', appendVary(reply.getHeader('Vary'), answer.vary));
      for (const [name, value] of answer.headers) reply.header(name, value);
      reply.send();
    };
    const { url = '' } = request.raw;
    const target = { url, hostname: request.hostname, host: hostOf(request.headers) };
    const answer = this.decisions.preflight(state, headers, target, request);
    if (answer instanceof Promise) void answer.then(send);
    else send(answer);
  }

  private interceptHead(response: Response): void {
    if (response[WRITE_HEAD] !== undefined) return;
    response[WRITE_HEAD] = Reflect.get(response, 'writeHead');
    response.writeHead = this.writeHead;
  }

  private interceptedWriteHead(): ServerResponse['writeHead'] {
    const beforeHead = (response: Response, args: WriteHeadArguments) => this.beforeHead(response, args);
    return function (this: Response, ...args: unknown[]) {
      const writeHead = this[WRITE_HEAD] as (...args: unknown[]) => Response;
      return writeHead.apply(this, this.headersSent ? args : [...beforeHead(this, args)]);
    };
  }

  private beforeHead(response: Response, args: WriteHeadArguments): WriteHeadArguments {
    const { [REQUEST]: request, [EARLY]: early } = response;
    // The state that the request began with, if it was needed then: an answer belongs wholly to one.
    const state = early?.state ?? this.holder.current;
    if (state === undefined) return args;
    const policy =
      request === undefined ? policyBeforeHooks(state, response.req) : policyOfAnswer(state, request);
    if (policy === undefined) return args;
    const { origin } = response.req.headers;
    return applyToHead(response, args, actualAnswer(policy, origin, early), policy.origin.dependsOnOrigin);
  }
}

function policyOfAnswer({ snapshot }: CorsState, request: FastifyRequest): CompiledPolicy {
  return snapshot.policyOf(answeringRoute(request));
}

/** The route of Nest that Fastify chose, unless the not-found handler or the controller's own host filter answers in the end. */
function answeringRoute(request: FastifyRequest): DiscoveredRoute | undefined {
  const { url = '', originalUrl = url } = request.raw;
  if (request.is404 || !namesPath(originalUrl)) return undefined;
  const slot = slotOf(request.routeOptions.config);
  if (slot?.servesHost?.(request.hostname) === false) return undefined;
  return slot?.accepts?.(originalUrl, request.params) === false ? undefined : slot?.discovered;
}

/** A route's configuration with what the module put there. */
interface RouteConfig {
  readonly [ROUTE_SLOT]?: RouteSlot;
}

function slotOf(config: RouteConfig | undefined): RouteSlot | undefined {
  return config?.[ROUTE_SLOT];
}
