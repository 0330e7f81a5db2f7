import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ActualAnswer, handshakesOf } from '../policy/index.js';
import type { DiscoveredRoute, EndpointPolicies, NestRouteTable } from '../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  NodeExchange,
  type HeaderAccess,
  RESOURCE_POLICY,
  removeCorsHeaders,
} from '../exchange/index.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST']);

/**
 * A polling request of a Socket.IO client. The policy of the gateways decides, not `paths` or
 * routes.
 */
export class PollingExchange extends NodeExchange {
  constructor(
    owner: CorsDecisions,
    state: CorsState,
    request: IncomingMessage,
    response: ServerResponse,
    private readonly gateways: EndpointPolicies,
  ) {
    super(owner, { ...state, table: pollingTable(gateways, state.table) }, request, response, gateways.at);
  }

  /** Asks the predicates that the response depends on. */
  askPredicates(): unknown {
    return this.learn(this.gateways.at.policiesOf(undefined));
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    return this.gateways.routes;
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
