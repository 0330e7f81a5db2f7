import { Server as TlsServer } from 'node:tls';
import type { ServerAddress } from '../browser/index.js';

/** The members of an `INestApplication` that the browser needs, on any platform. */
export interface TestedApplication {
  getHttpServer(): unknown;
  listen(port: number, host: string): Promise<unknown>;
}

interface NodeServer {
  readonly listening: boolean;
  address(): string | { address: string; port: number } | null;
  listen(port: number, host: string, done: () => void): unknown;
  close(done: () => void): unknown;
}

const LOOPBACK = '127.0.0.1';
const started = new WeakSet<NodeServer>();

/**
 * The server of an application. It is the one that already listens, or one that is started on a
 * free port of 127.0.0.1 and stopped again.
 */
export class ApplicationServer {
  private starting: Promise<unknown> | undefined;

  constructor(private readonly application: TestedApplication) {}

  async address(): Promise<ServerAddress> {
    if (this.starting === undefined && !this.server().listening) this.starting = this.start();
    await this.starting;
    const server = this.server();
    const secure = server instanceof TlsServer;
    const address = server.address();
    if (address === null) throw new TypeError('The application has stopped listening.');
    if (typeof address === 'string') return { secure, socketPath: address };
    return {
      secure,
      host: isUnspecified(address.address) ? 'localhost' : address.address,
      port: address.port,
    };
  }

  /** Stops the server that {@link address} started. It does not close the application. */
  async close(): Promise<void> {
    if (this.starting === undefined) return;
    await this.starting;
    const server = this.server();
    this.starting = undefined;
    if (server.listening)
      await new Promise<void>(resolve =>
        server.close(() => {
          resolve();
        }),
      );
  }

  /** An application listens only once. After that, its server can be restarted without it. */
  private async start(): Promise<void> {
    const server = this.server();
    if (started.has(server)) {
      await new Promise<void>(resolve => server.listen(0, LOOPBACK, resolve));
      return;
    }
    started.add(server);
    await this.application.listen(0, LOOPBACK);
  }

  private server(): NodeServer {
    const server = this.application.getHttpServer();
    if (!isNodeServer(server)) throw new TypeError('The application has no HTTP server.');
    return server;
  }
}

function isNodeServer(server: unknown): server is NodeServer {
  return typeof server === 'object' && server !== null && 'listening' in server && 'address' in server;
}

function isUnspecified(address: string): boolean {
  return address === '::' || address === '0.0.0.0';
}
