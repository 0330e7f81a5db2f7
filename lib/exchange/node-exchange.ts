import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PoliciesAtPath } from '../routing/index.js';
import type { CorsDecisions } from './cors-decisions.js';
import type { CorsState } from './cors-state.js';
import { Exchange } from './exchange.js';
import { type RequestFacts, serverLocation, urlOf } from './request-facts.js';
import { type HeaderAccess, ResponseAccess } from './response-headers.js';

/** An exchange that knows only Node's request and response. */
export abstract class NodeExchange extends Exchange {
  /** As it arrived. An adapter may shorten the URL while a middleware with a path runs. */
  protected readonly arrivedUrl: string;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    protected readonly request: IncomingMessage,
    override readonly response: ServerResponse,
    known?: PoliciesAtPath,
  ) {
    super(owner, state, request.headers.origin, response, known);
    this.arrivedUrl = urlOf(request);
  }

  protected facts(): RequestFacts {
    const { request, arrivedUrl: url } = this;
    const { method = '', headers } = request;
    return { method, url, headers, location: serverLocation(request) };
  }

  protected headersAtEntry(): HeaderAccess {
    return new ResponseAccess(this.response);
  }
}
