import type { ServerResponse } from 'node:http';
import type { CorsDecisions } from './cors-decisions.js';
import { Exchange } from './exchange.js';
import { senderOf } from './own-write-head.js';

/**
 * The exchange that one application began for a response. Outer applications may have begun others.
 */
export function exchangeOf(response: ServerResponse, owner: CorsDecisions): Exchange | undefined {
  let sender = senderOf(response);
  while (sender !== undefined) {
    if (sender instanceof Exchange && sender.owner === owner) return sender;
    sender = sender.outer;
  }
  return undefined;
}
