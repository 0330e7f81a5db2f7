import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import type { BenchRequest } from './measured-server.js';

/** The start of every response: `HTTP`. */
const H = 0x48;

/**
 * A connection to a server in the same process. It passes bytes without the operating system.
 * Node's parser and streams do the same work as on a socket.
 */
export class MemoryConnection extends Duplex {
  private onResponse: (() => void) | undefined;

  constructor(server: Server) {
    super({ autoDestroy: false });
    server.emit('connection', this);
  }

  /** Sends a request repeatedly, each after the response to the one before. */
  async answer({ method, path, headers }: BenchRequest, amount: number): Promise<void> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:3000\r\n${lines.join('')}\r\n`);
    await new Promise<void>(resolve => {
      let sent = 0;
      const next = (): void => {
        if (sent++ === amount) resolve();
        else this.push(bytes);
      };
      // The response has ended by then.
      this.onResponse = () => setImmediate(next);
      next();
    });
  }

  // The methods of a socket that Node's server calls.
  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // The socket receives pushed bytes.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (chunk[0] === H) this.onResponse?.();
    done();
  }
}
