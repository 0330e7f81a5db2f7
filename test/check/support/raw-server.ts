import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket, createServer as createSocketServer } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of a test, at its address. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** `OPTIONS /cats`, in their order. */
  readonly requests: readonly string[];
  readonly received: readonly IncomingMessage[];
  readonly close: () => Promise<void>;
}

export async function serve(handle: Handler): Promise<RunningServer> {
  const requests: string[] = [];
  const received: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    received.push(request);
    handle(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    received,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A server that writes bytes without changes, even if they are not HTTP. */
export async function serveBytes(
  answer: (socket: Socket) => void,
): Promise<Pick<RunningServer, 'url' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createSocketServer(socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      answer(socket);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
