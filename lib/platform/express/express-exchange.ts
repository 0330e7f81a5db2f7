import {
  type CorsDecisions,
  type CorsState,
  Exchange,
  type RequestFacts,
  type HeaderAccess,
  ResponseAccess,
} from '../../exchange/index.js';
import type { DiscoveredRoute } from '../../routing/index.js';
import type { ExpressRequest, ExpressResponse } from './express-instance.js';
import { locationOf } from './express-request-target.js';
import type { ExpressRoutes } from './express-routes.js';

/** A request to an Express application. */
export class ExpressExchange extends Exchange {
  /**
   * The last matched route when one of Nest's middlewares ran. That route has passed the request
   * on.
   */
  passedRoute: object | undefined;
  protected readonly arrivedUrl: string;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    origin: string | undefined,
    protected readonly request: ExpressRequest,
    override readonly response: ExpressResponse,
    private readonly routes: ExpressRoutes,
    /** Where the application is mounted in another one. Empty if it is not mounted. */
    readonly mount: string,
  ) {
    super(owner, state, origin, response);
    this.arrivedUrl = request.url;
  }

  protected facts(): RequestFacts {
    const { method, originalUrl: url, headers } = this.request;
    return { method, url, headers, location: locationOf(this.request) };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    const { request, passedRoute } = this;
    const { route } = request;
    // A route of the application itself is answering.
    if (route !== undefined && route !== passedRoute && this.routes.isOnPlatform(route, request)) return [];
    const routes = this.routes.predicted(this.state.table, request, this);
    return passedRoute === undefined ? routes : routes.filter(each => each !== undefined);
  }

  protected headersAtEntry(): HeaderAccess {
    return new ResponseAccess(this.response);
  }
}
