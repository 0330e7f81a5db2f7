import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** A client of an event stream. */
export class EventStream {
  private text = '';
  private waiting: (() => void)[] = [];
  ended = false;

  private constructor(
    private readonly outgoing: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    const wake = (): void => {
      for (const each of this.waiting.splice(0)) each();
    };
    response.on('data', (chunk: Buffer) => {
      this.text += chunk.toString();
      wake();
    });
    response.on('close', () => {
      this.ended = true;
      wake();
    });
    response.on('error', () => undefined);
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(url), { headers, agent: false }, response => {
        resolve(new EventStream(outgoing, response));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  /** Waits until the stream has said something. */
  async until(found: (text: string) => boolean): Promise<string> {
    while (!found(this.text) && !this.ended) await new Promise<void>(resolve => this.waiting.push(resolve));
    return this.text;
  }

  async untilEnd(): Promise<void> {
    await this.until(() => false);
  }

  leave(): void {
    this.outgoing.destroy();
  }
}
