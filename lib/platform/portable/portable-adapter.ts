import type { AbstractHttpAdapter } from '@nestjs/core';
import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyAdapter } from '../fastify/fastify-instance.js';
import { type HeaderAccess, appendVary } from '../response-headers.js';
import type { ServerLocation } from '../request-facts.js';

/** The part of Nest's HTTP adapter interface that the portable path uses. */
export type PortableAdapter = Pick<
  AbstractHttpAdapter,
  | 'options'
  | 'setHeader'
  | 'getHeader'
  | 'isHeadersSent'
  | 'reply'
  | 'getInstance'
  | 'getType'
  | 'getRequestHostname'
  | 'getRequestMethod'
  | 'getRequestUrl'
> &
  Pick<FastifyAdapter, 'requireNonEmptyParams'> & {
    readonly getRouteMatchingOptions?: () => {
      readonly caseSensitive: boolean;
      readonly ignoreTrailingSlash: boolean;
    };
    readonly isRouteOrderSensitive?: () => boolean;
  };

/** The headers of an adapter's response. */
export function responseHeaders(adapter: PortableAdapter, response: unknown): HeaderAccess {
  return {
    get: name => adapter.getHeader(response, name) as string | undefined,
    set: (name, value) => {
      adapter.setHeader(response, name, value);
    },
  };
}

export function addVary(headers: HeaderAccess, names: string): void {
  headers.set('Vary', appendVary(headers.get('Vary'), names));
}

/** The headers of an adapter's request: on every platform of Nest, a Node request or something like it. */
export function requestHeaders(request: unknown): IncomingHttpHeaders {
  return (property(request, 'headers') as IncomingHttpHeaders | undefined) ?? {};
}

/** Where the server was reached, as far as the adapter's request tells. */
export function locationOf(request: unknown): ServerLocation {
  const protocol = property(request, 'protocol');
  const host = property(request, 'host');
  const encrypted = property(property(request, 'socket'), 'encrypted') === true;
  return {
    protocol: typeof protocol === 'string' ? protocol : encrypted ? 'https' : 'http',
    host: typeof host === 'string' ? host : (requestHeaders(request).host ?? ''),
  };
}

/** What a request says of itself beside its `Origin`. */
export function requestFacts(
  adapter: PortableAdapter,
  request: unknown,
): {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly location: ServerLocation;
} {
  return {
    method: String(adapter.getRequestMethod(request)),
    url: String(adapter.getRequestUrl(request)),
    headers: requestHeaders(request),
    location: locationOf(request),
  };
}

/** Tells the status once a response is sent. It is Node's, or has Node's; of any other nobody knows when that is, and it is taken for sent. */
export function whenAnswered(response: unknown, tell: (status: number) => void): void {
  const node = property(response, 'raw') ?? response;
  const statusOf = (): number => Number(property(node, 'statusCode') ?? property(response, 'status') ?? 0);
  if (node instanceof EventEmitter) {
    node.once('finish', () => {
      tell(statusOf());
    });
  } else {
    tell(statusOf());
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
