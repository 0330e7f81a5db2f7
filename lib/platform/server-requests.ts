import type { IncomingMessage, ServerResponse } from 'node:http';
import { replaceMethod } from './replace-method.js';

/** The events by which a server of Node's hands over a request. */
const REQUEST_EVENTS: ReadonlySet<unknown> = new Set(['request', 'checkContinue', 'checkExpectation']);

/**
 * Learns of each request of a server before any of its listeners. It stands in the place of `emit()`, since some libraries remove the
 * listeners and call them themselves, or put theirs first.
 */
export function takeServerRequests(
  server: object,
  /** Tells whether it has taken the request. */
  receive: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  replaceMethod(server, 'emit', (emit, args) => {
    const [event, request, response] = args;
    const isTaken =
      REQUEST_EVENTS.has(event) && receive(request as IncomingMessage, response as ServerResponse);
    return isTaken || emit(args);
  });
}
