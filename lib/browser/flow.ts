import type { NetworkError } from './fetch-response.js';
import type { HeaderList } from './header-list.js';

/** A step of what the browser did, in order. */
export interface FlowStep {
  /** What was done: `preflight`, `CORS check`. */
  readonly step: string;
  readonly passed: boolean;
  readonly detail: string;
  /** Where the standard says so. */
  readonly clause: string;
}

/** A request that reached a server, with what it answered, both as they were on the wire. */
export interface Exchange {
  readonly kind: 'preflight' | 'actual' | 'handshake';
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
  };
  readonly response: { readonly status: number; readonly headers: Record<string, string> };
}

/** Takes down a flow while it happens. */
export class Flow {
  readonly steps: FlowStep[] = [];
  readonly exchanges: Exchange[] = [];

  passed(step: string, detail: string, clause: string): void {
    this.steps.push({ step, passed: true, detail, clause });
  }

  /** Takes down a failure and makes the network error of it. */
  failed(step: string, error: string, clause: string): NetworkError {
    this.steps.push({ step, passed: false, detail: error, clause });
    return { error, clause };
  }

  exchanged(
    kind: Exchange['kind'],
    request: { method: string; url: URL; headers: HeaderList },
    response: { status: number; headers: HeaderList },
  ): void {
    this.exchanges.push({
      kind,
      request: { method: request.method, url: request.url.href, headers: request.headers.toObject() },
      response: { status: response.status, headers: response.headers.toObject() },
    });
  }
}
