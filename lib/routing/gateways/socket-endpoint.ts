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

/** A server that takes one path, as `ws` and graphql-ws do. */
export function webSocketEndpoint(port: number, path: string): SocketEndpoint {
  return { port, path, isSocketIo: false, serves: url => pathnameOf(url) === path };
}

function pathnameOf(url: string): string | undefined {
  return URL.canParse(url, 'ws://localhost') ? new URL(url, 'ws://localhost').pathname : undefined;
}
