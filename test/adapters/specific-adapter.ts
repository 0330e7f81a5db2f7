import type { RouteMatchingOptions } from '@nestjs/common/internal';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeHttpAdapter } from './node-http-adapter.js';
import { MAX_PARAM_LENGTH, SpecificRoutes } from './support/specific-routes.js';
import { WrappedRequest } from './wrapped-messages.js';

/** A response of the adapter's own, as Fastify's reply: Node's is its `raw`. */
export class Reply {
  constructor(readonly raw: ServerResponse) {}
}

const MATCHING = { caseSensitive: true, ignoreTrailingSlash: false };

/**
 * Handlers get a request and a reply with Node's objects as `raw`. The most specific route answers,
 * as on Fastify.
 */
export class SpecificAdapter extends NodeHttpAdapter<WrappedRequest, Reply> {
  constructor() {
    super(() => new SpecificRoutes(), MATCHING);
  }

  isRouteOrderSensitive(): boolean {
    return false;
  }

  getRouteMatchingOptions(): RouteMatchingOptions {
    return { ...MATCHING, maxParamLength: MAX_PARAM_LENGTH };
  }

  protected wrap(
    request: IncomingMessage,
    response: ServerResponse,
  ): { request: WrappedRequest; response: Reply } {
    return { request: new WrappedRequest(request), response: new Reply(response) };
  }

  protected rawRequest(request: WrappedRequest): IncomingMessage {
    return request.raw;
  }

  protected rawResponse(response: Reply): ServerResponse {
    return response.raw;
  }
}
