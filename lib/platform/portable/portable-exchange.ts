import type { DiscoveredRoute } from '../../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  Exchange,
  type RequestFacts,
  type HeaderAccess,
  RESOURCE_POLICY,
} from '../../exchange/index.js';
import {
  type PortableAdapter,
  requestFacts,
  requestHeaders,
  responseHeaders,
  whenAnswered,
} from './portable-adapter.js';

// The key that `@Header()` writes. Its constant is not part of Nest's public API.
const HEADERS_METADATA = '__headers__';

/**
 * A request as Nest's HTTP adapter interface presents it. The handler counts as the entered route.
 */
export class PortableExchange extends Exchange {
  constructor(
    owner: CorsDecisions,
    state: CorsState,
    private readonly adapter: PortableAdapter,
    protected readonly request: unknown,
    private readonly answered: unknown,
    /** The handler. Nest applies its `@Header()` before interceptors run. */
    private readonly handler?: object,
  ) {
    super(owner, state, requestHeaders(request).origin);
  }

  /** Sets the headers of a handler's policy, unless the head has been sent. */
  apply(route: DiscoveredRoute | undefined): void {
    if (this.isUnmanaged || this.adapter.isHeadersSent(this.answered)) return;
    this.applyTo(responseHeaders(this.adapter, this.answered), [route]);
  }

  /** Reports the decision when the response is sent. */
  reportWhenAnswered(route: DiscoveredRoute | undefined): void {
    if (this.isUnmanaged) return;
    const headers = responseHeaders(this.adapter, this.answered);
    whenAnswered(this.answered, status => {
      this.report([route], this.answerOf([route]), headers, status);
    });
  }

  protected get arrivedUrl(): string {
    return this.facts().url;
  }

  protected facts(): RequestFacts {
    return requestFacts(this.adapter, this.request);
  }

  protected predicted(): readonly DiscoveredRoute[] {
    return [];
  }

  protected headersAtEntry(): HeaderAccess {
    const headers = responseHeaders(this.adapter, this.answered);
    return declaresResourcePolicy(this.handler)
      ? { ...headers, get: name => (name === RESOURCE_POLICY ? undefined : headers.get(name)) }
      : headers;
  }
}

/** Whether `@Header()` on the handler sets `Cross-Origin-Resource-Policy`. */
function declaresResourcePolicy(handler: object | undefined): boolean {
  const declared: unknown = handler && Reflect.getMetadata(HEADERS_METADATA, handler);
  return (
    Array.isArray(declared) &&
    declared.some(
      ({ name }: { name?: unknown }) => String(name).toLowerCase() === RESOURCE_POLICY.toLowerCase(),
    )
  );
}
