import type { IncomingMessage, Server } from 'node:http';

/** A request as a server's sockets gave it to Node, before anything of the application. */
export interface SeenRequest {
  readonly event: 'request' | 'upgrade';
  readonly method: string;
  readonly path: string;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

/**
 * Records all requests of a server, including those that the module answers before any listener.
 * The function is installed in front of the module's own `emit()`.
 */
export function noteRequests(server: Server): SeenRequest[] {
  const seen: SeenRequest[] = [];
  const emit = server.emit.bind(server) as (event: string, ...args: unknown[]) => boolean;
  server.emit = (event: string, ...args: unknown[]): boolean => {
    if (event === 'request' || event === 'upgrade') {
      const { method = '', url = '', headers } = args[0] as IncomingMessage;
      const [path = ''] = url.split('?');
      seen.push({ event, method, path, origin: headers.origin, cookie: headers.cookie });
    }
    return emit(event, ...args);
  };
  return seen;
}
