import { randomBytes } from 'node:crypto';
import { type Socket, connect } from 'node:net';

/** A client that follows no protocol. */
export class RawClient {
  readonly socket: Socket;
  /** The received data. */
  text = '';
  readonly closed: Promise<string>;

  constructor(url: string) {
    this.socket = connect(Number(new URL(url).port), '127.0.0.1');
    this.socket.setEncoding('latin1');
    this.socket.on('data', chunk => (this.text += String(chunk)));
    this.socket.on('error', () => undefined);
    this.closed = new Promise(resolve => {
      this.socket.on('close', () => {
        resolve(this.text);
      });
    });
  }

  send(...lines: readonly string[]): this {
    this.socket.write(lines.join('\r\n'), 'latin1');
    return this;
  }

  /** Until something has arrived that matches; the status of the answer. */
  async status(): Promise<number> {
    while (!this.text.includes('\r\n')) {
      await Promise.race([new Promise(resolve => this.socket.once('data', resolve)), this.closed]);
      if (this.socket.closed) break;
    }
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.text)?.[1] ?? 0);
  }
}

/** The lines of a handshake, with other headers beside them or in their place. */
export function upgradeLines(
  path: string,
  headers: readonly string[] = [],
  requestLine = `GET ${path} HTTP/1.1`,
): string[] {
  const own = [
    'Host: app.test',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  const named = headers.map(line => line.slice(0, line.indexOf(':')).toLowerCase());
  const kept = own.filter(line => !named.includes(line.slice(0, line.indexOf(':')).toLowerCase()));
  return [requestLine, ...kept, ...headers, '', ''];
}

/** A text message as a client sends it. */
export function textFrame(text: string): string {
  const payload = Buffer.from(text);
  const mask = Buffer.alloc(4);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload]).toString('latin1');
}
