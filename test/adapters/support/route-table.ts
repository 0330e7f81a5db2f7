import type { Handler } from './handlers.js';

export type Params = Readonly<Record<string, string | readonly string[]>>;

/** A handler that a request may reach, with the parameters of its path. */
export interface FoundRoute<Request, Response> {
  readonly handler: Handler<Request, Response>;
  readonly params: Params;
}

/** The routes that were registered one after the other, and how a request chooses among them. */
export interface RouteTable<Request, Response> {
  /** `method` is in upper case, or absent for every method. */
  add(method: string | undefined, path: string, handler: Handler<Request, Response>): void;
  /** The handlers in the order in which they pass the request on to each other. */
  find(method: string, path: string): readonly FoundRoute<Request, Response>[];
}
