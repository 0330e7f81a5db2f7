import type { IncomingMessage, Server } from 'node:http';
import { Injectable } from '@nestjs/common';

/** A request as a bank's server sees it. */
export interface Entry {
  method: string;
  origin: string | null;
  fetchSite: string | null;
  /** Whether the request has the session's cookie. */
  cookie: boolean;
  status: number;
  /** Whether the handler ran, with a session. */
  handled: boolean;
}

const MOST_KEPT = 256;

/** Records the banks' requests by the `attempt` in the URL, so that the page can show them. */
@Injectable()
export class Ledger {
  private readonly entries: { readonly attempt: string; readonly entry: Entry }[] = [];
  private readonly handled = new Set<string>();

  /** Listens below Nest, to record also the requests that Nest refuses. */
  watch(server: Server): void {
    server.prependListener('request', (request: IncomingMessage, response) => {
      const attempt = new URL(request.url ?? '/', 'http://bank').searchParams.get('attempt');
      if (attempt === null) return;
      response.once('finish', () => {
        this.write(attempt, request, response.statusCode);
      });
    });
  }

  /** The handler calls this. */
  moneyMoved(attempt: string | undefined): void {
    if (attempt !== undefined) this.handled.add(attempt);
  }

  of(attempt: string): Entry[] {
    return this.entries.filter(kept => kept.attempt === attempt).map(({ entry }) => entry);
  }

  private write(attempt: string, { method = '', headers }: IncomingMessage, status: number): void {
    this.entries.push({
      attempt,
      entry: {
        method,
        origin: headers.origin ?? null,
        fetchSite: single(headers['sec-fetch-site']),
        cookie: headers.cookie !== undefined,
        status,
        handled: this.handled.delete(attempt),
      },
    });
    if (this.entries.length > MOST_KEPT) this.entries.shift();
  }
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
