import type { RequestHookAdapter } from '../request-hook-slot.js';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The members of an Express request that the module reads. */
export interface ExpressRequest extends IncomingMessage {
  /**
   * The part of the path that outer applications and middleware with a path have consumed. Absent
   * outside routers.
   */
  readonly baseUrl?: string;
  readonly originalUrl: string;
  /** The path of `url`. */
  readonly path: string | null;
  readonly hostname?: string | undefined;
  readonly host?: string | undefined;
  readonly protocol: string;
  /** The application that handles the request: a mounted one, or one that a middleware calls. */
  readonly app?: ExpressMount;
  /** The route that Express matched last. */
  readonly route?: ExpressRoute;
  readonly method: string;
  readonly url: string;
}

export interface ExpressResponse extends ServerResponse {
  readonly req: ExpressRequest;
}

export type ExpressNext = (error?: unknown) => void;

/** A route on Express's router. */
export interface ExpressRoute {
  readonly path: unknown;
  /** By method in lower case. */
  readonly methods: Readonly<Record<string, boolean | undefined>>;
}

/** A middleware or a route in Express's router. */
export interface ExpressLayer {
  readonly route?: ExpressRoute;
  /** The function that the layer calls: a middleware, or a router with its own layers. */
  readonly handle: object;
  /** Returns the matched part of a path. */
  match(path: string): { readonly path: string } | boolean | null;
  /** The part that matched last, in early versions of the router. */
  readonly path?: string;
}

/** An application that is mounted in another one. */
export interface ExpressMount {
  readonly parent?: ExpressMount;
}

/** Serves a request. Without a third argument, it cannot be passed on. */
export type ExpressHandle = (request: IncomingMessage, response: ServerResponse, done?: ExpressNext) => void;

/** The members of an Express application that the module uses. */
export interface ExpressInstance extends ExpressMount {
  readonly router: {
    readonly caseSensitive?: boolean | undefined;
    readonly strict?: boolean | undefined;
    stack: ExpressLayer[];
  };
  handle: ExpressHandle;
}

/** Nest's adapter. Its request hook is its first middleware, and it holds a single hook. */
export type ExpressAdapter = RequestHookAdapter<
  (request: ExpressRequest, response: ExpressResponse, next: ExpressNext) => unknown
>;

/**
 * Whether the instance of an adapter is an Express application with the members that the module
 * uses.
 */
export function isExpressInstance(instance: unknown): instance is ExpressInstance {
  return typeof instance === 'function' && 'use' in instance && 'handle' in instance && 'router' in instance;
}
