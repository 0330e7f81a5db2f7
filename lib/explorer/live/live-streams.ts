import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ANSWER_HEADERS } from '../access/answer-headers.js';
import type { LiveMessage } from '../messages.js';
import type { NodeResponse } from '../platform-request.js';
import { DecisionFeed } from './decision-feed.js';

/** How many pages may watch at the same time. */
export const MOST_STREAMS = 16;
export const EVENT_STREAM = 'text/event-stream; charset=utf-8';
/** In milliseconds. Proxies often close connections that are silent for a minute. */
const HEARTBEAT = 20_000;
/** In bytes. A client with more unread data gets nothing until it has read. */
const LONGEST_QUEUE = 512 * 1024;

const HEADERS = {
  // The stream is written past Fastify, which would have added the headers of the guard.
  ...ANSWER_HEADERS,
  'Content-Type': EVENT_STREAM,
  // no-transform, since a compressing middleware would hold events until its buffer is full.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * The open event streams. A stream ends when its client leaves, and when the application shuts
 * down: the server would wait for it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
@Injectable()
export class LiveStreams implements OnModuleDestroy {
  private readonly open = new Map<NodeResponse, () => void>();
  private closing = false;

  constructor(@Inject(DecisionFeed) private readonly feed: DecisionFeed) {}

  get isFull(): boolean {
    return this.closing || this.open.size >= MOST_STREAMS;
  }

  get size(): number {
    return this.open.size;
  }

  /** @param lastId the number of the last decision that the client has */
  start(response: NodeResponse, lastId: number): void {
    // The client may have left while a guard waited. `close` has passed then, and would not free
    // the place.
    if (isGone(response)) return;
    let sent = lastId;
    const write = ({ decisions, missed }: LiveMessage): void => {
      sent = decisions.at(-1)?.id ?? sent;
      response.write(`id: ${sent}\ndata: ${JSON.stringify({ decisions, missed })}\n\n`);
    };
    const catchUp = (): void => {
      if (response.writableLength > LONGEST_QUEUE) return;
      const message = this.feed.since(sent);
      if (message.decisions.length > 0) write(message);
    };
    const heartbeat = setInterval(() => {
      if (response.writableLength <= LONGEST_QUEUE) response.write(': still here\n\n');
    }, HEARTBEAT).unref();
    const stopListening = this.feed.listen(catchUp);
    this.open.set(response, () => {
      clearInterval(heartbeat);
      stopListening();
      this.open.delete(response);
    });
    response.on('close', () => this.open.get(response)?.());
    // `close` follows an error.
    response.on('error', () => undefined);
    response.writeHead(200, HEADERS);
    write(this.feed.since(sent));
  }

  onModuleDestroy(): void {
    this.closing = true;
    for (const [response, stop] of this.open) {
      stop();
      response.end();
    }
  }
}

function isGone(response: NodeResponse): boolean {
  return response.destroyed === true || ('socket' in response && !response.socket);
}
