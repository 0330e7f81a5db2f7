import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { EarlyDecision } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import type { ExpressRequest } from './express-instance.js';
import { mountOf } from './express-request-target.js';

/**
 * What the module remembers of a request. What of it never changes is read before Express gives request and response other prototypes: each
 * property costs many times as much afterwards.
 */
export class RequestMemory {
  early: EarlyDecision | undefined;
  /** The method and URL that the early decision was made for. */
  decidedFor: string | undefined;
  /** Whether every route of Nest has passed the request on. */
  isPastRoutes = false;
  /** Whether `enforce` refused it. */
  isRefused = false;
  /** Whether the head of its response went out by the module. */
  isHeadSent = false;
  readonly headers: IncomingHttpHeaders;

  constructor(
    /** The state that the request began with: its answer belongs wholly to that one. */
    readonly state: CorsState,
    readonly request: ExpressRequest,
    /** Where the application is mounted in another one. */
    readonly mount: string,
  ) {
    this.headers = request.headers;
  }
}

/**
 * The memories of an application's requests. Each stands on the response, put there before Express gives that another prototype: in a
 * `WeakMap` all of them outlive the collections of young objects.
 */
export class RequestMemories {
  // Another application, which this one is mounted in, may have its own.
  private readonly key = Symbol('nestjs-cors-policy: memory');

  begin(state: CorsState, request: IncomingMessage, response: ServerResponse): RequestMemory {
    // The same object as Express hands on.
    const memory = new RequestMemory(state, request as ExpressRequest, mountOf(request));
    propertiesOf(response)[this.key] = memory;
    return memory;
  }

  of(response: ServerResponse): RequestMemory | undefined {
    return propertiesOf(response)[this.key];
  }
}

function propertiesOf(response: ServerResponse): Record<symbol, RequestMemory | undefined> {
  return response as unknown as Record<symbol, RequestMemory | undefined>;
}
