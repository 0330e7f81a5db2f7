import type { Platform } from '../application-plan.js';
import type { ParameterCount } from '../declared-parameters.js';

/**
 * The origins that a policy allows: none, any, or those in the name. After `ask-` a predicate
 * decides, and after `await-` an asynchronous one.
 */
export type Origins =
  'none' | 'any' | 'a' | 'b' | 'ab' | 'ask-a' | 'ask-b' | 'ask-ab' | 'await-a' | 'await-b' | 'await-ab';

export interface PolicyPlan {
  readonly origin?: Origins;
  readonly credentials?: boolean;
  /** Stands in `exposedHeaders`, so that an answer tells the policy. */
  readonly name?: string;
  readonly enforce?: boolean;
}

/** The outcome for a request that enters a route. `pass` calls `next()`, which only Express has. */
export type Outcome = 'return' | 'send' | 'throw' | 'unauthorized' | 'own-header' | 'pass';

export interface MethodPlan {
  /** Unique in the application. */
  readonly name: string;
  readonly verb: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ALL';
  readonly path: string;
  readonly version?: string | readonly string[];
  readonly policy?: PolicyPlan;
  readonly outcome: Outcome;
}

export interface ControllerPlan {
  readonly name: string;
  readonly path: string;
  readonly host?: string | readonly string[];
  readonly version?: string | readonly string[];
  readonly policy?: PolicyPlan;
  /** Whether the constructor binds the methods, so that they carry no metadata. */
  readonly bound?: boolean;
  readonly methods: readonly MethodPlan[];
}

/** A route registered on the platform itself. */
export interface PlatformRoutePlan {
  readonly verb: 'get' | 'post' | 'all';
  readonly path: string;
  readonly when: 'before' | 'after';
  /** Whether it calls `next()`. Express only. */
  readonly passes: boolean;
  readonly parameters: ParameterCount;
}

/** Where a middleware stands, from the first that sees a request to the last. */
export type Place =
  | 'rewriteUrl'
  /** On an instance that is passed to the adapter, registered before Nest's. */
  | 'instance'
  /** The adapter's request hook. */
  | 'request-hook'
  | 'app.use'
  /** A Nest middleware for all methods. */
  | 'nest'
  /** A Nest middleware for one method, which is a route on Express. */
  | 'nest-get'
  | 'nest-post'
  /** Hooks of Fastify, registered after Nest's. */
  | 'onRequest'
  | 'preHandler';

export type MiddlewareKind = 'url' | 'method' | 'version' | 'host' | 'end' | 'allow-origin';

/** A middleware, which acts on requests that ask for it. */
export interface MiddlewarePlan {
  readonly kind: MiddlewareKind;
  readonly value: string;
  readonly place: Place;
}

/** Everything that an application is built from, as plain data. */
export interface RewritingPlan {
  readonly platform: Platform;
  readonly globalPrefix?: string;
  readonly versioning?: 'HEADER' | 'MEDIA_TYPE' | 'CUSTOM';
  readonly defaults: PolicyPlan;
  readonly controllers: readonly ControllerPlan[];
  readonly platformRoutes: readonly PlatformRoutePlan[];
  readonly middleware: readonly MiddlewarePlan[];
}

export interface RewritingRequest {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly version?: string;
  readonly origin?: string;
  /** `Sec-Fetch-Site`. */
  readonly site?: 'same-origin' | 'cross-site';
  /** The middleware that act on it, by their index. */
  readonly active: readonly number[];
  /** Whether the preflight that announces the request is meant. */
  readonly preflight: boolean;
}
