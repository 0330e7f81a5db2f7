import { type RequestListener, type Server, createServer } from 'node:http';

/** A server around an application, on a free port. */
export interface OuterServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveOuter(listener: RequestListener): Promise<OuterServer> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: urlOf(server), close: () => closed(server) };
}

export function urlOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('The server does not listen.');
  return `http://127.0.0.1:${address.port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
