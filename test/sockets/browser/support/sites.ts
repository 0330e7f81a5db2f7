import { createServer as createPageServer } from 'node:https';
import { type Socket, connect } from 'node:net';
import { type Server, createServer } from 'node:tls';
import { certificate } from '../../../conformance/support/certificate.js';
import { listeningPort } from '../../../browser/why-blocked/connect-proxy.js';
import { CLIENTS, PAGE } from './page.js';

export interface Site {
  readonly port: number;
  close(): void;
}

/** Empty pages on TLS for any host, with the clients of the protocols. */
export function startPages(): Promise<Site> {
  const server = createPageServer(certificate(), ({ url }, response) => {
    const isScript = url === '/clients.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? CLIENTS : PAGE);
  });
  return listening(server);
}

/** Ends TLS in front of a server, and passes on what it gets, `Host` included. */
export function endTls(port: number): Promise<Site> {
  return listening(
    createServer(certificate(), client => {
      const upstream = connect(port, '127.0.0.1');
      client.pipe(upstream).pipe(client);
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    }),
  );
}

async function listening(server: Server): Promise<Site> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: listeningPort(server),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
