import type { DiscoveredRoute } from '../../routing/index.js';
import type { CorsDecisions } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { type RequestFacts, Exchange } from '../exchange.js';
import type { HeaderAccess } from '../response-headers.js';
import {
  type PortableAdapter,
  requestFacts,
  requestHeaders,
  responseHeaders,
  whenAnswered,
} from './portable-adapter.js';

/** A request as Nest's HTTP adapter interface has it: its handler is the route that is entered. */
export class PortableExchange extends Exchange {
  constructor(
    owner: CorsDecisions,
    state: CorsState,
    private readonly adapter: PortableAdapter,
    protected readonly request: unknown,
    private readonly answered: unknown,
  ) {
    super(owner, state, requestHeaders(request).origin);
  }

  /** Puts the headers of a handler's policy on the response, unless it is on its way. */
  apply(route: DiscoveredRoute | undefined): void {
    if (this.adapter.isHeadersSent(this.answered)) return;
    this.applyTo(responseHeaders(this.adapter, this.answered), [route]);
  }

  /** Tells of the decision once the response is sent. */
  reportWhenAnswered(route: DiscoveredRoute | undefined): void {
    const headers = responseHeaders(this.adapter, this.answered);
    whenAnswered(this.answered, status => {
      this.report([route], this.answerOf([route]), headers, status);
    });
  }

  protected facts(): RequestFacts {
    return requestFacts(this.adapter, this.request);
  }

  protected predicted(): readonly DiscoveredRoute[] {
    return [];
  }

  protected headersAtEntry(): HeaderAccess {
    return responseHeaders(this.adapter, this.answered);
  }
}
