import type { RequestHookAdapter } from '../request-hook-slot.js';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the module reads of an Express request. */
export interface ExpressRequest extends IncomingMessage {
  /**
   * What middleware with paths of their own have taken off the front of `url`, and applications that this one is mounted in. Absent outside
   * routers.
   */
  readonly baseUrl?: string;
  readonly originalUrl: string;
  /** The path of `url`. */
  readonly path: string | null;
  readonly hostname?: string | undefined;
  readonly host?: string | undefined;
  readonly protocol: string;
  /** The application that handles it: a mounted one, or one that a middleware calls. */
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
  /** What it calls: a middleware, or a router with layers of its own. */
  readonly handle: object;
  /** What it matches of a path. */
  match(path: string): { readonly path: string } | boolean | null;
  /** What it matched last, in early versions of the router. */
  readonly path?: string;
}

/** An application, as another one has mounted it. */
export interface ExpressMount {
  readonly parent?: ExpressMount;
}

/** Serves a request; without a third argument nobody is there to pass it on to. */
export type ExpressHandle = (request: IncomingMessage, response: ServerResponse, done?: ExpressNext) => void;

/** What the module uses of an Express application. */
export interface ExpressInstance extends ExpressMount {
  readonly router: {
    readonly caseSensitive?: boolean | undefined;
    readonly strict?: boolean | undefined;
    stack: ExpressLayer[];
  };
  handle: ExpressHandle;
}

/** Nest's adapter, whose request hook is its first middleware. It holds a single hook. */
export type ExpressAdapter = RequestHookAdapter<
  (request: ExpressRequest, response: ExpressResponse, next: ExpressNext) => unknown
>;

/** Whether an adapter's instance is an Express application that the module knows its way in. */
export function isExpressInstance(instance: unknown): instance is ExpressInstance {
  return typeof instance === 'function' && 'use' in instance && 'handle' in instance && 'router' in instance;
}
