import type { AbstractHttpAdapter } from '@nestjs/core';
import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRouting } from '../../routing/index.js';
import type { RequestFacts } from '../request-facts.js';
import type { FastifyAdapter } from '../fastify/fastify-instance.js';
import type { HeaderAccess } from '../response-headers.js';
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

/** How an adapter chooses routes. Nest's NodeAdapter reads paths as Express does, and does not tell how it matches them. */
export function recordedRouting(adapter: PortableAdapter): RecordedRouting {
  const isKnown = adapter.getType() === 'node';
  const { caseSensitive, ignoreTrailingSlash } = adapter.getRouteMatchingOptions?.() ?? {
    caseSensitive: true,
    ignoreTrailingSlash: isKnown,
  };
  const bySpecificity = adapter.isRouteOrderSensitive?.() === false;
  return { bySpecificity, isKnown, caseSensitive, strict: !ignoreTrailingSlash };
}

/** The headers of an adapter's response. Nest's interface has no way to remove one: that takes the response itself, or Node's in it. */
export function responseHeaders(adapter: PortableAdapter, response: unknown): HeaderAccess {
  const objects = [response, nodeResponse(response)];
  return {
    get: name => adapter.getHeader(response, name) as string | undefined,
    set: (name, value) => {
      adapter.setHeader(response, name, value);
    },
    remove: name => {
      for (const each of objects) call(each, 'removeHeader', [name]);
    },
    names: () => objects.flatMap(each => Object.keys(call(each, 'getHeaders', []) ?? {})),
  };
}

function nodeResponse(response: unknown): unknown {
  return property(response, 'raw') ?? response;
}

function call(object: unknown, name: string, args: readonly unknown[]): object | undefined {
  const method = property(object, name);
  const result: unknown = typeof method === 'function' ? Reflect.apply(method, object, args) : undefined;
  return typeof result === 'object' && result !== null ? result : undefined;
}

/** The headers of an adapter's request: on every platform of Nest, a Node request or something like it. */
export function requestHeaders(request: unknown): IncomingHttpHeaders {
  return (property(request, 'headers') as IncomingHttpHeaders | undefined) ?? {};
}

/** Where the server was reached, as far as the adapter's request tells. */
function locationOf(request: unknown): ServerLocation {
  const protocol = property(request, 'protocol');
  const host = property(request, 'host');
  const encrypted = property(property(request, 'socket'), 'encrypted') === true;
  return {
    protocol: typeof protocol === 'string' ? protocol : encrypted ? 'https' : 'http',
    host: typeof host === 'string' ? host : (requestHeaders(request).host ?? ''),
  };
}

/** What a request says of itself. */
export function requestFacts(adapter: PortableAdapter, request: unknown): RequestFacts {
  return {
    method: String(adapter.getRequestMethod(request)),
    url: String(adapter.getRequestUrl(request)),
    headers: requestHeaders(request),
    location: locationOf(request),
  };
}

/** Tells the status once a response is sent. It is Node's, or has Node's; of any other nobody knows when that is, and it is taken for sent. */
export function whenAnswered(response: unknown, tell: (status: number) => void): void {
  const node = nodeResponse(response);
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
