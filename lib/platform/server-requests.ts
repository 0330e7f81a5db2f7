import type { IncomingMessage, ServerResponse } from 'node:http';
import { replaceMethod } from './replace-method.js';

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
    const isTaken = isRequest(args[0]) && receive(args[1] as IncomingMessage, args[2] as ServerResponse);
    return isTaken || emit(args);
  });
}

/** Whether a Node server hands over a request with this event. */
function isRequest(event: unknown): boolean {
  return event === 'request' || event === 'checkContinue' || event === 'checkExpectation';
}
