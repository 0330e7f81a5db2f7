import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Reply = readonly [type: number, id: number, error: unknown, result: { readonly value?: unknown } | null];

/**
 * Firefox with its own protocol, Marionette. Unlike WebDriver, it can read the browser console,
 * which gets the messages about CORS.
 *
 * @see https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export class Marionette {
  private received = Buffer.alloc(0);
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private last = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', chunk => {
      this.received = Buffer.concat([this.received, chunk]);
      this.read();
    });
  }

  /** Connects as soon as the browser is there. */
  static async connect(port: number, patience = 30_000): Promise<Marionette> {
    const end = Date.now() + patience;
    for (;;) {
      const socket = await connected(port);
      if (socket !== undefined) return new Marionette(socket);
      if (Date.now() > end) throw new Error('Firefox does not answer.');
      await sleep(100);
    }
  }

  async send(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.last;
    const reply = new Promise<Reply>(resolve => this.waiting.set(id, resolve));
    const message = JSON.stringify([0, id, command, parameters]);
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    const [, , error, result] = await reply;
    if (error !== null) throw new Error(`${command}: ${JSON.stringify(error)}`);
    return result?.value;
  }

  close(): void {
    this.socket.destroy();
  }

  /** Messages have their length in front. The first is the browser's greeting. */
  private read(): void {
    for (;;) {
      const colon = this.received.indexOf(':');
      const end = colon + 1 + Number(this.received.subarray(0, Math.max(colon, 0)).toString());
      if (colon === -1 || this.received.length < end) return;
      const message: unknown = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      if (isReply(message)) {
        this.waiting.get(message[1])?.(message);
        this.waiting.delete(message[1]);
      }
    }
  }
}

function isReply(message: unknown): message is Reply {
  return Array.isArray(message) && message[0] === 1;
}

function connected(port: number): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(socket);
    });
    socket.once('error', () => {
      resolve(undefined);
    });
  });
}
