import { type OutgoingHttpHeaders, request } from 'node:http';
import { randomBytes } from 'node:crypto';

/**
 * The result of a handshake: the status of the answer, or 0 if the server closed the socket without
 * one.
 */
export interface HandshakeAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
}

/** Sends a WebSocket handshake as a browser does, and closes the socket at once. */
export function handshake(
  url: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
): Promise<HandshakeAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(url), {
      path,
      agent: false,
      headers: {
        'Connection': 'Upgrade',
        'Upgrade': 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        ...headers,
      },
    });
    outgoing.on('upgrade', (response, socket) => {
      socket.on('error', () => undefined);
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    outgoing.on('response', response => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') resolve({ status: 0, headers: {} });
      else reject(error);
    });
    outgoing.end();
  });
}

/** The path of a handshake of Socket.IO that does not poll first. */
export function socketIoPath(path = '/socket.io'): string {
  return `${path}/?EIO=4&transport=websocket`;
}

/** The path of a request by which Socket.IO begins to poll. */
export function pollingPath(path = '/socket.io'): string {
  return `${path}/?EIO=4&transport=polling`;
}
