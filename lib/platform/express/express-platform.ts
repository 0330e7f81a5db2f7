import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { DiscoveredRoute } from '../../routing/index.js';
import {
  type CorsDecisions,
  whenKnown,
  type StateSlot,
  servesTarget,
  exchangeOf,
  giveHeadBack,
  takeHead,
  type PreflightHeaders,
  preflightHeaders,
  sendPreflight,
} from '../../exchange/index.js';
import { type Callback, type RouteEntry, like } from '../entering-callback.js';
import { Draining } from '../draining.js';
import type { HttpPlatform, ServedRoutes } from '../http-platform.js';
import { Neighbours } from '../neighbours.js';
import type { PlatformParts } from '../platform-parts.js';
import { Registrations } from '../registrations.js';
import { replaceMethod } from '../replace-method.js';
import { versionFilter } from '../version-filter.js';
import { type RequestHook, takeRequestHook } from '../request-hook-slot.js';
import { ExpressExchange } from './express-exchange.js';
import type {
  ExpressAdapter,
  ExpressInstance,
  ExpressNext,
  ExpressRequest,
  ExpressResponse,
} from './express-instance.js';
import { ExpressTarget, mountOf, pathOfUrl } from './express-request-target.js';
import { ExpressRoutes, isMounted } from './express-routes.js';
import { ExpressBypass } from './express-bypass.js';

/**
 * Serves Express. The application's `handle()` begins an exchange for each request. The adapter's
 * request hook, which is its first middleware, answers preflights and decides early. The callbacks
 * of Nest's routes report when they are entered.
 */
export class ExpressPlatform implements HttpPlatform {
  private readonly routes: ExpressRoutes;
  readonly registrations: Registrations;
  private readonly bypass: ExpressBypass;
  private readonly neighbours: Set<ExpressPlatform>;
  private readonly draining: Draining;
  private readonly holder: StateSlot;
  private readonly decisions: CorsDecisions;
  private readonly entry: RouteEntry;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: AbstractHttpAdapter & ExpressAdapter,
    { config, requestMethods, holder, decisions }: PlatformParts,
  ) {
    this.holder = holder;
    this.decisions = decisions;
    this.routes = new ExpressRoutes(instance, versionFilter(adapter, config));
    this.entry = {
      exchangeOf: ([, response]) => this.exchangeOf(response as ServerResponse),
      hostnameOf: ([request]) => (request as ExpressRequest).hostname ?? '',
      refuse: (error, [, , next]) => {
        (next as ExpressNext)(error);
      },
    };
    this.registrations = new Registrations(adapter, {
      requestMethods,
      entry: this.entry,
      during: (registration, register) => this.routes.during(registration, register),
    });
    this.draining = new Draining(adapter);
    this.bypass = new ExpressBypass(instance, adapter, decisions);
    this.neighbours = NEIGHBOURS.on(instance);
    this.neighbours.add(this);
  }

  install(): void {
    this.takeMiddleware();
    this.registrations.take();
    this.takeRequests();
    takeRequestHook<ExpressRequest, ExpressResponse, ExpressNext>(
      this.adapter,
      (request, response, done, hook) => this.receive(request, response, done, hook),
    );
  }

  identify(discovered: readonly DiscoveredRoute[]): ServedRoutes {
    return { routes: this.registrations.identify(discovered), table: this.routes.table() };
  }

  private takeRequests(): void {
    const { handle } = this.instance;
    const begin = (
      request: IncomingMessage,
      response: ServerResponse,
      done: ExpressNext | undefined,
    ): ExpressExchange | 'answered' | undefined => {
      const { current: state } = this.holder;
      // Other applications may write to the response: outer ones, mounted ones, and those on the
      // same Express instance.
      const isAlone = done === undefined && this.neighbours.size === 1 && !this.routes.mountsApplications;
      if (state !== undefined && isAlone && !this.draining.isActive) {
        if (this.bypass.answers(state, request, response)) return 'answered';
      }
      return this.begin(request, response);
    };
    this.instance.handle = function (this: unknown, request, response, done) {
      const exchange = begin(request, response, done);
      if (exchange === 'answered') return;
      if (exchange === undefined || done === undefined) {
        handle.call(this, request, response, done);
        return;
      }
      handle.call(this, request, response, error => {
        giveHeadBack(response, exchange);
        done(error);
      });
    };
  }

  private begin(request: IncomingMessage, response: ServerResponse): ExpressExchange | undefined {
    const { current: state } = this.holder;
    if (state === undefined) return undefined;
    const exchange = new ExpressExchange(
      this.decisions,
      state,
      request.headers.origin,
      // Express passes on the same objects with other prototypes.
      request as ExpressRequest,
      response as ExpressResponse,
      this.routes,
      mountOf(request),
    );
    takeHead(response, exchange);
    return exchange;
  }

  private exchangeOf(response: ServerResponse): ExpressExchange | undefined {
    const exchange = exchangeOf(response, this.decisions);
    return exchange instanceof ExpressExchange ? exchange : undefined;
  }

  private receive(
    request: ExpressRequest,
    response: ExpressResponse,
    next: ExpressNext,
    hook: RequestHook<ExpressRequest, ExpressResponse, ExpressNext>,
  ): unknown {
    // A caller may use the router directly and skip the application.
    const exchange = this.exchangeOf(response) ?? this.begin(request, response);
    if (exchange === undefined || this.draining.isActive) return hook(request, response, next);
    const preflight = preflightHeaders(request.method, request.headers);
    if (this.isForAnother(request, preflight?.requestedMethod ?? request.method))
      return hook(request, response, next);
    if (preflight !== undefined && !exchange.isUnmanaged)
      return rejectTo(next, this.answerPreflight(exchange, preflight, request));
    return rejectTo(
      next,
      whenKnown(exchange.decideEarly(), refused => {
        if (refused === undefined) return hook(request, response, next);
        next(refused);
        return undefined;
      }),
    );
  }

  /**
   * Whether another application with the module answers: one on the same Express instance, or a
   * mounted one.
   */
  private isForAnother(request: ExpressRequest, method: string): boolean {
    if (
      this.routes.mountsApplications &&
      this.routes.isForMounted(pathOfUrl(request), method, app => NEIGHBOURS.on(app).size > 0)
    ) {
      return true;
    }
    if (this.neighbours.size === 1 || this.serves(request, method)) return false;
    return [...this.neighbours].some(other => other.serves(request, method));
  }

  private serves(request: ExpressRequest, method: string): boolean {
    return servesTarget(this.holder.current, new ExpressTarget(request, pathOfUrl(request)), method);
  }

  private answerPreflight(
    exchange: ExpressExchange,
    headers: PreflightHeaders,
    request: ExpressRequest,
  ): unknown {
    const target = new ExpressTarget(request, pathOfUrl(request));
    return exchange.answerPreflight(headers, target, answer => {
      sendPreflight(exchange.response, answer);
    });
  }

  /**
   * Tells Nest's middleware, such as body parsers, apart from routes. When such a middleware runs,
   * the routes that Express matched before have passed the request on.
   */
  private takeMiddleware(): void {
    this.routes.takeMiddleware(this.adapter, callback => this.recordingPassedRoute(callback));
    replaceMethod(this.instance, 'use', (use, args) => {
      const used = args.flat(Infinity).filter(each => typeof each === 'function');
      return this.routes.duringUse(used, () => use(args.map(each => this.recordingPassedRoute(each))));
    });
  }

  private recordingPassedRoute(middleware: unknown): unknown {
    if (!isMiddleware(middleware) || !this.routes.mayHavePassedRoutes()) return middleware;
    const { exchangeOf } = this.entry;
    return like(middleware, function (this: unknown, ...args: unknown[]): unknown {
      const { route } = args[0] as ExpressRequest;
      const exchange = route === undefined ? undefined : exchangeOf(args);
      if (exchange instanceof ExpressExchange) exchange.passedRoute = route;
      return Reflect.apply(middleware, this, args);
    });
  }
}

/** The platforms of each Express application. */
const NEIGHBOURS = new Neighbours<ExpressPlatform>();

/** Express does not see a rejected promise, so its error must go to `next`. */
function rejectTo(next: ExpressNext, result: unknown): unknown {
  return result instanceof Promise ? result.catch(next) : result;
}

/**
 * Whether a value is a plain middleware. Express treats error handlers, routers and applications
 * differently.
 */
function isMiddleware(value: unknown): value is Callback {
  return typeof value === 'function' && value.length <= 3 && !isMounted(value);
}
