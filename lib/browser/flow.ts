import type { NetworkError } from './fetch-response.js';
import type { HeaderList } from './header-list.js';

/** A step of the browser. The steps are in order. */
export interface FlowStep {
  /** The name of the step: `preflight`, `CORS check`. */
  readonly step: string;
  readonly passed: boolean;
  readonly detail: string;
  /** The clause of the standard. */
  readonly clause: string;
}

/** A request that reached a server, with its response, both as on the wire. */
export interface Exchange {
  readonly kind: 'preflight' | 'actual' | 'handshake';
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
  };
  readonly response: { readonly status: number; readonly headers: Record<string, string> };
}

/** Records a flow during a request. */
export class Flow {
  readonly steps: FlowStep[] = [];
  readonly exchanges: Exchange[] = [];

  passed(step: string, detail: string, clause: string): void {
    this.steps.push({ step, passed: true, detail, clause });
  }

  /** Records a failure and turns it into a network error. */
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
