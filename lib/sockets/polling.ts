import type { IncomingMessage, ServerResponse } from 'node:http';
import { handshakesOf, setsOrigin } from '../policy/index.js';
import type { EndpointPolicies } from '../routing/index.js';
import {
  type CorsDecisions,
  whenKnown,
  type CorsState,
  takeHead,
  preflightHeaders,
  sendPreflight,
} from '../exchange/index.js';
import { PollingExchange } from './polling-exchange.js';

/**
 * Decides a polling request of a Socket.IO client: sets the headers of its gateway's policy, or
 * answers the preflight. If no level sets an origin and handshakes are not refused, the gateway's
 * own `cors` option applies.
 *
 * @param pass passes the request on
 */
export function receivePolling(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  of: { readonly owner: CorsDecisions; readonly state: CorsState; readonly gateways: EndpointPolicies },
  pass: () => unknown,
): unknown {
  const { owner, state, gateways } = of;
  const { at, entry } = gateways;
  if (at.isUnmanaged || (handshakesOf(entry) !== true && !setsOrigin(entry.effective))) return pass();
  const exchange = new PollingExchange(owner, state, request, response, gateways);
  takeHead(response, exchange);
  const headers = preflightHeaders(request.method, request.headers);
  if (headers !== undefined) {
    const target = { url: request.url ?? '', hostname: '' };
    return exchange.answerPreflight(headers, target, answer => {
      sendPreflight(response, answer);
    });
  }
  return whenKnown(exchange.askPredicates(), pass);
}
