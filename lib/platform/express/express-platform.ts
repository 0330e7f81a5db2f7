import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import { type PreflightAnswer, refusesActual } from '../../policy/index.js';
import { type DiscoveredRoute, type NestRouteTable, type NestTarget, routeFor } from '../../routing/index.js';
import { type CorsDecisions, type EarlyDecision, actualAnswer } from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import type { WriteHeadArguments } from '../given-headers.js';
import type { HttpPlatform } from '../http-platform.js';
import { refusal } from '../refusal.js';
import { type PreflightHeaders, isSameOrigin, preflightHeaders } from '../request-facts.js';
import { appendVary, applyToHead } from '../response-headers.js';
import type {
  ExpressInstance,
  ExpressMiddleware,
  ExpressNext,
  ExpressRequest,
  ExpressResponse,
} from './express-instance.js';
import { expressRouteTable } from './express-route-table.js';
import { registeredRoutes } from './express-routes.js';

/** What the module remembers of a request, on its response. */
interface Memory {
  [EARLY]?: EarlyDecision;
  /** The method and URL that the early decision was made for. */
  [DECIDED_FOR]?: string;
  /** Where the application is mounted in another one. */
  [MOUNT]?: string;
  [PAST_ROUTES]?: true;
  [ANSWERED]?: true;
}

const EARLY = Symbol('nestjs-cors-policy: early decision');
const DECIDED_FOR = Symbol('nestjs-cors-policy: decided for');
const MOUNT = Symbol('nestjs-cors-policy: mount path');
const PAST_ROUTES = Symbol('nestjs-cors-policy: no Nest route answered');
const ANSWERED = Symbol('nestjs-cors-policy: preflight answered');

type Response = ExpressResponse & Memory;

/**
 * Express: a middleware before all others answers preflights and, where a policy asks for it, decides early; the head of every
 * response gets its headers as it is sent, when `req.route` is the route that answered.
 */
export class ExpressPlatform implements HttpPlatform {
  private readonly routes = new WeakMap<object, DiscoveredRoute>();

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: AbstractHttpAdapter,
    private readonly config: ApplicationConfig,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {}

  install(): void {
    this.interceptHeads();
    this.instance.use((request, response, next) => {
      const state = this.holder.current;
      if (state === undefined) next();
      else this.receive(state, request, response, next);
    });
  }

  tableOf(routes: readonly DiscoveredRoute[]): NestRouteTable {
    const registered = registeredRoutes(this.instance, routes);
    for (const { discovered, registered: route } of registered) {
      if (discovered !== undefined) this.routes.set(route, discovered);
    }
    // Whatever comes here was passed on by every route of Nest, and `req.route` still names the last of them.
    const markPast: ExpressMiddleware = (_request, response: Response, next) => {
      response[PAST_ROUTES] = true;
      next();
    };
    this.instance.use(markPast);
    this.decideAgainBeforeRoutes();
    return expressRouteTable(this.instance, registered);
  }

  private interceptHeads(): void {
    const { response } = this.instance;
    const writeHead = Reflect.get(response, 'writeHead') as (this: Response, ...args: unknown[]) => Response;
    const beforeHead = (current: Response, args: WriteHeadArguments) => this.beforeHead(current, args);
    Object.defineProperty(response, 'writeHead', {
      configurable: true,
      writable: true,
      value: function (this: Response, ...args: unknown[]) {
        return writeHead.apply(this, this.headersSent ? args : [...beforeHead(this, args)]);
      },
    });
  }

  private receive(state: CorsState, request: ExpressRequest, response: Response, next: ExpressNext): void {
    const preflight = preflightHeaders(request.method, request.headers);
    if (preflight !== undefined) {
      this.answerPreflight(state, preflight, request, response);
      return;
    }
    response[MOUNT] = request.baseUrl ?? '';
    this.decide(state, request, response, next);
  }

  private decide(state: CorsState, request: ExpressRequest, response: Response, next: ExpressNext): void {
    const { origin } = request.headers;
    if (origin === undefined || !state.snapshot.decidesEarly) {
      next();
      return;
    }
    response[DECIDED_FOR] = `${request.method} ${request.url}`;
    const policy = state.snapshot.policyOf(this.routeByTable(state, response));
    if (policy === response[EARLY]?.policy) {
      next();
      return;
    }
    const decided = (decision: EarlyDecision): void => {
      response[EARLY] = decision;
      const refused = refusesActual(policy, { origin, allowed: decision.allowed });
      next(refused && !isSameOrigin(request.headers, locationOf(request)) ? refusal() : undefined);
    };
    const decision = this.decisions.early(state, policy, origin, request);
    if (decision instanceof Promise) void decision.then(decided, next);
    else decided(decision);
  }

  /** A middleware may have given the request another URL or method since: then it meets another handler, whose policy has to allow it. */
  private decideAgainBeforeRoutes(): void {
    const { stack } = this.instance.router;
    const first = stack.findIndex(({ route }) => route !== undefined && this.routes.has(route));
    if (first === -1) return;
    const decideAgain: ExpressMiddleware = (request, response: Response, next) => {
      const { [EARLY]: early, [DECIDED_FOR]: decidedFor } = response;
      if (early === undefined || decidedFor === `${request.method} ${request.url}`) next();
      else this.decide(early.state, request, response, next);
    };
    this.instance.use(decideAgain);
    stack.splice(first, 0, ...stack.splice(-1));
  }

  private answerPreflight(
    state: CorsState,
    headers: PreflightHeaders,
    request: ExpressRequest,
    response: Response,
  ): void {
    const send = (answer: PreflightAnswer): void => {
      response[ANSWERED] = true;
      response.statusCode = answer.status;
      response.setHeader('Vary', appendVary(response.getHeader('Vary'), answer.vary));
      for (const [name, value] of answer.headers) response.setHeader(name, value);
      if (answer.status !== 204) response.setHeader('Content-Length', '0');
      response.end();
    };
    const answer = this.decisions.preflight(state, headers, targetOf(request, pathOfUrl(request)), request);
    if (answer instanceof Promise) void answer.then(send);
    else send(answer);
  }

  private beforeHead(response: Response, args: WriteHeadArguments): WriteHeadArguments {
    const early = response[EARLY];
    // The state that the request began with, if it was needed then: an answer belongs wholly to one.
    const state = early?.state ?? this.holder.current;
    if (state === undefined || response[ANSWERED]) return args;
    const policy = state.snapshot.policyOf(this.answeringRoute(state, response));
    const answer = actualAnswer(policy, response.req.headers.origin, early);
    return applyToHead(response, args, answer, policy.origin.dependsOnOrigin);
  }

  private answeringRoute(state: CorsState, response: Response): DiscoveredRoute | undefined {
    if (response[PAST_ROUTES]) return undefined;
    const { req: request } = response;
    const route = request.route === undefined ? undefined : this.routes.get(request.route);
    return route !== undefined && this.serves(route, request) ? route : this.routeByTable(state, response);
  }

  // For a HEAD request, Express names routes in passing that it does not serve.
  private serves({ method }: DiscoveredRoute, request: ExpressRequest): boolean {
    return method === request.method || method === 'ALL' || (method === 'GET' && request.method === 'HEAD');
  }

  private routeByTable(
    state: CorsState,
    { req: request, [MOUNT]: mount }: Response,
  ): DiscoveredRoute | undefined {
    return routeFor(state.table, request.method, {
      ...targetOf(request, pathInApplication(request, mount ?? this.instance.path())),
      servesVersion: route => route !== undefined && this.servesVersion(route, request),
    });
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

function targetOf(request: ExpressRequest, path: string): NestTarget {
  return { url: path, hostname: request.hostname ?? '' };
}

/** The path that the application's router sees, wherever in it the request is, and whatever a middleware has made of its URL. */
function pathInApplication(request: ExpressRequest, mount: string): string {
  const { baseUrl = '', originalUrl } = request;
  const path = pathOfUrl(request);
  const taken = baseUrl.slice(mount.length);
  // Where a middleware's own path is all of it, Express leaves a slash that nobody sent.
  const isAdded = taken !== '' && path === '/' && !/^[^?#]*\/(?:[?#]|$)/.test(originalUrl);
  return isAdded ? taken : `${taken}${path}`;
}

/** Express reads a path out of most URLs, and of those that it cannot parse at all it serves none. */
function pathOfUrl(request: ExpressRequest): string {
  try {
    return request.path ?? '';
  } catch {
    return '';
  }
}

function locationOf(request: ExpressRequest): { protocol: string; host: string } {
  return { protocol: request.protocol, host: request.host ?? '' };
}
