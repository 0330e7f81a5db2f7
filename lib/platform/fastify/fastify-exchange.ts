import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscoveredRoute } from '../../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  Exchange,
  type RequestFacts,
  preflightHeaders,
  serverLocation,
  urlOf,
  type HeaderAccess,
} from '../../exchange/index.js';
import type { FastifyReply, FastifyRequest } from './fastify-instance.js';
import { ReplyAccess } from './reply-access.js';
import { rawTarget } from './fastify-request-target.js';
import type { FastifyRoutes } from './fastify-routes.js';

/**
 * The statuses that Fastify sends before its hooks run: for a malformed URL, an unknown method or a
 * parameter that is too long.
 */
const UNREADABLE = [400, 404, 414];

/**
 * A request to a Fastify application. Fastify creates its own request and reply after it has chosen
 * a route.
 */
export class FastifyExchange extends Exchange {
  private isUnreadable = false;
  /** As it arrived. A hook may change the method after Fastify has chosen the route. */
  private readonly method: string;
  protected readonly arrivedUrl: string;
  fastify: { readonly request: FastifyRequest; readonly reply: FastifyReply } | undefined;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    private readonly raw: IncomingMessage,
    response: ServerResponse,
    private readonly routes: FastifyRoutes,
  ) {
    super(owner, state, raw.headers.origin, response);
    this.method = raw.method ?? '';
    this.arrivedUrl = urlOf(raw);
  }

  override sendHead(response: ServerResponse, args: readonly unknown[]): ServerResponse {
    const { raw } = this;
    this.isUnreadable = UNREADABLE.includes(Number(args[0]));
    // Fastify refuses a preflight itself if it cannot read the URL. That response gets no headers
    // of a policy.
    if (this.fastify === undefined && preflightHeaders(raw.method, raw.headers) !== undefined)
      this.isPreflight = true;
    return super.sendHead(response, args);
  }

  protected get request(): unknown {
    return this.fastify?.request;
  }

  protected facts(): RequestFacts {
    const { raw, fastify, method } = this;
    const { headers } = raw;
    const { protocol, host } = fastify?.request ?? serverLocation(raw);
    const location = { protocol, host };
    return { method, url: urlOf(raw), headers, location };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    const { raw, fastify, state } = this;
    if (fastify !== undefined) return this.routes.chosenFor(fastify.request);
    // Fastify could not read the path, or an earlier hook has ended the request.
    if (this.isUnreadable) return [];
    const now = state.table.at(rawTarget(raw)).find(this.method);
    if (raw.url === this.arrivedUrl) return now;
    // The URL may have changed before or after Fastify chose the route: before by `rewriteUrl`,
    // after by a hook. So the routes of both URLs are candidates.
    const arrived = state.table.at(rawTarget(raw, this.arrivedUrl)).find(this.method);
    return [...new Set([...orNone(now), ...orNone(arrived)])];
  }

  protected headersAtEntry(): HeaderAccess | undefined {
    return this.fastify && new ReplyAccess(this.fastify.reply);
  }
}

function orNone(found: readonly (DiscoveredRoute | undefined)[]): readonly (DiscoveredRoute | undefined)[] {
  return found.length === 0 ? [undefined] : found;
}
