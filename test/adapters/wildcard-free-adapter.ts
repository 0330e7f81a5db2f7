import type { RouteMatchingOptions } from '@nestjs/common/internal';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeHttpAdapter } from './node-http-adapter.js';
import { OrderedRoutes } from './support/ordered-routes.js';
import { WrappedRequest } from './wrapped-messages.js';

/** A response of the adapter's own, as Hono's context: Node's is its `res`. */
export class ResponseContext {
  constructor(readonly res: ServerResponse) {}
}

const MATCHING = { caseSensitive: true, ignoreTrailingSlash: true };

/**
 * Handlers get a context with Node's response as `res`. Paths consist only of text and
 * `:parameters`.
 */
export class WildcardFreeAdapter extends NodeHttpAdapter<WrappedRequest, ResponseContext> {
  constructor() {
    super(() => new OrderedRoutes(MATCHING), MATCHING);
  }

  isRouteOrderSensitive(): boolean {
    return true;
  }

  getRouteMatchingOptions(): RouteMatchingOptions {
    return MATCHING;
  }

  override normalizePath(path: string): string {
    if (/[*{}()+?]/.test(path)) throw new TypeError(`A path has no wildcards and no groups here: ${path}`);
    return path;
  }

  protected wrap(
    request: IncomingMessage,
    response: ServerResponse,
  ): { request: WrappedRequest; response: ResponseContext } {
    return { request: new WrappedRequest(request), response: new ResponseContext(response) };
  }

  protected rawRequest(request: WrappedRequest): IncomingMessage {
    return request.raw;
  }

  protected rawResponse(response: ResponseContext): ServerResponse {
    return response.res;
  }
}
