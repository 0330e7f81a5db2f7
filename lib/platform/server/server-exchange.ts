import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscoveredRoute, NestTarget } from '../../routing/index.js';
import { type CorsDecisions, type CorsState, NodeExchange } from '../../exchange/index.js';
import type { ServesVersion } from '../version-filter.js';

/** A request to a Node server behind any adapter. */
export class ServerExchange extends NodeExchange {
  constructor(
    owner: CorsDecisions,
    state: CorsState,
    request: IncomingMessage,
    response: ServerResponse,
    private readonly servesVersion: ServesVersion,
  ) {
    super(owner, state, request, response);
  }

  /** Where the request leads. A preflight does not carry the version. */
  target(isPreflight: boolean): NestTarget {
    const { arrivedUrl: url } = this;
    const { headers } = this.request;
    const hostname = (headers.host ?? '').replace(/:\d*$/, '');
    if (isPreflight) return { url, hostname };
    return { url, hostname, servesVersion: route => this.servesVersion(route, this.request) };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    return this.state.table.at(this.target(false)).find(this.request.method ?? '');
  }
}
