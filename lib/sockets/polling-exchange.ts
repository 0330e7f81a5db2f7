import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ActualAnswer, handshakesOf } from '../policy/index.js';
import type { DiscoveredRoute, EndpointPolicies, NestRouteTable } from '../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  Exchange,
  type RequestFacts,
  serverLocation,
  urlOf,
  type HeaderAccess,
  RESOURCE_POLICY,
  ResponseAccess,
  removeCorsHeaders,
} from '../exchange/index.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST']);

/**
 * A polling request of a Socket.IO client. The policy of the gateways decides, not `paths` or
 * routes.
 */
export class PollingExchange extends Exchange {
  protected readonly arrivedUrl: string;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    protected readonly request: IncomingMessage,
    override readonly response: ServerResponse,
    private readonly gateways: EndpointPolicies,
  ) {
    super(
      owner,
      { ...state, table: pollingTable(gateways, state.table) },
      request.headers.origin,
      response,
      gateways.at,
    );
    this.arrivedUrl = urlOf(request);
  }

  /** Asks the predicates that the response depends on. */
  askPredicates(): unknown {
    return this.learn(this.gateways.at.policiesOf(undefined));
  }

  protected facts(): RequestFacts {
    const { request, arrivedUrl: url } = this;
    const { method = '', headers } = request;
    return { method, url, headers, location: serverLocation(request) };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    return this.gateways.routes;
  }

  protected headersAtEntry(): HeaderAccess {
    return new ResponseAccess(this.response);
  }

  protected override applyTo(
    headers: HeaderAccess,
    routes: readonly (DiscoveredRoute | undefined)[],
  ): ActualAnswer {
    // Removes the headers of the gateway's own `cors` option.
    removeCorsHeaders(headers);
    const answer = super.applyTo(headers, routes);
    // A script element of any site can read JSONP with cookies, and CORS does not apply to it. This
    // header overrides `resourcePolicy`, which is meant for embedded resources.
    if (handshakesOf(this.gateways.entry) === true && isJsonp(this.arrivedUrl))
      headers.set(RESOURCE_POLICY, 'same-origin');
    return answer;
  }
}

function pollingTable({ routes }: EndpointPolicies, { matching }: NestRouteTable): NestRouteTable {
  const [route] = routes;
  return {
    methods: METHODS,
    matching,
    at: () => ({ find: method => (METHODS.has(method) ? [route] : [undefined]) }),
  };
}

/** Whether Socket.IO answers with a script. Clients of its second version ask for that with `j`. */
function isJsonp(url: string): boolean {
  const query = url.slice(url.indexOf('?') + 1);
  return new URLSearchParams(query).has('j');
}
