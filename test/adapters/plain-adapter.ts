import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AdapterRequest, NodeHttpAdapter } from './node-http-adapter.js';
import { OrderedRoutes, type PathMatching } from './support/ordered-routes.js';

export type PlainRequest = IncomingMessage & AdapterRequest;

const EXACT: PathMatching = { caseSensitive: true, ignoreTrailingSlash: false };

/**
 * Handlers get Node's own request and response. Routes are selected in the order of registration,
 * and paths match exactly. Nest assumes this of an adapter without `isRouteOrderSensitive()` and
 * `getRouteMatchingOptions()`.
 */
export class PlainAdapter extends NodeHttpAdapter<PlainRequest, ServerResponse> {
  constructor(matching = EXACT) {
    super(() => new OrderedRoutes(matching), matching);
  }

  protected wrap(
    raw: IncomingMessage,
    response: ServerResponse,
  ): { request: PlainRequest; response: ServerResponse } {
    const { pathname, searchParams } = new URL(raw.url ?? '/', 'http://host');
    const request = Object.assign(raw, {
      method: raw.method ?? 'GET',
      url: raw.url ?? pathname,
      params: {},
      query: Object.fromEntries(searchParams),
      body: undefined,
      rawBody: undefined,
      ip: raw.socket.remoteAddress,
    });
    return { request, response };
  }

  protected rawRequest(request: PlainRequest): IncomingMessage {
    return request;
  }

  protected rawResponse(response: ServerResponse): ServerResponse {
    return response;
  }
}
