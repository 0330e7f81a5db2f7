import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EarlyDecision } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { mountOf } from './express-request-target.js';

/** What the module remembers of a request. */
export class RequestMemory {
  early: EarlyDecision | undefined;
  /** The method and URL that the early decision was made for. */
  decidedFor: string | undefined;
  /** Whether every route of Nest has passed the request on. */
  isPastRoutes = false;
  /** Whether `enforce` refused it. */
  isRefused = false;

  constructor(
    /** The state that the request began with: its answer belongs wholly to that one. */
    readonly state: CorsState,
    /** Where the application is mounted in another one. */
    readonly mount: string,
  ) {}
}

/**
 * The memories of an application's requests. Each stands on the response, put there before Express gives that another prototype: a property
 * costs many times as much afterwards, and in a `WeakMap` all of them outlive the collections of young objects.
 */
export class RequestMemories {
  // Another application, which this one is mounted in, may have its own.
  private readonly key = Symbol('nestjs-cors-policy: memory');

  begin(state: CorsState, request: IncomingMessage, response: ServerResponse): RequestMemory {
    const memory = new RequestMemory(state, mountOf(request));
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
