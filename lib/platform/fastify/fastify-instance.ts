import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** What the module reads of a Fastify request. */
export interface FastifyRequest {
  /** `originalUrl` is what came, where the application rewrites URLs or a middleware has a path of its own. */
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
  /** Of the plugin that has the route. */
  readonly server: { readonly errorHandler: unknown };
}

export interface FastifyReply {
  readonly raw: ServerResponse;
  code(status: number): this;
  header(name: string, value: string): this;
  /** Those of the raw response among them. */
  getHeaders(): object;
  removeHeader(name: string): this;
  getHeader(name: string): number | string | string[] | undefined;
  send(payload?: unknown): this;
}

export type FastifyDone = (error?: unknown) => void;

export type FastifyRequestHook = (request: FastifyRequest, reply: FastifyReply, done: FastifyDone) => unknown;

/** A route as Fastify's `onRoute` hook tells of it. */
export interface FastifyRouteOptions {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly constraints?: Readonly<Record<string, unknown>>;
  readonly handler?: unknown;
  /** Where the plugin that has the route is mounted; empty at the root. */
  readonly prefix?: string;
  /** The path after the prefix. */
  readonly routePath?: string;
  config?: object;
}

/** A question to Fastify's own router. */
export interface FastifyRouteQuery {
  readonly method: string;
  readonly url: string;
  readonly constraints?: object | undefined;
}

/** The router options that Fastify keeps, at the top level or apart. */
export interface FastifyRouterConfig {
  readonly caseSensitive?: boolean;
  readonly ignoreTrailingSlash?: boolean;
  readonly ignoreDuplicateSlashes?: boolean;
  readonly useSemicolonDelimiter?: boolean;
  readonly maxParamLength?: number;
}

/** What the module uses of a Fastify application. */
export interface FastifyInstance {
  readonly initialConfig: FastifyRouterConfig & {
    readonly routerOptions?: FastifyRouterConfig;
    /** Whether routes for GET serve HEAD. */
    readonly exposeHeadRoutes?: boolean;
  };
  readonly supportedMethods: readonly string[];
  /** Node's; a factory of the application's may have made anything. */
  readonly server: object;
  readonly errorHandler: unknown;
  /** Whether a route was registered with exactly this. */
  hasRoute(route: FastifyRouteQuery): boolean;
  /** The route that serves a URL. */
  findRoute(
    request: FastifyRouteQuery,
  ): { readonly params: Readonly<Record<string, string | undefined>> } | null;
  printRoutes(): string;
  addHook(name: 'onRoute', hook: (route: FastifyRouteOptions) => void): unknown;
  addHook(name: 'onRequest', hook: FastifyRequestHook): unknown;
}

/** Nest's adapter, whose request hook runs before Nest middleware. It holds a single hook. */
export interface FastifyAdapter {
  setOnRequestHook(hook: FastifyRequestHook | undefined): void;
  /** Wraps a route's handler, so that requests with empty parameters meet the not-found handler. Private, and absent in older versions. */
  requireNonEmptyParams?(
    url: string,
    handler: () => boolean,
  ): (
    request: { readonly params: object; readonly raw: { readonly url: string } },
    reply: { callNotFound(): void },
  ) => unknown;
}

/** Whether an adapter's instance is a Fastify application that the module knows its way in. */
export function isFastifyInstance(instance: unknown): instance is FastifyInstance {
  return (
    typeof instance === 'object' && instance !== null && 'addHook' in instance && 'initialConfig' in instance
  );
}
