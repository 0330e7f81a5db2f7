/** Where WebSocket clients connect: a server that a gateway has, with its path. */
export interface SocketEndpoint {
  /** 0: that of the application itself. */
  readonly port: number;
  /** Without a slash at the end, `/` excepted: `/socket.io`, `/chat`. */
  readonly path: string;
  /** Socket.IO answers requests of its clients below the path too, and takes every one of them. */
  readonly isSocketIo: boolean;
  /** Whether it takes what a request target names. */
  serves(url: string): boolean;
}

/** @param prefix what the targets of all requests begin with that Socket.IO takes */
export function socketIoEndpoint(port: number, path: string, prefix: string): SocketEndpoint {
  return { port, path, isSocketIo: true, serves: url => url.startsWith(prefix) };
}

/**
 * A server that takes one path, as `ws` and graphql-ws do.
 *
 * @param takesEveryPath as a server of `ws` does that has a port of its own, and no path
 */
export function webSocketEndpoint(port: number, path: string, takesEveryPath = false): SocketEndpoint {
  return { port, path, isSocketIo: false, serves: url => takesEveryPath || pathnameOf(url) === path };
}

/** Whether clients connect to two servers at one port and path. */
export function isSameEndpoint(one: SocketEndpoint, other: SocketEndpoint): boolean {
  return one.port === other.port && one.path === other.path && one.isSocketIo === other.isSocketIo;
}

function pathnameOf(url: string): string | undefined {
  return URL.canParse(url, 'ws://localhost') ? new URL(url, 'ws://localhost').pathname : undefined;
}
