import type { CorsDecision } from '../../interfaces/index.js';
import type { LiveDecision } from '../messages.js';

/** Decisions of a rehearsal are not shown. */
export type ShownDecision = CorsDecision & Pick<LiveDecision, 'kind'>;

const LONGEST = { origin: 326, method: 40, url: 2_048, requestedHeaders: 4_096 } as const;
const MOST_HANDLERS = 8;

/** A decision as it is kept and shown. Its size is bounded, because a client chooses its texts. */
export function liveDecision(decision: ShownDecision, id: number, at: number): LiveDecision {
  const { kind, allowed, reason, refusable, enforced, status, requestedHeaders, handlers } = decision;
  const { origin, method, overridden } = decision;
  // The query may contain secrets, and no policy depends on it.
  const url = decision.url.replace(/[?#].*$/s, '');
  return {
    id,
    at,
    kind,
    allowed,
    ...(reason === undefined ? {} : { reason }),
    refusable,
    enforced,
    origin: origin.slice(0, LONGEST.origin),
    method: method.slice(0, LONGEST.method),
    url: url.slice(0, LONGEST.url),
    ...(requestedHeaders === undefined
      ? {}
      : { requestedHeaders: requestedHeaders.slice(0, LONGEST.requestedHeaders) }),
    status,
    ...(overridden === true ? { overridden } : {}),
    handlers: handlers.slice(0, MOST_HANDLERS),
    cut:
      origin.length > LONGEST.origin ||
      method.length > LONGEST.method ||
      url.length > LONGEST.url ||
      (requestedHeaders?.length ?? 0) > LONGEST.requestedHeaders,
  };
}

/** Any code can publish on a channel, and an error of a subscriber ends the process. */
export function isDecision(message: unknown): message is ShownDecision {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    ['preflight', 'actual', 'handshake'].includes(String(message.kind)) &&
    'allowed' in message &&
    typeof message.allowed === 'boolean' &&
    ['origin', 'method', 'url'].every(name => typeof Reflect.get(message, name) === 'string') &&
    isOptionalString(Reflect.get(message, 'requestedHeaders')) &&
    isOptionalString(Reflect.get(message, 'reason')) &&
    'status' in message &&
    typeof message.status === 'number' &&
    'handlers' in message &&
    Array.isArray(message.handlers) &&
    message.handlers.every(handler => typeof handler === 'string')
  );
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
