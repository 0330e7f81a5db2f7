import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** The members of a Fastify request that the module reads. */
export interface FastifyRequest {
  /**
   * `originalUrl` is the URL as it arrived. It is set if the application rewrites URLs or a
   * middleware has a path.
   */
  readonly raw: IncomingMessage & { readonly originalUrl?: string };
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly hostname: string;
  readonly host: string;
  readonly protocol: string;
  /** Whether the not-found handler answers. */
  readonly is404: boolean;
  readonly routeOptions: { readonly config: object | undefined };
  /** The instance of the plugin that contains the route. */
  readonly server: { readonly errorHandler: unknown };
}

export interface FastifyReply {
  readonly raw: ServerResponse;
  code(status: number): this;
  header(name: string, value: string): this;
  /** Includes the headers of the raw response. */
  getHeaders(): object;
  removeHeader(name: string): this;
  getHeader(name: string): number | string | string[] | undefined;
  send(payload?: unknown): this;
}

export type FastifyDone = (error?: unknown) => void;

export type FastifyRequestHook = (request: FastifyRequest, reply: FastifyReply, done: FastifyDone) => unknown;

/** A route as Fastify's `onRoute` hook receives it. */
export interface FastifyRouteOptions {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly constraints?: Readonly<Record<string, unknown>>;
  readonly handler?: unknown;
  /** The path of the plugin that contains the route. Empty at the root. */
  readonly prefix?: string;
  /** The path after the prefix. */
  readonly routePath?: string;
  config?: object;
}

/** A query to Fastify's own router. */
export interface FastifyRouteQuery {
  readonly method: string;
  readonly url: string;
  readonly constraints?: object | undefined;
}

/** Router options. Fastify keeps them at the top level or in `routerOptions`. */
export interface FastifyRouterConfig {
  readonly caseSensitive?: boolean;
  readonly ignoreTrailingSlash?: boolean;
  readonly ignoreDuplicateSlashes?: boolean;
  readonly useSemicolonDelimiter?: boolean;
  readonly maxParamLength?: number;
}

/** The members of a Fastify application that the module uses. */
export interface FastifyInstance {
  readonly initialConfig: FastifyRouterConfig & {
    readonly routerOptions?: FastifyRouterConfig;
    /** Whether GET routes serve HEAD. */
    readonly exposeHeadRoutes?: boolean;
  };
  readonly supportedMethods: readonly string[];
  /** Node's server, unless the application's `serverFactory` made something else. */
  readonly server: object;
  readonly errorHandler: unknown;
  /** Whether a route was registered with exactly these values. */
  hasRoute(route: FastifyRouteQuery): boolean;
  /** Returns the route that serves a URL. */
  findRoute(
    request: FastifyRouteQuery,
  ): { readonly params: Readonly<Record<string, string | undefined>> } | null;
  printRoutes(): string;
  addHook(name: 'onRoute', hook: (route: FastifyRouteOptions) => void): unknown;
  addHook(name: 'onRequest', hook: FastifyRequestHook): unknown;
}

/** Nest's adapter. Its request hook runs before Nest middleware, and it holds a single hook. */
export interface FastifyAdapter {
  setOnRequestHook(hook: FastifyRequestHook | undefined): void;
  /**
   * Wraps a route's handler so that requests with empty parameters get the not-found handler.
   * Private, and absent in older versions.
   */
  requireNonEmptyParams?(
    url: string,
    handler: () => boolean,
  ): (
    request: { readonly params: object; readonly raw: { readonly url: string } },
    reply: { callNotFound(): void },
  ) => unknown;
}

/**
 * Whether the instance of an adapter is a Fastify application with the members that the module
 * uses.
 */
export function isFastifyInstance(instance: unknown): instance is FastifyInstance {
  return (
    typeof instance === 'object' && instance !== null && 'addHook' in instance && 'initialConfig' in instance
  );
}
