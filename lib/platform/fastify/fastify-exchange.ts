import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscoveredRoute } from '../../routing/index.js';
import type { CorsDecisions } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { type RequestFacts, Exchange } from '../exchange.js';
import { preflightHeaders, serverLocation, urlOf } from '../request-facts.js';
import type { HeaderAccess } from '../response-headers.js';
import type { FastifyReply, FastifyRequest } from './fastify-instance.js';
import { ReplyAccess } from './reply-access.js';
import { rawTarget } from './fastify-request-target.js';
import type { FastifyRoutes } from './fastify-routes.js';

/** What Fastify answers a malformed URL with, and a parameter that is too long. */
const UNREADABLE = [400, 414];

/** A request to a Fastify application. Fastify makes its own request and reply for it once it has chosen a route. */
export class FastifyExchange extends Exchange {
  private isUnreadable = false;
  fastify: { readonly request: FastifyRequest; readonly reply: FastifyReply } | undefined;

  constructor(
    owner: CorsDecisions,
    state: CorsState,
    private readonly raw: IncomingMessage,
    response: ServerResponse,
    private readonly routes: FastifyRoutes,
  ) {
    super(owner, state, raw.headers.origin, response);
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
    const { raw, fastify } = this;
    const { method = '', headers } = raw;
    const { protocol, host } = fastify?.request ?? serverLocation(raw);
    const location = { protocol, host };
    return { method, url: urlOf(raw), headers, location };
  }

  protected predicted(): readonly (DiscoveredRoute | undefined)[] {
    const { raw, fastify, state } = this;
    if (fastify !== undefined) return this.routes.chosenFor(fastify.request);
    // An earlier hook has ended the request, or Fastify itself could not read the path: then no route was chosen, whatever the table finds.
    const found = state.table.at(rawTarget(raw)).find(raw.method ?? '');
    return this.isUnreadable ? [undefined, ...found] : found;
  }

  protected headersAtEntry(): HeaderAccess | undefined {
    return this.fastify && new ReplyAccess(this.fastify.reply);
  }
}
