import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscoveredRoute } from '../../routing/index.js';
import type { CorsDecisions } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { Exchange } from '../exchange.js';
import type { RequestFacts } from '../request-facts.js';
import { preflightHeaders, serverLocation, urlOf } from '../request-facts.js';
import type { HeaderAccess } from '../response-headers.js';
import type { FastifyReply, FastifyRequest } from './fastify-instance.js';
import { ReplyAccess } from './reply-access.js';
import { rawTarget } from './fastify-request-target.js';
import type { FastifyRoutes } from './fastify-routes.js';

/** What Fastify answers by itself, before its hooks: a malformed URL, a method that it does not know, a parameter that is too long. */
const UNREADABLE = [400, 404, 414];

/** A request to a Fastify application. Fastify makes its own request and reply for it once it has chosen a route. */
export class FastifyExchange extends Exchange {
  private isUnreadable = false;
  /** As it arrived: hooks may change it, after Fastify has chosen the route. */
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
    // Fastify refuses a preflight by itself where it cannot read the URL: there is no answer of the module's.
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
    // Fastify itself could not read the path, or an earlier hook has ended the request.
    if (this.isUnreadable) return [];
    const now = state.table.at(rawTarget(raw)).find(this.method);
    if (raw.url === this.arrivedUrl) return now;
    // Fastify has chosen a route by the URL that its `rewriteUrl` gave, or by the one that arrived and that a hook has changed since.
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
