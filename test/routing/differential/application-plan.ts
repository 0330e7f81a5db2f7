import type { ParameterCount } from './declared-parameters.js';

/**
 * Represents Nest's `VERSION_NEUTRAL` in plans. Plans are plain data, so that a difference can be
 * printed and repeated.
 */
export const NEUTRAL = 'neutral';

export type Platform = 'express' | 'fastify';

export type Verb =
  'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'ALL' | 'OPTIONS' | 'HEAD' | 'QUERY' | 'PROPFIND';

/**
 * The origins that a policy allows: those in the name, any, or none. After `ask-`, a predicate
 * allows them.
 */
export type OriginKind = 'a' | 'b' | 'ab' | 'any' | 'none' | 'ask-a' | 'ask-ab';

/** The fields of a policy that tests tell policies apart by. */
export interface PolicyPlan {
  readonly origin?: OriginKind;
  /** Names it in `exposedHeaders` and `allowedHeaders`. */
  readonly name?: string;
  readonly credentials?: boolean;
  readonly maxAge?: number;
  readonly enforce?: boolean;
}

export interface MethodPlan {
  readonly name: string;
  readonly verb: Verb;
  readonly paths: readonly string[];
  readonly version?: readonly string[] | string;
  readonly policy?: PolicyPlan;
}

export interface ControllerPlan {
  readonly name: string;
  readonly paths: readonly string[];
  readonly host?: readonly string[] | string;
  readonly version?: readonly string[] | string;
  readonly requestScoped?: boolean;
  /** Whether the constructor binds the methods, so that the instance has others than the class. */
  readonly bound?: boolean;
  /** The name of a controller that comes before. */
  readonly base?: string;
  readonly policy?: PolicyPlan;
  readonly methods: readonly MethodPlan[];
}

export interface ModulePlan {
  /** Where `RouterModule` puts it. */
  readonly path?: string;
  /** Names of controllers. */
  readonly controllers: readonly string[];
  readonly children: readonly ModulePlan[];
}

export interface VersioningPlan {
  readonly type: 'URI' | 'HEADER' | 'MEDIA_TYPE' | 'CUSTOM';
  readonly defaultVersion?: readonly string[] | string;
  readonly prefix?: string | false;
}

export interface RouterPlan {
  readonly caseSensitive?: boolean;
  /** Express. */
  readonly strict?: boolean;
  /** Fastify, as the rest. */
  readonly ignoreTrailingSlash?: boolean;
  readonly ignoreDuplicateSlashes?: boolean;
  readonly useSemicolonDelimiter?: boolean;
  readonly maxParamLength?: number;
  /** Whether the options stand in `routerOptions`. */
  readonly nested?: boolean;
}

/** A route that the application registers on the platform itself. */
export interface RawRoutePlan {
  readonly method: 'get' | 'post' | 'all';
  readonly path: string;
  /** Relative to Nest's own. */
  readonly when: 'before' | 'after';
  readonly parameters: ParameterCount;
}

/** Everything that an application is built from. */
export interface ApplicationPlan {
  readonly platform: Platform;
  readonly router: RouterPlan;
  readonly globalPrefix?: string;
  readonly prefixExclusions?: readonly { readonly path: string; readonly method?: Verb }[];
  readonly versioning?: VersioningPlan;
  readonly bySpecificity?: boolean;
  readonly conflictPolicy?: boolean;
  readonly defaults: PolicyPlan;
  readonly controllers: readonly ControllerPlan[];
  readonly modules: readonly ModulePlan[];
  readonly rawRoutes?: readonly RawRoutePlan[];
  /** To see what does not start by itself. */
  readonly withoutModule?: boolean;
  /** Where a Nest middleware runs. */
  readonly middlewareFor?: readonly string[];
}

/** A concrete request, with the origin that it comes from. */
export interface RequestPlan {
  readonly method: string;
  /** The request target. */
  readonly url: string;
  readonly host: string;
  readonly origin: string;
  readonly version?: string | undefined;
  /** Also sent once more with a body that no parser takes. */
  readonly malformedBody: boolean;
  /** Also sent once more to end in a middleware. */
  readonly endInMiddleware: boolean;
  /** Whether each method that the preflight names is tried too. */
  readonly checkMethods: boolean;
}
