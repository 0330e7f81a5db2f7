/** Where WebSocket clients connect: the server of a gateway and its path. */
export interface SocketEndpoint {
  /** 0 is the port of the application. */
  readonly port: number;
  /** Without a trailing slash, except for `/`. Examples: `/socket.io`, `/chat`. */
  readonly path: string;
  /** Socket.IO takes every request at or below its path, not only handshakes. */
  readonly isSocketIo: boolean;
  /** Whether the endpoint takes a request target. */
  serves(url: string): boolean;
}

/** @param prefix the prefix of all request targets that Socket.IO takes */
export function socketIoEndpoint(port: number, path: string, prefix: string): SocketEndpoint {
  return { port, path, isSocketIo: true, serves: url => url.startsWith(prefix) };
}

/**
 * A server that takes one path, as `ws` and graphql-ws do.
 *
 * @param takesEveryPath true for a `ws` server with a separate port and without a path
 */
export function webSocketEndpoint(port: number, path: string, takesEveryPath = false): SocketEndpoint {
  return { port, path, isSocketIo: false, serves: url => takesEveryPath || pathnameOf(url) === path };
}

/** Whether two servers have the same port and path. */
export function isSameEndpoint(one: SocketEndpoint, other: SocketEndpoint): boolean {
  return one.port === other.port && one.path === other.path && one.isSocketIo === other.isSocketIo;
}

function pathnameOf(url: string): string | undefined {
  return URL.canParse(url, 'ws://localhost') ? new URL(url, 'ws://localhost').pathname : undefined;
}
