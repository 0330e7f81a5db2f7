import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  DeferredRouteTable,
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  SpecificRouteTable,
} from '../../routing/index.js';
import {
  type CorsDecisions,
  type StateSlot,
  type Refusal,
  exchangeOf,
  takeHead,
  type PreflightHeaders,
  preflightHeaders,
  applyPreflight,
} from '../../exchange/index.js';
import type { RouteEntry } from '../entering-callback.js';
import { Draining } from '../draining.js';
import type { HttpPlatform, ServedRoutes } from '../http-platform.js';
import type { PlatformParts } from '../platform-parts.js';
import { Registrations } from '../registrations.js';
import { type RequestHook, takeRequestHook } from '../request-hook-slot.js';
import { takeServerRequests } from '../server-requests.js';
import { FastifyExchange } from './fastify-exchange.js';
import type {
  FastifyAdapter,
  FastifyDone,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from './fastify-instance.js';
import { PreflightTarget } from './fastify-request-target.js';
import { FastifyRoutes } from './fastify-routes.js';
import { routerConfig } from './fastify-router-config.js';
import { ReplyAccess } from './reply-access.js';
import { runRequestHook } from './request-hook.js';
import { loadRouterFactory } from './router-factory.js';

/** The output of `printRoutes()` for a router without routes. */
const EMPTY_ROUTER = '(empty tree)';

/**
 * Serves Fastify. The server begins an exchange for each request, because Fastify answers some
 * requests before its hooks run. The adapter's request hook, which runs before Nest middleware,
 * answers preflights and decides early. The callbacks of Nest's routes report when they are
 * entered.
 */
export class FastifyPlatform implements HttpPlatform {
  private readonly routes: FastifyRoutes;
  readonly registrations: Registrations;
  private readonly draining: Draining;
  private readonly hasEarlierRoutes: boolean;
  private readonly holder: StateSlot;
  private readonly decisions: CorsDecisions;
  private readonly entry: RouteEntry = {
    exchangeOf: ([, reply]) => this.exchangeOf((reply as FastifyReply).raw),
    hostnameOf: ([request]) => (request as FastifyRequest).hostname,
    refuse: error => {
      throw error;
    },
  };

  constructor(
    private readonly instance: FastifyInstance,
    private readonly adapter: AbstractHttpAdapter & FastifyAdapter,
    { requestMethods, holder, decisions }: PlatformParts,
  ) {
    this.holder = holder;
    this.decisions = decisions;
    this.hasEarlierRoutes = instance.printRoutes() !== EMPTY_ROUTER;
    this.routes = new FastifyRoutes(instance, adapter);
    this.registrations = new Registrations(adapter, {
      requestMethods,
      entry: this.entry,
      during: (registration, register) => this.routes.during(registration, register),
    });
    this.draining = new Draining(adapter);
  }

  install(): void {
    this.registrations.take();
    this.instance.addHook('onRoute', route => {
      this.routes.record(route);
    });
    takeRequestHook<FastifyRequest, FastifyReply, FastifyDone>(this.adapter, (request, reply, done, hook) =>
      this.receive(request, reply, done, hook),
    );
    takeServerRequests(this.instance.server, (request, response) => {
      this.begin(request, response);
      return false;
    });
  }

  async identify(discovered: readonly DiscoveredRoute[]): Promise<ServedRoutes> {
    const routes = this.registrations.identify(discovered);
    return { routes, table: this.table(await loadRouterFactory()) };
  }

  private table(createRouter: RouterFactory): NestRouteTable {
    const options = {
      ...routerConfig(this.instance.initialConfig),
      createRouter,
      // Fastify reports each of its routes with all methods, HEAD included.
      allMethods: [],
      headRoutes: false,
      ...(this.hasEarlierRoutes ? { confirms: this.confirms.bind(this) } : {}),
    };
    // Fastify accepts routes until it listens.
    return new DeferredRouteTable(
      { ignoresCase: !options.caseSensitive, ignoresLastSlash: options.ignoreTrailingSlash },
      () => new SpecificRouteTable(this.routes.tableRoutes(), options),
      () => this.routes.size,
    );
  }

  /**
   * Whether Fastify itself would choose the same route. An instance of the application may have
   * routes from before the `onRoute` hook, which the table does not know.
   */
  private confirms(
    method: string,
    url: string,
    constraints: object | undefined,
    parameters: object,
  ): boolean {
    const chosen = this.instance.findRoute({ method, url, constraints });
    return chosen !== null && isDeepStrictEqual({ ...chosen.params }, { ...parameters });
  }

  private begin(request: IncomingMessage, response: ServerResponse): FastifyExchange | undefined {
    const { current: state } = this.holder;
    if (state === undefined) return undefined;
    const exchange = new FastifyExchange(this.decisions, state, request, response, this.routes);
    takeHead(response, exchange);
    return exchange;
  }

  private exchangeOf(response: ServerResponse): FastifyExchange | undefined {
    const exchange = exchangeOf(response, this.decisions);
    return exchange instanceof FastifyExchange ? exchange : undefined;
  }

  private receive(
    request: FastifyRequest,
    reply: FastifyReply,
    done: FastifyDone,
    hook: RequestHook<FastifyRequest, FastifyReply, FastifyDone>,
  ): unknown {
    // Requests by `inject()` do not pass through the server.
    const exchange = this.exchangeOf(reply.raw) ?? this.begin(request.raw, reply.raw);
    if (exchange === undefined) return hook(request, reply, done);
    exchange.fastify = { request, reply };
    if (this.draining.isActive) return hook(request, reply, done);
    const preflight = preflightHeaders(request.raw.method, request.headers);
    if (preflight !== undefined && !exchange.isUnmanaged)
      return this.answerPreflight(exchange, preflight, request, reply, done);
    const refused = exchange.decideEarly();
    if (refused === undefined) return hook(request, reply, done);
    const goOn = (known: Refusal, whenDone: FastifyDone): unknown => {
      if (known === undefined) return hook(request, reply, whenDone);
      // A plugin with its own error handler would change the response.
      if (request.server.errorHandler === this.instance.errorHandler) whenDone(known);
      else reply.code(known.getStatus()).send(known.getResponse());
      return undefined;
    };
    if (!(refused instanceof Promise)) return goOn(refused, done);
    void refused.then(known => {
      runRequestHook(whenDone => goOn(known, whenDone), done);
    });
    return undefined;
  }

  private answerPreflight(
    exchange: FastifyExchange,
    headers: PreflightHeaders,
    request: FastifyRequest,
    reply: FastifyReply,
    done: FastifyDone,
  ): unknown {
    const sent = exchange.answerPreflight(headers, new PreflightTarget(request), answer => {
      applyPreflight(answer, new ReplyAccess(reply));
      reply.code(answer.status).send();
    });
    if (sent instanceof Promise) void sent.catch(done);
    return undefined;
  }
}
