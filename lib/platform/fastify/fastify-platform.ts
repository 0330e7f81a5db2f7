import { isDeepStrictEqual } from 'node:util';
import { refusesActual } from '../../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  SpecificRouteTable,
} from '../../routing/index.js';
import type { CorsDecisions, EarlyDecision } from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import type { HttpPlatform } from '../http-platform.js';
import { refusal } from '../refusal.js';
import { isSameOrigin, originOf, preflightHeaders } from '../request-facts.js';
import { RequestHookSlot } from '../request-hook-slot.js';
import { AheadOfFastify } from './ahead-of-fastify.js';
import { FastifyHeads } from './fastify-heads.js';
import { FastifyPreflights } from './fastify-preflights.js';
import type {
  FastifyAdapter,
  FastifyDone,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from './fastify-instance.js';
import { FastifyRouteTable } from './fastify-route-table.js';
import { FastifyRoutes } from './fastify-routes.js';
import { routerConfig } from './fastify-router-config.js';
import { Lifecycle } from './lifecycle.js';
import { runRequestHook } from './request-hook.js';
import { replaceListener } from './request-listener.js';
import { EARLY, REFUSED, REQUEST, type MarkedResponse, STATE, ownWriteHeadOf } from './response-memory.js';
import { RouteSlots } from './route-slots.js';

/** What Fastify prints for a router without routes. */
const EMPTY_ROUTER = '(empty tree)';

/**
 * Fastify: the adapter's request hook, which runs before Nest middleware, answers preflights and, where a policy asks for it, decides early.
 * The raw response's head gets its headers as it is sent: whoever sends it, Fastify, a middleware or a handler.
 */
export class FastifyPlatform implements HttpPlatform {
  private readonly routes: FastifyRoutes;
  private readonly slots: RouteSlots;
  private readonly requestHook: RequestHookSlot<FastifyRequest, FastifyReply, FastifyDone>;
  private readonly hasEarlierRoutes: boolean;
  private readonly heads: FastifyHeads;
  private readonly preflights: FastifyPreflights;

  constructor(
    private readonly instance: FastifyInstance,
    private readonly adapter: FastifyAdapter,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {
    this.hasEarlierRoutes = instance.printRoutes() !== EMPTY_ROUTER;
    this.routes = new FastifyRoutes(instance, adapter, this.hasEarlierRoutes);
    this.slots = new RouteSlots(this.routes);
    this.heads = new FastifyHeads(this.slots, holder, decisions);
    this.preflights = new FastifyPreflights(this.heads, this.slots, decisions);
    this.requestHook = new RequestHookSlot(adapter);
  }

  install(): void {
    this.instance.addHook('onRoute', route => {
      this.routes.record(route);
    });
    this.requestHook.take((request, reply, done) => this.receive(request, reply, done));
    this.takeRequests();
  }

  /** Ahead of Fastify itself, which answers some requests before its hooks run. Requests by inject() do not come by here. */
  private takeRequests(): void {
    const { server, routing } = this.instance;
    if (server.on === undefined) return;
    if (!this.hasEarlierRoutes) {
      const { forOptions } = this.routes;
      const lifecycle = new Lifecycle(this.instance, this.adapter, forOptions);
      const ahead = new AheadOfFastify(this.instance, lifecycle, forOptions, this.decisions);
      replaceListener(server, routing, (request, response: MarkedResponse) => {
        const { current: state } = this.holder;
        const isAnswered =
          state !== undefined &&
          this.heads.areOurs(response) &&
          ahead.answers(state, request, response, ownWriteHeadOf(response));
        if (!isAnswered) routing(request, response);
      });
    }
    server.prependListener('request', (_request, response) => {
      this.heads.intercept(response);
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
        this.preflights.answer(state, preflight, request, reply);
        return undefined;
      }
    }

    const response: MarkedResponse = reply.raw;
    response[REQUEST] = request;
    response[STATE] = state;
    this.heads.intercept(response);
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
    const policy = state.snapshot.policyOf(this.slots.routeOf(request));
    const decided = (decision: EarlyDecision, whenDone: FastifyDone): unknown => {
      const response: MarkedResponse = reply.raw;
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
}
