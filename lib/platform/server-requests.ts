import type { IncomingMessage, ServerResponse } from 'node:http';
import { replaceMethod } from './replace-method.js';

/** The events with which a Node server hands over a request. */
const REQUEST_EVENTS: ReadonlySet<unknown> = new Set(['request', 'checkContinue', 'checkExpectation']);

/**
 * Calls `receive` for each request before the server's listeners run. It replaces `emit()` because
 * some libraries remove the listeners and call them themselves, or put theirs first.
 */
export function takeServerRequests(
  server: object,
  /** Returns true if it takes the request. The listeners do not receive that request. */
  receive: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  replaceMethod(server, 'emit', (emit, args) => {
    const [event, request, response] = args;
    const isTaken =
      REQUEST_EVENTS.has(event) && receive(request as IncomingMessage, response as ServerResponse);
    return isTaken || emit(args);
  });
}
