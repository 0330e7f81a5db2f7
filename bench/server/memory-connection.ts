import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import type { BenchRequest } from './measured-server.js';

/** What every response begins with: `HTTP`. */
const H = 0x48;

/**
 * A connection to a server in the same process, which hands over bytes without the system: Node's parser and its streams do all that they do
 * on a socket.
 */
export class MemoryConnection extends Duplex {
  private onResponse: (() => void) | undefined;

  constructor(server: Server) {
    super({ autoDestroy: false });
    server.emit('connection', this);
  }

  /** Sends a request over and over, each once the one before was answered. */
  async answer({ method, path, headers }: BenchRequest, amount: number): Promise<void> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:3000\r\n${lines.join('')}\r\n`);
    await new Promise<void>(resolve => {
      let sent = 0;
      const next = (): void => {
        if (sent++ === amount) resolve();
        else this.push(bytes);
      };
      // By then, the response has ended.
      this.onResponse = () => setImmediate(next);
      next();
    });
  }

  // What Node's server calls on a socket.
  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // It gets what is pushed.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (chunk[0] === H) this.onResponse?.();
    done();
  }
}
