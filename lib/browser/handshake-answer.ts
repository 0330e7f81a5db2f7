import { createHash } from 'node:crypto';
import type { FetchResponse } from './fetch-response.js';
import type { HeaderList } from './header-list.js';

/** The parts of a handshake that its answer must match. */
export interface AskedHandshake {
  readonly key: string;
  readonly protocols: readonly string[];
}

// RFC 6455, 1.3: a server appends this to the key, to prove that it knows the protocol.
const PROOF = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Why a browser does not accept an answer as an opened WebSocket. Undefined if it accepts it.
 *
 * @param lenient as Firefox: the server may select no subprotocol, or one although none was
 * requested, and `Upgrade` may be a list
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-4.1
 * @see https://websockets.spec.whatwg.org/#concept-websocket-establish
 */
export function handshakeFailure(
  { key, protocols }: AskedHandshake,
  { status, headers }: FetchResponse,
  lenient: boolean,
): string | undefined {
  if (status !== 101) return `Unexpected response code: ${status}.`;
  const upgrades = tokens('Upgrade', headers);
  if (!upgrades.includes('websocket') || (upgrades.length > 1 && !lenient))
    return "'Upgrade' is not 'websocket'.";
  if (!tokens('Connection', headers).includes('upgrade')) return "'Connection' does not say 'Upgrade'.";
  const proof = createHash('sha1').update(`${key}${PROOF}`).digest('base64');
  if (headers.get('Sec-WebSocket-Accept') !== proof) return "Incorrect 'Sec-WebSocket-Accept'.";
  const selected = headers.get('Sec-WebSocket-Protocol');
  if (selected === undefined)
    return protocols.length === 0 || lenient ? undefined : 'The server selected none of the subprotocols.';
  const isFree = lenient && protocols.length === 0;
  return isFree || protocols.includes(selected)
    ? undefined
    : `The server selected '${selected}', which is none of the subprotocols.`;
}

function tokens(name: string, headers: HeaderList): string[] {
  return (headers.get(name) ?? '').split(',').map(token => token.trim().toLowerCase());
}
