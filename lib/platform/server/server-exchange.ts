import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscoveredRoute, NestTarget } from '../../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  Exchange,
  type RequestFacts,
  serverLocation,
  urlOf,
  type HeaderAccess,
  ResponseAccess,
} from '../../exchange/index.js';
import type { ServesVersion } from '../version-filter.js';

/** A request to a Node server behind any adapter. */
export class ServerExchange extends Exchange {
  /** As it arrived. An adapter may shorten the URL while a middleware with a path runs. */
  protected readonly arrivedUrl: string;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    protected readonly request: IncomingMessage,
    override readonly response: ServerResponse,
    private readonly servesVersion: ServesVersion,
  ) {
    super(owner, state, request.headers.origin, response);
    this.arrivedUrl = urlOf(request);
  }

  /** Where the request leads. A preflight does not carry the version. */
  target(isPreflight: boolean): NestTarget {
    const { arrivedUrl: url } = this;
    const { headers } = this.request;
    const hostname = (headers.host ?? '').replace(/:\d*$/, '');
    if (isPreflight) return { url, hostname };
    return { url, hostname, servesVersion: route => this.servesVersion(route, this.request) };
  }

  protected facts(): RequestFacts {
    const { request, arrivedUrl: url } = this;
    const { method = '', headers } = request;
    return { method, url, headers, location: serverLocation(request) };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    return this.state.table.at(this.target(false)).find(this.request.method ?? '');
  }

  protected headersAtEntry(): HeaderAccess {
    return new ResponseAccess(this.response);
  }
}
